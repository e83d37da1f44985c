package dev.millrace.planner.lower;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Distribution;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Recursion;
import dev.millrace.planner.logical.RecursiveUnion;

/**
 * A recursion goes on in one place: its base and whatever its term reads beside its own rows are brought there, and
 * the exchanges within the term go.
 */
final class RecursionLowering {

    private final Lowering lowering;
    private final Nodes nodes;
    private final Keeping keeping;

    RecursionLowering(Lowering lowering, Nodes nodes, Keeping keeping) {
        this.lowering = lowering;
        this.nodes = nodes;
        this.keeping = keeping;
    }

    Lowered reference(RecursiveUnion.Reference reference) {
        Plan plan = nodes.recursionInput(reference.depth(), Lowered.schema(reference.columns()));
        return new Lowered(plan, reference.columns(), List.of(), true);
    }

    Lowered lower(RecursiveUnion union) {
        Lowered base = lowering.single(
                lowering.aligned(lowering.lower(union.base()), union.baseSources(), union.columns()));
        Lowered term = lowering.aligned(lowering.lower(union.term()), union.termSources(), union.columns());
        String reference = lowering.lower(union.reference()).plan().uid();
        Plan plan = nodes.recursion(
                base.plan(),
                new Place(reference).bring(term.plan()),
                reference,
                union.all(),
                union.iterationsMax(),
                Lowered.schema(union.columns()));
        return new Lowered(plan, union.columns(), List.of(), true);
    }

    /** The place where one recursion goes on. */
    private final class Place {
        private final Recursion.Dependence dependence;
        private final Map<String, Plan> brought = new HashMap<>();

        Place(String reference) {
            dependence = new Recursion.Dependence(reference);
        }

        Plan bring(Plan plan) {
            Plan known = brought.get(plan.uid());
            if (known == null) {
                known = dependence.of(plan) ? inside(plan) : beside(plan);
                brought.put(plan.uid(), known);
            }
            return known;
        }

        private Plan beside(Plan plan) {
            Plan dealt = plan instanceof Plan.Exchange exchange ? exchange.input() : plan;
            return nodes.exchange(dealt, new Distribution.Single());
        }

        private Plan inside(Plan plan) {
            if (plan instanceof Plan.Exchange exchange) {
                return bring(exchange.input());
            }
            if (plan instanceof Plan.TemporalFilter) {
                throw keeping.refusal();
            }
            List<Plan> inputs = plan.inputs().stream().map(this::bring).toList();
            return inputs.equals(plan.inputs()) ? plan : nodes.over(plan, inputs);
        }
    }
}

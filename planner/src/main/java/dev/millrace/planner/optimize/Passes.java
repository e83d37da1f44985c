package dev.millrace.planner.optimize;

import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.plan.ConstantEvaluator;
import dev.millrace.executor.plan.FunctionCatalog;
import dev.millrace.planner.Effort;
import dev.millrace.planner.logical.ColumnNumbers;
import dev.millrace.planner.logical.Rel;

/** The optimiser: what is done to a bound query, in order. */
public final class Passes {

    /** Rewrites a whole tree. */
    interface Pass {
        Rel apply(Rel rel);
    }

    private final FunctionFacts facts;
    private final ConstantEvaluator constants;
    private final Effort effort;

    public Passes(FunctionCatalog functions, ConstantEvaluator constants, Effort effort) {
        this.facts = new FunctionFacts(functions);
        this.constants = constants;
        this.effort = effort;
    }

    /**
     * @param required columns of the root that anyone reads
     * @param numbers the statement's, for columns that passes add
     */
    public Rel optimize(Rel rel, BitSet required, ColumnNumbers numbers) {
        List<Pass> passes = List.of(
                new FoldConstants(constants, facts, effort),
                new Decorrelate(facts, numbers),
                new MergeProjects(facts),
                new PushFilters(facts, effort), // also turns outer joins into inner ones, and ranks into top-k
                new FoldConstants(constants, facts, effort), // what pushing has brought together
                new PruneEmpty(),
                new OrderJoins(effort), // needs the conditions at the joins
                new PushFilters(facts, effort), // reordering has left conditions above single inputs
                new SimplifyDistinct(),
                new PruneColumns(facts, required), // late: every pass before may stop reading a column
                new MergeProjects(facts));
        Rel optimized = rel;
        for (Pass pass : passes) {
            effort.check();
            optimized = pass.apply(optimized);
        }
        return optimized;
    }
}

package dev.millrace.planner.optimize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Expr;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/** Two projections in a row become one, where that computes nothing twice or never; those that do nothing go. */
final class MergeProjects implements Passes.Pass {

    private final FunctionFacts facts;

    MergeProjects(FunctionFacts facts) {
        this.facts = facts;
    }

    @Override
    public Rel apply(Rel rel) {
        List<Rel> inputs = rel.inputs().stream().map(this::apply).toList();
        Rel over = inputs.isEmpty() ? rel : rel.withInputs(inputs);
        if (!(over instanceof Rel.Project project)) {
            return over;
        }
        Rel.Project merged = project;
        while (merged.input() instanceof Rel.Project inner && isMergeable(merged, inner)) {
            Map<Integer, Expr> definitions = definitions(inner);
            merged = new Rel.Project(
                    inner.input(),
                    merged.expressions().stream().map(e -> Expressions.substitute(e, definitions)).toList(),
                    merged.columns());
        }
        return isIdentity(merged) ? merged.input() : merged;
    }

    static Map<Integer, Expr> definitions(Rel.Project project) {
        Map<Integer, Expr> definitions = new HashMap<>();
        for (int i = 0; i < project.columns().size(); i++) {
            if (!project.passesOn(i)) {
                definitions.put(project.columns().get(i).id(), project.expressions().get(i));
            }
        }
        return definitions;
    }

    private boolean isMergeable(Rel.Project outer, Rel.Project inner) {
        Map<Integer, Integer> uses = new HashMap<>();
        outer.expressions().forEach(expr -> countUses(expr, uses));
        for (int i = 0; i < inner.columns().size(); i++) {
            Expr definition = inner.expressions().get(i);
            if (definition instanceof Expr.Input || definition instanceof Expr.Literal) {
                continue;
            }
            int used = uses.getOrDefault(inner.columns().get(i).id(), 0);
            if (used > 1 || !facts.isRepeatable(definition)) {
                return false;
            }
        }
        return true;
    }

    private static void countUses(Expr expr, Map<Integer, Integer> into) {
        if (expr instanceof Expr.Input input) {
            into.merge(input.index(), 1, Integer::sum);
        } else {
            expr.operands().forEach(operand -> countUses(operand, into));
        }
    }

    private static boolean isIdentity(Rel.Project project) {
        List<Column> input = project.input().columns();
        if (!project.isSelection() || input.size() != project.columns().size()) {
            return false;
        }
        for (int i = 0; i < input.size(); i++) {
            if (input.get(i).id() != project.columns().get(i).id()) {
                return false;
            }
        }
        return true;
    }
}

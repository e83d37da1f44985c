package dev.millrace.planner.bind;

import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/**
 * Scalar subqueries that compute something from the one row of their aggregates. Where a CASE may leave them out, that
 * is computed in the CASE and not below it, so that it fails only where it is asked for:
 * {@code CASE WHEN (SELECT count(*) …) > 0 THEN (SELECT 1 / count(*) …) END}.
 */
final class LateScalars {

    private LateScalars() {}

    static boolean isOneOf(Rel rel, Binding binding) {
        return rel instanceof Rel.Project project
                && project.input() instanceof Rel.Aggregate aggregate
                && aggregate.keys().isEmpty()
                && project.expressions().stream().allMatch(expression ->
                        Expressions.readsOnly(expression, Expressions.columns(aggregate))
                                && !Constants.isVolatile(expression, binding));
    }

    static List<Expr> bind(Rel.Project project, List<Column> output, Frame frame) {
        frame.add(project.input(), JoinKind.LEFT);
        return output.stream()
                .map(column -> project.expressions().get(project.columns().indexOf(column)))
                .toList();
    }
}

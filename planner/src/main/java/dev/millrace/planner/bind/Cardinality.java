package dev.millrace.planner.bind;

import dev.millrace.executor.plan.JoinKind;
import dev.millrace.planner.logical.AsofJoin;
import dev.millrace.planner.logical.KeyedProcess;
import dev.millrace.planner.logical.LookupJoin;
import dev.millrace.planner.logical.RecursiveUnion;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.SessionWindow;
import dev.millrace.planner.logical.Unnest;
import dev.millrace.planner.logical.Window;

/** What the shape of a query says about how many rows it can have. */
final class Cardinality {

    private Cardinality() {}

    static boolean isAtMostOne(Rel rel) {
        return switch (rel) {
            case Rel.Get get -> false;
            case Rel.Values values -> values.rows().size() <= 1;
            case Rel.Filter filter -> isAtMostOne(filter.input());
            case Rel.Project project -> isAtMostOne(project.input());
            case Rel.Join join when join.kind() == JoinKind.FULL -> false;
            case Rel.Join join -> isAtMostOne(join.left()) && (join.kind().isLeftOnly() || isAtMostOne(join.right()));
            case Rel.Apply apply ->
                isAtMostOne(apply.left()) && (apply.kind().isLeftOnly() || isAtMostOne(apply.right()));
            case Rel.Aggregate aggregate -> aggregate.keys().isEmpty() || isAtMostOne(aggregate.input());
            case Rel.Distinct distinct -> isAtMostOne(distinct.input());
            case Rel.Union union -> false;
            case Rel.SetOperation operation -> isAtMostOne(operation.left());
            case Rel.TopK topK ->
                isAtMostOne(topK.input())
                        || topK.partition().isEmpty() && topK.limit() >= 0 && topK.limit() <= 1 && !topK.withTies();
            case Rel.Hop hop -> false;
            case Unnest unnest -> false;
            case SessionWindow session -> isAtMostOne(session.input());
            case KeyedProcess process -> false;
            case AsofJoin join -> isAtMostOne(join.left());
            case LookupJoin join -> false;
            case RecursiveUnion union -> false;
            case RecursiveUnion.Reference reference -> false;
            case Window window -> isAtMostOne(window.input());
        };
    }
}

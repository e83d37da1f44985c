package dev.millrace.planner.bind;

import java.util.BitSet;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/**
 * Outer joins whose condition asks subqueries. One that needs a single side is joined to that side below; one that
 * needs both makes of the side that may find no match a relation for each row of the other.
 */
final class JoinConditions {

    private final Binding binding;

    JoinConditions(Binding binding) {
        this.binding = binding;
    }

    /** @param frame what the condition was bound in */
    Rel outer(Rel left, Rel right, JoinKind kind, Expr condition, Frame frame, boolean isDependent, SqlNode at) {
        Rel ours = left;
        Rel theirs = right;
        Frame both = new Frame(frame.scope, frame.clause);
        for (Frame.Subquery subquery : frame.subqueries()) {
            if (both.hasSubqueries() || reads(subquery.rel(), ours) && reads(subquery.rel(), theirs)) {
                both.add(subquery.rel(), subquery.kind());
            } else if (reads(subquery.rel(), theirs)) {
                theirs = attached(theirs, subquery);
            } else {
                ours = attached(ours, subquery);
            }
        }
        if (!both.hasSubqueries()) {
            return JoinBinder.join(ours, theirs, kind, condition, isDependent);
        }
        return switch (kind) {
            case LEFT -> dependent(ours, theirs, right, condition, both);
            case RIGHT -> dependent(theirs, ours, left, condition, both);
            default -> throw SqlException.unsupported("a subquery over both sides of a FULL JOIN, in its condition,")
                    .at(binding.at(at));
        };
    }

    private static boolean reads(Rel subquery, Rel side) {
        BitSet free = Expressions.free(subquery);
        free.and(Expressions.columns(side));
        return !free.isEmpty();
    }

    private static Rel attached(Rel side, Frame.Subquery subquery) {
        return new Rel.Apply(side, subquery.rel(), subquery.kind(), Expr.Literal.TRUE);
    }

    /** Each row of one side with those of the other that match it. */
    private static Rel dependent(Rel kept, Rel matching, Rel plain, Expr condition, Frame both) {
        Rel matches = new Rel.Filter(both.attach(matching), condition);
        return new Rel.Apply(kept, Rel.Project.of(matches, plain.columns()), JoinKind.LEFT, Expr.Literal.TRUE);
    }
}

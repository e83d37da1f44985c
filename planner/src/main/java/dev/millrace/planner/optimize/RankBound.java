package dev.millrace.planner.optimize;

import dev.millrace.executor.plan.Expr;
import dev.millrace.planner.logical.Column;

/**
 * A condition that bounds a row number from above.
 *
 * @param last the highest number that passes
 * @param isExact the bound says all that the condition says
 */
record RankBound(long last, boolean isExact) {

    /** Null when the condition is no such bound. */
    static RankBound of(Expr condition, Column rank) {
        if (!(condition instanceof Expr.Call call) || call.operands().size() != 2) {
            return null;
        }
        String symbol = call.function().substring(0, call.function().indexOf('('));
        Expr left = call.operands().get(0);
        Expr right = call.operands().get(1);
        if (isRank(right, rank)) {
            symbol = switch (symbol) {
                case ">" -> "<";
                case ">=" -> "<=";
                case "=" -> "=";
                default -> "";
            };
            Expr swap = left;
            left = right;
            right = swap;
        }
        if (!isRank(left, rank) || !(right instanceof Expr.Literal literal)
                || !(literal.value() instanceof Long bound)) {
            return null;
        }
        return switch (symbol) {
            case "<=" -> new RankBound(bound, true);
            case "<" -> new RankBound(bound - 1, true);
            case "=" -> new RankBound(bound, bound == 1);
            default -> null;
        };
    }

    private static boolean isRank(Expr expr, Column rank) {
        return expr instanceof Expr.Input input && input.index() == rank.id();
    }
}

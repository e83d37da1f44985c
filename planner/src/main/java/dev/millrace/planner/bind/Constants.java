package dev.millrace.planner.bind;

import dev.millrace.executor.plan.Expr;

/** What an expression depends on. */
final class Constants {

    private Constants() {}

    /** Whether it can be evaluated while planning. */
    static boolean isConstant(Expr expr) {
        return !(expr instanceof Expr.Parameter)
                && !(expr instanceof Expr.Input)
                && !(expr instanceof Expr.Now)
                && expr.operands().stream().allMatch(Constants::isConstant);
    }

    /** Whether it has one value for all rows of a query. */
    static boolean isWithoutColumns(Expr expr) {
        return column(expr) == null;
    }

    /** The first column that the expression reads, or null. */
    static Expr.Input column(Expr expr) {
        if (expr instanceof Expr.Input input) {
            return input;
        }
        for (Expr operand : expr.operands()) {
            Expr.Input found = column(operand);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}

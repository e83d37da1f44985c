package dev.millrace.planner.bind;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.JavaCall;
import dev.millrace.executor.plan.RoutineCall;

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

    static boolean isVolatile(Expr expr, Binding binding) {
        return expr instanceof Expr.Call call && isVolatile(call.function(), binding)
                || expr.operands().stream().anyMatch(operand -> isVolatile(operand, binding));
    }

    /** Whether a function, by its id, may answer otherwise each time. */
    static boolean isVolatile(String function, Binding binding) {
        if (JavaCall.is(function)) {
            return JavaCall.of(function).volatility() == FunctionSignature.Volatility.VOLATILE;
        }
        if (RoutineCall.is(function)) {
            return RoutineCall.of(function).volatility() == FunctionSignature.Volatility.VOLATILE;
        }
        return binding.functions.overloads(function.substring(0, Math.max(function.indexOf('('), 0))).stream()
                .anyMatch(one -> one.id().equals(function)
                        && one.volatility() == FunctionSignature.Volatility.VOLATILE);
    }
}

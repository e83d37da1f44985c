package dev.millrace.planner.optimize;

import java.util.BitSet;

import dev.millrace.executor.plan.Expr;

/** Whether a condition can be true for a row in which all of some columns are NULL. */
final class NullRejection {

    private final FunctionFacts facts;

    NullRejection(FunctionFacts facts) {
        this.facts = facts;
    }

    /** True when it is certainly false or unknown then. */
    boolean rejects(Expr condition, BitSet columns) {
        if (condition instanceof Expr.And and) {
            return and.operands().stream().anyMatch(o -> rejects(o, columns));
        }
        if (condition instanceof Expr.Or or) {
            return or.operands().stream().allMatch(o -> rejects(o, columns));
        }
        if (condition instanceof Expr.Not not && not.operand() instanceof Expr.IsNull isNull) {
            return isNull(isNull.operand(), columns);
        }
        return isNull(condition, columns);
    }

    /** True when the value is certainly NULL then. */
    private boolean isNull(Expr expr, BitSet columns) {
        return switch (expr) {
            case Expr.Input input -> columns.get(input.index());
            case Expr.Call call ->
                facts.isStrict(call.function()) && call.operands().stream().anyMatch(o -> isNull(o, columns));
            case Expr.Cast cast -> isNull(cast.operand(), columns);
            case Expr.Not not -> isNull(not.operand(), columns);
            case Expr.InList in -> isNull(in.operand(), columns);
            case Expr.And and -> and.operands().stream().allMatch(o -> isNull(o, columns));
            case Expr.Or or -> or.operands().stream().allMatch(o -> isNull(o, columns));
            case Expr.Coalesce c -> c.operands().stream().allMatch(o -> isNull(o, columns));
            case Expr.Literal literal -> literal.value() == null;
            case Expr.Parameter p -> false;
            case Expr.Now now -> false;
            case Expr.IsNull isNull -> false;
            case Expr.IsNotDistinct same -> false;
            case Expr.Case c -> false;
            case Expr.Row row -> false;
            case Expr.Field field -> isNull(field.operand(), columns);
        };
    }
}

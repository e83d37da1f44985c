package dev.millrace.executor.operator;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** A few expressions over whole numbers, enough to drive operators without the function library. */
final class TestExpressions {

    private TestExpressions() {}

    /** Inputs, word literals, and calls of "<", "+", "mod5" and "positive" (which fails for negative numbers). */
    static Evaluator compile(Expr expression) {
        return switch (expression) {
            case Expr.Input input -> (batch, clock, failed) -> batch.column(input.index());
            case Expr.Literal literal -> (batch, clock, failed) -> constant(literal, batch.size());
            case Expr.Call call -> call(call);
            default -> throw new IllegalArgumentException("not for tests: " + expression);
        };
    }

    private static Column constant(Expr.Literal literal, int size) {
        long[] values = new long[size];
        long word = switch (literal.value()) {
            case null -> 0;
            case Boolean truth -> truth ? 1 : 0;
            case Double number -> Double.doubleToRawLongBits(number);
            case Long number -> number;
            default -> throw new IllegalArgumentException("not for tests: " + literal);
        };
        java.util.Arrays.fill(values, word);
        long[] nulls = null;
        if (literal.value() == null) {
            nulls = Column.newNulls(size);
            java.util.Arrays.fill(nulls, -1);
        }
        return new WordColumn(values, nulls, size);
    }

    private static Evaluator call(Expr.Call call) {
        Evaluator left = compile(call.operands().getFirst());
        Evaluator right = call.operands().size() > 1 ? compile(call.operands().get(1)) : null;
        return (batch, clock, failed) -> {
            WordColumn leftColumn = (WordColumn) left.evaluate(batch, clock, failed);
            WordColumn rightColumn = right == null ? null : (WordColumn) right.evaluate(batch, clock, failed);
            return apply(call.function(), batch, leftColumn, rightColumn, failed);
        };
    }

    private static Column apply(
            String function, DeltaBatch batch, WordColumn left, WordColumn right, Evaluator.Failures failed) {
        long[] values = new long[batch.size()];
        long[] nulls = Column.newNulls(batch.size());
        boolean anyNull = false;
        for (int row = 0; row < values.length; row++) {
            if (left.isNull(row) || right != null && right.isNull(row)) {
                nulls[row >> 6] |= 1L << row;
                anyNull = true;
                continue;
            }
            long operand = left.value(row);
            switch (function) {
                case "<" -> values[row] = operand < right.value(row) ? 1 : 0;
                case "+" -> values[row] = operand + right.value(row);
                case "mod5" -> values[row] = Math.floorMod(operand, 5);
                case "positive" -> {
                    if (operand < 0) {
                        failed.fail(row, values.length, new SqlException(SqlState.INVALID_PARAMETER_VALUE, "negative"));
                    }
                    values[row] = operand;
                }
                default -> throw new IllegalArgumentException(function);
            }
        }
        return new WordColumn(values, anyNull ? nulls : null, values.length);
    }
}

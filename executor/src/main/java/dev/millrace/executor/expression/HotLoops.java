package dev.millrace.executor.expression;

import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.Expr;

/**
 * Hand-written loops for what queries do most: comparing words. They have no branch and no NULL test in the loop (a
 * NULL's word is 0 and its result is masked by the bitmap), so that the JIT turns them into vector instructions. What
 * fits none of them runs as the function's own loop.
 */
final class HotLoops {

    private HotLoops() {}

    /** The node for a call, or null. */
    static Node of(Expr.Call call, Node[] operands) {
        if (operands.length != 2 || !isComparedAsWord(call.operands().getFirst())) {
            return null;
        }
        String function = call.function();
        Comparison comparison = switch (function.substring(0, Math.max(function.indexOf('('), 0))) {
            case "=" -> Comparison.EQUAL;
            case "<>", "!=" -> Comparison.NOT_EQUAL;
            case "<" -> Comparison.LESS;
            case "<=" -> Comparison.LESS_OR_EQUAL;
            case ">" -> Comparison.GREATER;
            case ">=" -> Comparison.GREATER_OR_EQUAL;
            default -> null;
        };
        return comparison == null ? null : new WordComparison(comparison, operands[0], operands[1]);
    }

    private static boolean isComparedAsWord(Expr operand) {
        return switch (operand.type().kind()) {
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, DATE, TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ,
                    MONEY, PG_LSN, XID8 -> true;
            default -> false;
        };
    }

    enum Comparison {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        Comparison turned() {
            return switch (this) {
                case EQUAL, NOT_EQUAL -> this;
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            };
        }
    }

    private record WordComparison(Comparison comparison, Node left, Node right) implements Node {
        @Override
        public Vector evaluate(Frame frame) {
            Vector leftVector = left.evaluate(frame);
            Vector rightVector = right.evaluate(frame);
            Comparison order = comparison;
            if (leftVector.isConstant() && !rightVector.isConstant()) {
                Vector constant = leftVector;
                leftVector = rightVector;
                rightVector = constant;
                order = comparison.turned();
            }
            boolean isConstant = leftVector.isConstant();
            int size = isConstant ? 1 : frame.size();
            long[] nulls = CallNode.nullRows(new Vector[] {leftVector, rightVector}, size);
            long[] result = new long[size];
            if (rightVector.isConstant()) {
                compare(order, leftVector.words(), rightVector.words()[0], result);
            } else {
                compare(order, leftVector.words(), rightVector.words(), result);
            }
            return new Vector(
                    WordColumn.clearingNulls(result, nulls, size),
                    isConstant,
                    CallNode.operandFailures(new Vector[] {leftVector, rightVector}, isConstant, size));
        }

        private static void compare(Comparison order, long[] left, long right, long[] result) {
            switch (order) {
                case EQUAL -> equal(left, right, result, 1);
                case NOT_EQUAL -> equal(left, right, result, 0);
                case LESS -> less(left, right, result, 1);
                case GREATER_OR_EQUAL -> less(left, right, result, 0);
                case GREATER -> greater(left, right, result, 1);
                case LESS_OR_EQUAL -> greater(left, right, result, 0);
            }
        }

        /** @param whenTrue the result of rows where it holds; the other rows get the opposite */
        private static void equal(long[] left, long right, long[] result, long whenTrue) {
            for (int row = 0; row < result.length; row++) {
                result[row] = left[row] == right ? whenTrue : whenTrue ^ 1;
            }
        }

        private static void less(long[] left, long right, long[] result, long whenTrue) {
            for (int row = 0; row < result.length; row++) {
                result[row] = left[row] < right ? whenTrue : whenTrue ^ 1;
            }
        }

        private static void greater(long[] left, long right, long[] result, long whenTrue) {
            for (int row = 0; row < result.length; row++) {
                result[row] = left[row] > right ? whenTrue : whenTrue ^ 1;
            }
        }

        private static void compare(Comparison order, long[] left, long[] right, long[] result) {
            switch (order) {
                case EQUAL -> equal(left, right, result, 1);
                case NOT_EQUAL -> equal(left, right, result, 0);
                case LESS -> less(left, right, result, 1);
                case GREATER_OR_EQUAL -> less(left, right, result, 0);
                case GREATER -> less(right, left, result, 1);
                case LESS_OR_EQUAL -> less(right, left, result, 0);
            }
        }

        private static void equal(long[] left, long[] right, long[] result, long whenTrue) {
            for (int row = 0; row < result.length; row++) {
                result[row] = left[row] == right[row] ? whenTrue : whenTrue ^ 1;
            }
        }

        private static void less(long[] left, long[] right, long[] result, long whenTrue) {
            for (int row = 0; row < result.length; row++) {
                result[row] = left[row] < right[row] ? whenTrue : whenTrue ^ 1;
            }
        }
    }
}

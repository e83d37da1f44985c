package dev.millrace.executor.function;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType.Kind;

/**
 * Hand-written loops for {@code + - *} of numerics: as long as both values and the result fit a long they are computed
 * on the bytes where they lie, without an object; any other row goes the general way.
 */
final class NumericLoops implements Loop {

    private final char operation;

    private NumericLoops(char operation) {
        this.operation = operation;
    }

    /** The loop for a function, which may be the given one. */
    static Loop orElse(FunctionSignature function, Loop general) {
        boolean isArithmetic = function.name().length() == 1
                && "+-*".contains(function.name())
                && function.parameters().size() == 2
                && function.parameters().stream().allMatch(parameter -> parameter.kind() == Kind.NUMERIC);
        return isArithmetic ? new NumericLoops(function.name().charAt(0)) : general;
    }

    @Override
    public void run(Arguments arguments, Output output) {
        BytesColumn left = (BytesColumn) arguments.columns()[0];
        BytesColumn right = (BytesColumn) arguments.columns()[1];
        int leftMask = arguments.masks()[0];
        int rightMask = arguments.masks()[1];
        long[] skip = arguments.skip();
        for (int row = 0; row < arguments.size(); row++) {
            if (skip != null && (skip[row >> 6] >>> row & 1) != 0) {
                output.skip(row);
            } else if (!compute(left, row & leftMask, right, row & rightMask, output)) {
                computeGenerally(left, row & leftMask, right, row & rightMask, row, output);
            }
        }
    }

    /** Returns whether the result was put out. */
    private boolean compute(BytesColumn left, int leftRow, BytesColumn right, int rightRow, Output output) {
        int leftStart = left.start(leftRow);
        int leftEnd = left.end(leftRow);
        int rightStart = right.start(rightRow);
        int rightEnd = right.end(rightRow);
        if (!Numeric.isCompact(left.data(), leftStart, leftEnd)
                || !Numeric.isCompact(right.data(), rightStart, rightEnd)) {
            return false;
        }
        long leftValue = Numeric.unscaledLong(left.data(), leftStart, leftEnd);
        long rightValue = Numeric.unscaledLong(right.data(), rightStart, rightEnd);
        int leftScale = Numeric.scale(left.data(), leftStart);
        int rightScale = Numeric.scale(right.data(), rightStart);
        if (operation == '*') {
            long product = leftValue * rightValue;
            int scale = leftScale + rightScale;
            if (Math.multiplyHigh(leftValue, rightValue) != product >> 63 || scale > Numeric.COMPACT_SCALE_MAX) {
                return false;
            }
            output.putDecimal(product, scale);
            return true;
        }
        if (leftScale != rightScale) {
            return false;
        }
        long other = operation == '-' ? -rightValue : rightValue;
        long sum = leftValue + other;
        if (((leftValue ^ sum) & (other ^ sum)) < 0 || rightValue == Long.MIN_VALUE) {
            return false;
        }
        output.putDecimal(sum, leftScale);
        return true;
    }

    private void computeGenerally(
            BytesColumn left, int leftRow, BytesColumn right, int rightRow, int row, Output output) {
        try {
            Numeric leftValue = Numeric.read(left, leftRow);
            Numeric rightValue = Numeric.read(right, rightRow);
            output.put(
                    row,
                    switch (operation) {
                        case '+' -> Decimals.add(leftValue, rightValue);
                        case '-' -> Decimals.subtract(leftValue, rightValue);
                        default -> Decimals.multiply(leftValue, rightValue);
                    });
        } catch (SqlException failure) {
            output.fail(row, failure);
        }
    }
}

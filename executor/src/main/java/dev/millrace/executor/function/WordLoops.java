package dev.millrace.executor.function;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlType.Kind;

/**
 * Hand-written loops for {@code + - *} of integers. They compute every row, NULL or not, without a branch, and gather
 * overflows in one word, so that the JIT makes vector instructions of them; only when a row did overflow does the
 * function's own loop run over the batch again and say which.
 */
final class WordLoops implements Loop {

    private enum Operation {
        ADD,
        SUBTRACT,
        MULTIPLY
    }

    private final Operation operation;
    private final Kind kind;
    private final Loop checked;

    private WordLoops(Operation operation, Kind kind, Loop checked) {
        this.operation = operation;
        this.kind = kind;
        this.checked = checked;
    }

    /** The loop for a function, which may be the given one. */
    static Loop orElse(FunctionSignature function, Loop checked) {
        if (function.parameters().size() != 2 || !function.result().kind().isInteger()) {
            return checked;
        }
        Kind kind = function.result().kind();
        boolean sameKind = function.parameters().stream().allMatch(parameter -> parameter.kind() == kind);
        Operation operation = switch (function.name()) {
            case "+" -> Operation.ADD;
            case "-" -> Operation.SUBTRACT;
            case "*" -> Operation.MULTIPLY;
            default -> null;
        };
        return sameKind && operation != null ? new WordLoops(operation, kind, checked) : checked;
    }

    @Override
    public void run(Arguments arguments, Output output) {
        int size = arguments.size();
        long[] left = values(arguments, 0);
        long[] right = values(arguments, 1);
        long[] result = output.words();
        boolean overflow = switch (operation) {
            case ADD -> add(left, right, result, size);
            case SUBTRACT -> subtract(left, right, result, size);
            case MULTIPLY -> multiply(left, right, result, size);
        };
        if (overflow) {
            checked.run(arguments, output);
        }
    }

    private static long[] values(Arguments arguments, int argument) {
        Column column = arguments.columns()[argument];
        long[] values = ((WordColumn) column).values();
        if (arguments.masks()[argument] != 0) {
            return values;
        }
        // A constant is spread out: one more array is cheaper than a masked index in each loop.
        long[] spread = new long[arguments.size()];
        java.util.Arrays.fill(spread, values[0]);
        return spread;
    }

    /** Bits that a value of the kind may not have beyond its sign: 0 when the result of a narrow kind fits. */
    private boolean isNarrowOverflow(long[] result, int size) {
        long bad = 0;
        if (kind == Kind.INTEGER) {
            for (int row = 0; row < size; row++) {
                bad |= result[row] ^ (int) result[row];
            }
        } else {
            for (int row = 0; row < size; row++) {
                bad |= result[row] ^ (short) result[row];
            }
        }
        return bad != 0;
    }

    private boolean add(long[] left, long[] right, long[] result, int size) {
        long bad = 0;
        for (int row = 0; row < size; row++) {
            long sum = left[row] + right[row];
            result[row] = sum;
            bad |= (left[row] ^ sum) & (right[row] ^ sum);
        }
        return bad < 0 || kind != Kind.BIGINT && isNarrowOverflow(result, size);
    }

    private boolean subtract(long[] left, long[] right, long[] result, int size) {
        long bad = 0;
        for (int row = 0; row < size; row++) {
            long difference = left[row] - right[row];
            result[row] = difference;
            bad |= (left[row] ^ right[row]) & (left[row] ^ difference);
        }
        return bad < 0 || kind != Kind.BIGINT && isNarrowOverflow(result, size);
    }

    private boolean multiply(long[] left, long[] right, long[] result, int size) {
        if (kind != Kind.BIGINT) {
            for (int row = 0; row < size; row++) {
                result[row] = left[row] * right[row];
            }
            return isNarrowOverflow(result, size);
        }
        long bad = 0;
        for (int row = 0; row < size; row++) {
            long product = left[row] * right[row];
            result[row] = product;
            bad |= Math.multiplyHigh(left[row], right[row]) ^ product >> 63;
        }
        return bad != 0;
    }
}

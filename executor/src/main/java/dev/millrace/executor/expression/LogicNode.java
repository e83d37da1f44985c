package dev.millrace.executor.expression;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlException;

/**
 * AND or OR of conditions. One deciding operand (false for AND, true for OR) decides the row, whatever the others are:
 * NULL, or failed. So the order of the operands has no influence on the result, and an operand is evaluated only for
 * the rows that those before it left open.
 */
final class LogicNode implements Node {

    private final Node[] operands;
    /** The value that decides a row: 0 for AND, 1 for OR. */
    private final long deciding;

    private LogicNode(Node[] operands, long deciding) {
        this.operands = operands;
        this.deciding = deciding;
    }

    static LogicNode and(Node[] operands) {
        return new LogicNode(operands, 0);
    }

    static LogicNode or(Node[] operands) {
        return new LogicNode(operands, 1);
    }

    @Override
    public Vector evaluate(Frame frame) {
        int size = frame.size();
        Vector result = null;
        for (Node operand : operands) {
            if (result == null) {
                result = operand.evaluate(frame).expand(size);
                continue;
            }
            if (operand.isFree()) {
                result = combine(result, operand.evaluate(frame), null, size, size);
                continue;
            }
            int[] open = new int[size];
            int count = open(result, size, open);
            if (count == 0) {
                return result;
            }
            if (count > size - (size >> 2)) {
                result = combine(result, operand.evaluate(frame), null, size, size);
            } else {
                result = combine(result, operand.evaluate(frame.narrow(open, count)), open, count, size);
            }
        }
        return result == null ? Vector.constant(new WordColumn(new long[] {1 - deciding}, null, 1)) : result;
    }

    /** The rows that are not decided yet: neither NULL nor failure decides. */
    private int open(Vector vector, int size, int[] rows) {
        long[] values = vector.words();
        long[] nulls = vector.column().nulls();
        int count = 0;
        for (int row = 0; row < size; row++) {
            rows[count] = row;
            long isNull = nulls == null ? 0 : nulls[row >> 6] >>> row & 1;
            count += (int) (values[row] ^ deciding | isNull);
        }
        return count;
    }

    /** @param rows the rows that {@code right} was evaluated for, or null for all */
    private Vector combine(Vector left, Vector right, int[] rows, int count, int size) {
        boolean plain = left.column().nulls() == null && right.column().nulls() == null;
        if (plain && rows == null && !right.isConstant()) {
            return Vector.of(combinePlain(left.words(), right.words(), size));
        }
        long[] values = java.util.Arrays.copyOf(left.words(), size);
        long[] nulls = left.column().nulls() == null ? Column.newNulls(size) : left.column().nulls().clone();
        SqlException[] failures = left.failures() == null ? null : left.failures().clone();
        long[] rightValues = right.words();
        int mask = right.mask();
        long anyNull = 0;
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            boolean leftNull = (nulls[row >> 6] >>> row & 1) != 0;
            if (!leftNull && values[row] == deciding) {
                continue;
            }
            boolean rightNull = right.column().isNull(i & mask);
            if (!rightNull && rightValues[i & mask] == deciding) {
                values[row] = deciding;
                nulls[row >> 6] &= ~(1L << row);
                if (failures != null) {
                    failures[row] = null;
                }
            } else if (leftNull || rightNull) {
                values[row] = 0;
                nulls[row >> 6] |= 1L << row;
                SqlException failure = right.failure(i);
                if (failure != null) {
                    failures = failures == null ? new SqlException[size] : failures;
                    failures[row] = failures[row] == null ? failure : failures[row];
                }
            }
        }
        for (long word : nulls) {
            anyNull |= word;
        }
        return new Vector(new WordColumn(values, anyNull == 0 ? null : nulls, size), false, failures);
    }

    private WordColumn combinePlain(long[] left, long[] right, int size) {
        long[] values = new long[size];
        if (deciding == 0) {
            for (int row = 0; row < size; row++) {
                values[row] = left[row] & right[row];
            }
        } else {
            for (int row = 0; row < size; row++) {
                values[row] = left[row] | right[row];
            }
        }
        return new WordColumn(values, null, size);
    }
}

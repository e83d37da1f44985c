package dev.millrace.executor.expression;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlException;

/** IS NULL. A failed operand fails it. */
record IsNullNode(Node operand) implements Node {

    @Override
    public Vector evaluate(Frame frame) {
        Vector vector = operand.evaluate(frame);
        Column column = vector.column();
        int size = column.size();
        long[] nulls = column.nulls();
        long[] values = new long[size];
        if (nulls != null) {
            for (int row = 0; row < size; row++) {
                values[row] = nulls[row >> 6] >>> row & 1;
            }
        }
        SqlException[] failures = vector.failures();
        long[] failed = null;
        if (failures != null) {
            failed = Column.newNulls(size);
            for (int row = 0; row < size; row++) {
                if (failures[row] != null) {
                    values[row] = 0;
                    failed[row >> 6] |= 1L << row;
                }
            }
        }
        return new Vector(new WordColumn(values, failed, size), vector.isConstant(), failures);
    }
}

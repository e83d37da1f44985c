package dev.millrace.executor.expression;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.function.ValueOrder;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/** IS NOT DISTINCT FROM: equality where NULL equals NULL. */
record DistinctNode(Node left, Node right, SqlType type) implements Node {

    @Override
    public Vector evaluate(Frame frame) {
        Vector leftVector = left.evaluate(frame);
        Vector rightVector = right.evaluate(frame);
        boolean isConstant = leftVector.isConstant() && rightVector.isConstant();
        int size = isConstant ? 1 : frame.size();
        SqlException[] failures =
                CallNode.operandFailures(new Vector[] {leftVector, rightVector}, isConstant, size);
        long[] values = new long[size];
        long[] failed = failures == null ? null : Column.newNulls(size);
        Column leftColumn = leftVector.column();
        Column rightColumn = rightVector.column();
        for (int row = 0; row < size; row++) {
            if (failures != null && failures[row] != null) {
                failed[row >> 6] |= 1L << row;
                continue;
            }
            int leftRow = row & leftVector.mask();
            int rightRow = row & rightVector.mask();
            boolean leftNull = leftColumn.isNull(leftRow);
            boolean rightNull = rightColumn.isNull(rightRow);
            boolean same = leftNull || rightNull
                    ? leftNull == rightNull
                    : ValueOrder.compare(type, leftColumn, leftRow, rightColumn, rightRow) == 0;
            values[row] = same ? 1 : 0;
        }
        return new Vector(new WordColumn(values, failed, size), isConstant, failures);
    }
}

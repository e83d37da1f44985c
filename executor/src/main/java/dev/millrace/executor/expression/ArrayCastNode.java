package dev.millrace.executor.expression;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ArrayShape;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/**
 * An array as one of another type: the conversion of elements over all elements of a row. The first element that fails
 * fails the row.
 *
 * @param from type of the elements
 * @param element from a column of the one array's elements to the other's
 */
record ArrayCastNode(Node operand, SqlType from, Node element) implements Node {

    @Override
    public Vector evaluate(Frame frame) {
        Vector arrays = operand.evaluate(frame);
        BytesColumn column = (BytesColumn) arrays.column();
        ColumnBuilder out = new ColumnBuilder(SqlType.Layout.BYTES);
        SqlException[] failures = null;
        for (int row = 0; row < column.size(); row++) {
            if (column.isNull(row)) {
                out.appendNull();
                continue;
            }
            Column elements = ArrayForm.decode(from, column.data(), column.start(row), column.end(row));
            int size = elements.size();
            DeltaBatch batch = DeltaBatch.inserts(new Column[] {elements}, size);
            Vector made = element.evaluate(new Frame(batch, size, frame.clockMicros(), frame.zone(), 0)).expand(size);
            SqlException failure = first(made.failures());
            if (failure != null) {
                failures = failures == null ? new SqlException[column.size()] : failures;
                failures[row] = failure;
                out.appendNull();
            } else {
                ArrayShape shape = ArrayForm.shape(column.data(), column.start(row), column.end(row));
                out.appendBytes(ArrayForm.encode(shape, made.column()));
            }
        }
        return new Vector(out.build(), arrays.isConstant(), Vector.unite(arrays.failures(), failures));
    }

    private static SqlException first(SqlException[] failures) {
        for (int i = 0; failures != null && i < failures.length; i++) {
            if (failures[i] != null) {
                return failures[i];
            }
        }
        return null;
    }
}

package dev.millrace.executor.expression;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.RecordForm;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlType;

/**
 * Rows as rows of other types: the conversion of each field over all rows.
 *
 * @param fields from a column of the one row's fields, in its order, to the other's
 */
record RowCastNode(Node operand, RowType from, Node[] fields) implements Node {

    @Override
    public Vector evaluate(Frame frame) {
        Vector rows = operand.evaluate(frame);
        BytesColumn column = (BytesColumn) rows.column();
        int size = column.size();
        DeltaBatch batch = DeltaBatch.inserts(RecordForm.columns(from, column), size);
        Vector made = new RowNode(fields)
                .evaluate(new Frame(batch, size, frame.clockMicros(), frame.zone(), 0))
                .expand(size);
        ColumnBuilder out = new ColumnBuilder(SqlType.Layout.BYTES, size);
        Column values = made.column();
        for (int row = 0; row < size; row++) {
            if (column.isNull(row)) {
                out.appendNull();
            } else {
                out.append(values, row);
            }
        }
        return new Vector(out.build(), rows.isConstant(), Vector.unite(rows.failures(), made.failures()));
    }
}

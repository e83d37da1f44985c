package dev.millrace.executor.expression;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.RecordForm;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/** A row of values. A failed operand fails it. */
record RowNode(Node[] operands) implements Node {

    @Override
    public Vector evaluate(Frame frame) {
        Vector[] vectors = new Vector[operands.length];
        Column[] columns = new Column[operands.length];
        boolean isConstant = true;
        for (int i = 0; i < operands.length; i++) {
            vectors[i] = operands[i].evaluate(frame);
            columns[i] = vectors[i].column();
            isConstant &= vectors[i].isConstant();
        }
        int size = isConstant ? 1 : frame.size();
        SqlException[] failures = CallNode.operandFailures(vectors, isConstant, size);
        ColumnBuilder out = new ColumnBuilder(SqlType.Layout.BYTES, size);
        int[] rows = new int[operands.length];
        for (int row = 0; row < size; row++) {
            if (failures != null && failures[row] != null) {
                out.appendNull();
                continue;
            }
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row & vectors[i].mask();
            }
            out.appendBytes(RecordForm.encode(columns, rows));
        }
        return new Vector(out.build(), isConstant, failures);
    }
}

package dev.millrace.executor.expression;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.RecordForm;
import dev.millrace.executor.plan.SqlType;

/** A field of rows. */
record FieldNode(Node operand, int index, SqlType type) implements Node {

    @Override
    public Vector evaluate(Frame frame) {
        Vector rows = operand.evaluate(frame);
        return new Vector(
                RecordForm.column(type, index, (BytesColumn) rows.column()), rows.isConstant(), rows.failures());
    }
}

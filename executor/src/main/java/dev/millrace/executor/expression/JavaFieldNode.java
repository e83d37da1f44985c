package dev.millrace.executor.expression;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.plan.JavaField;

/** A column of rows that somebody's method gave. */
final class JavaFieldNode implements Node {

    private final JavaField field;
    private final RowCodec codec;
    private final boolean[] wanted;
    private final Node rows;

    JavaFieldNode(JavaField field, Node rows) {
        this.field = field;
        this.codec = new RowCodec(field.columns());
        this.wanted = new boolean[field.columns().size()];
        this.wanted[field.index()] = true;
        this.rows = rows;
    }

    @Override
    public Vector evaluate(Frame frame) {
        Vector vector = rows.evaluate(frame);
        BytesColumn encoded = (BytesColumn) vector.column();
        BatchBuilder out = new BatchBuilder(field.columns());
        for (int row = 0; row < encoded.size(); row++) {
            if (encoded.isNull(row)) {
                out.column(field.index()).appendNull();
            } else {
                codec.decode(encoded.data(), encoded.start(row), out, 0, wanted);
            }
        }
        return new Vector(out.column(field.index()).build(), vector.isConstant(), vector.failures());
    }
}

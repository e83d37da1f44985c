package dev.millrace.executor.expression;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.function.ValueOrder;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/** {@code greatest} and {@code least}: the extreme of the operands that are not NULL. */
record ExtremeNode(Node[] operands, SqlType type, boolean greatest) implements Node {

    @Override
    public Vector evaluate(Frame frame) {
        Vector[] vectors = new Vector[operands.length];
        boolean isConstant = true;
        for (int i = 0; i < operands.length; i++) {
            vectors[i] = operands[i].evaluate(frame);
            isConstant &= vectors[i].isConstant();
        }
        int size = isConstant ? 1 : frame.size();
        SqlException[] failures = CallNode.operandFailures(vectors, isConstant, size);
        ColumnBuilder builder = new ColumnBuilder(type.layout());
        for (int row = 0; row < size; row++) {
            Vector best = failures != null && failures[row] != null ? null : best(vectors, row);
            if (best == null) {
                builder.appendNull();
            } else {
                builder.append(best.column(), row & best.mask());
            }
        }
        return new Vector(builder.build(), isConstant, failures);
    }

    private Vector best(Vector[] vectors, int row) {
        Vector best = null;
        for (Vector vector : vectors) {
            Column column = vector.column();
            int at = row & vector.mask();
            if (column.isNull(at)) {
                continue;
            }
            if (best == null) {
                best = vector;
                continue;
            }
            int order = ValueOrder.compare(type, column, at, best.column(), row & best.mask());
            if (greatest ? order > 0 : order < 0) {
                best = vector;
            }
        }
        return best;
    }
}

package dev.millrace.executor.expression;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;

/**
 * A list of expressions over each row. A row of which any expression fails is left out, and its first failure is
 * counted with its weight, so that the row's retraction takes it back. One thread at a time.
 */
public final class Projection {

    private final ExpressionCompiler.Unit unit;

    Projection(ExpressionCompiler.Unit unit) {
        this.unit = unit;
    }

    public DeltaBatch apply(DeltaBatch batch, long clockMicros, RowErrors errors) {
        if (batch.isEmpty()) {
            return batch.withColumns(emptyColumns(batch, clockMicros));
        }
        Vector[] vectors = unit.evaluate(batch, clockMicros);
        int size = batch.size();
        Column[] columns = new Column[vectors.length];
        SqlException[] failures = null;
        for (int i = 0; i < vectors.length; i++) {
            failures = Vector.unite(failures, vectors[i].expandedFailures(size));
            columns[i] = vectors[i].expand(size).column();
        }
        DeltaBatch projected = batch.withColumns(columns);
        return failures == null ? projected : withoutFailed(projected, failures, errors);
    }

    private Column[] emptyColumns(DeltaBatch batch, long clockMicros) {
        Vector[] vectors = unit.evaluate(batch, clockMicros);
        Column[] columns = new Column[vectors.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = vectors[i].expand(0).column();
        }
        return columns;
    }

    static DeltaBatch withoutFailed(DeltaBatch batch, SqlException[] failures, RowErrors errors) {
        int[] rows = new int[batch.size()];
        int count = 0;
        for (int row = 0; row < batch.size(); row++) {
            if (failures[row] == null) {
                rows[count++] = row;
            } else {
                errors.add(failures[row], batch.weight(row));
            }
        }
        return count == batch.size() ? batch : batch.select(rows, count);
    }
}

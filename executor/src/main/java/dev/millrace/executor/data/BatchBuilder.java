package dev.millrace.executor.data;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

/**
 * Builds a {@link DeltaBatch} row by row: append one value to each column, then {@link #endRow}. Not thread-safe;
 * reusable after {@link #build}.
 */
public final class BatchBuilder {

    private static final int INITIAL_ROWS = 4;

    private final ColumnBuilder[] columns;
    private long[] weights = new long[INITIAL_ROWS];
    private int size;

    public BatchBuilder(Schema schema) {
        this(schema.fields().stream().map(Schema.Field::type).toList());
    }

    public BatchBuilder(List<SqlType> types) {
        columns = new ColumnBuilder[types.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new ColumnBuilder(types.get(i).layout());
        }
    }

    public int size() {
        return size;
    }

    /** Bytes appended so far. */
    public long heapBytes() {
        long bytes = 8L * size;
        for (ColumnBuilder column : columns) {
            bytes += column.heapBytes();
        }
        return bytes;
    }

    public ColumnBuilder column(int index) {
        return columns[index];
    }

    /** Ends a row whose every column got its value. */
    public void endRow(long weight) {
        if (size == weights.length) {
            weights = Arrays.copyOf(weights, size * 2);
        }
        weights[size++] = weight;
    }

    /** Appends a row of a batch with these columns, with another weight. */
    public void append(DeltaBatch source, int row, long weight) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(source.column(i), row);
        }
        endRow(weight);
    }

    public void appendAll(DeltaBatch source) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].appendAll(source.column(i));
        }
        int end = Math.addExact(size, source.size());
        if (end > weights.length) {
            weights = Arrays.copyOf(weights, Math.max(end, size * 2));
        }
        System.arraycopy(source.weights(), 0, weights, size, source.size());
        size = end;
    }

    /** The rows so far; the builder starts anew. */
    public DeltaBatch build() {
        DeltaBatch batch = build(false);
        weights = new long[Math.max(INITIAL_ROWS, size)];
        size = 0;
        return batch;
    }

    /** The rows so far; the builder is good for nothing any more. */
    public DeltaBatch buildLast() {
        return build(true);
    }

    private DeltaBatch build(boolean isLast) {
        Column[] built = new Column[columns.length];
        for (int i = 0; i < built.length; i++) {
            built[i] = isLast ? columns[i].buildLast() : columns[i].build();
            if (built[i].size() != size) {
                throw new IllegalStateException(
                        "column " + i + " has " + built[i].size() + " values in " + size + " rows");
            }
        }
        return new DeltaBatch(built, weights, size);
    }
}

package dev.millrace.executor.data;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.plan.Schema;

/**
 * "These rows changed by these counts": a Z-set. Immutable columns plus one weight a row; +1 is an insert, -1 a delete.
 * A row may occur several times (its weights add up), and in no particular order, until {@code Consolidation} brings
 * equal
 * rows together. Weights of 0 are allowed but wasteful.
 */
public final class DeltaBatch {

    private final Column[] columns;
    private final long[] weights;
    private final int size;

    /** @param weights at least {@code size} long; not to be written afterwards, like the columns' arrays */
    public DeltaBatch(Column[] columns, long[] weights, int size) {
        this.columns = columns;
        this.weights = weights;
        this.size = size;
    }

    /** No rows, with the columns of a schema. */
    public static DeltaBatch empty(Schema schema) {
        Column[] columns = new Column[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new ColumnBuilder(schema.type(i).layout()).build();
        }
        return new DeltaBatch(columns, new long[0], 0);
    }

    /** Inserts: every row has weight 1. */
    public static DeltaBatch inserts(Column[] columns, int size) {
        return new DeltaBatch(columns, ones(size), size);
    }

    public static long[] ones(int size) {
        long[] ones = new long[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int columnCount() {
        return columns.length;
    }

    public Column column(int index) {
        return columns[index];
    }

    public WordColumn words(int index) {
        return (WordColumn) columns[index];
    }

    public BytesColumn bytes(int index) {
        return (BytesColumn) columns[index];
    }

    public long weight(int row) {
        return weights[row];
    }

    /** At least {@link #size} long; must not be written. */
    public long[] weights() {
        return weights;
    }

    /** The same rows with other weights. */
    public DeltaBatch withWeights(long[] other) {
        return new DeltaBatch(columns, other, size);
    }

    /** The same rows and weights with other columns. */
    public DeltaBatch withColumns(Column[] other) {
        return new DeltaBatch(other, weights, size);
    }

    /** Whether no row goes. */
    public boolean hasOnlyInserts() {
        for (int row = 0; row < size; row++) {
            if (weights[row] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Every weight times -1. */
    public DeltaBatch negate() {
        long[] negated = new long[size];
        for (int i = 0; i < size; i++) {
            negated[i] = -weights[i];
        }
        return withWeights(negated);
    }

    /** The rows at {@code rows[0..count)}, with their weights. */
    public DeltaBatch select(int[] rows, int count) {
        Column[] selected = new Column[columns.length];
        for (int i = 0; i < columns.length; i++) {
            selected[i] = columns[i] == null ? null : columns[i].select(rows, count);
        }
        long[] selectedWeights = new long[count];
        for (int i = 0; i < count; i++) {
            selectedWeights[i] = weights[rows[i]];
        }
        return new DeltaBatch(selected, selectedWeights, count);
    }

    /** Only the given columns, in the given order; shares them. */
    public DeltaBatch project(List<Integer> indexes) {
        Column[] projected = new Column[indexes.size()];
        for (int i = 0; i < projected.length; i++) {
            projected[i] = columns[indexes.get(i)];
        }
        return new DeltaBatch(projected, weights, size);
    }

    /** The rows of all batches, one after the other; all have the schema's layouts. */
    public static DeltaBatch concat(Schema schema, List<DeltaBatch> batches) {
        List<DeltaBatch> filled = batches.stream().filter(batch -> !batch.isEmpty()).toList();
        if (filled.size() == 1) {
            return filled.getFirst();
        }
        BatchBuilder builder = new BatchBuilder(schema);
        for (DeltaBatch batch : filled) {
            builder.appendAll(batch);
        }
        return builder.buildLast();
    }

    /** Bytes this batch keeps alive. */
    public long heapBytes() {
        long bytes = 8L * weights.length + 48;
        for (Column column : columns) {
            bytes += column == null ? 0 : column.heapBytes() + 48;
        }
        return bytes;
    }
}

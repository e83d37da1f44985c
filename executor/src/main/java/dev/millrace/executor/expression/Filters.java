package dev.millrace.executor.expression;

import java.util.Arrays;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;

/**
 * A condition over each row: which rows it is true for. A row for which it fails is not among them, and its failure is
 * counted with its weight. One thread at a time; the selection is valid until the next call.
 */
public final class Filters {

    private final ExpressionCompiler.Unit unit;
    private int[] selected = new int[16];
    private int count;

    Filters(ExpressionCompiler.Unit unit) {
        this.unit = unit;
    }

    /** The rows for which the condition is true, with their weights. */
    public DeltaBatch apply(DeltaBatch batch, long clockMicros, RowErrors errors) {
        select(batch, clockMicros, errors);
        return count == batch.size() ? batch : batch.select(Arrays.copyOf(selected, count), count);
    }

    /** Finds the rows for which the condition is true; see {@link #selected} and {@link #count}. */
    public void select(DeltaBatch batch, long clockMicros, RowErrors errors) {
        int size = batch.size();
        count = 0;
        if (size == 0) {
            return;
        }
        if (selected.length < size) {
            selected = new int[Math.max(size, selected.length * 2)];
        }
        Vector vector = unit.evaluate(batch, clockMicros)[0];
        SqlException[] failures = vector.expandedFailures(size);
        if (failures != null) {
            for (int row = 0; row < size; row++) {
                if (failures[row] != null) {
                    errors.add(failures[row], batch.weight(row));
                }
            }
        }
        if (vector.isConstant()) {
            selectAll(size, vector.words()[0] != 0 && !vector.column().isNull(0));
        } else {
            count = select(vector.words(), vector.column().nulls(), size, selected);
        }
    }

    private void selectAll(int size, boolean isTrue) {
        count = isTrue ? size : 0;
        for (int row = 0; row < count; row++) {
            selected[row] = row;
        }
    }

    /** Without a branch on the data: every row is written, and the position moves on by its truth. */
    private static int select(long[] truths, long[] nulls, int size, int[] rows) {
        int found = 0;
        if (nulls == null) {
            for (int row = 0; row < size; row++) {
                rows[found] = row;
                found += (int) truths[row];
            }
        } else {
            for (int row = 0; row < size; row++) {
                rows[found] = row;
                found += (int) (truths[row] & ~(nulls[row >> 6] >>> row));
            }
        }
        return found;
    }

    /** Ascending rows; the first {@link #count} entries are valid. */
    public int[] selected() {
        return selected;
    }

    public int count() {
        return count;
    }
}

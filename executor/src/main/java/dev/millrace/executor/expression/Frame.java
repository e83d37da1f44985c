package dev.millrace.executor.expression;

import java.time.ZoneId;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;

/**
 * The rows an expression is evaluated for: a batch, or some rows of it that a lazy form chose. Keeps the results of
 * common subexpressions.
 */
final class Frame {

    private final DeltaBatch batch;
    private final Frame whole;
    private final int[] rows;
    private final int size;
    private final long clockMicros;
    private final ZoneId zone;
    private final Vector[] shared;
    private Column[] columns;

    Frame(DeltaBatch batch, int size, long clockMicros, ZoneId zone, int sharedCount) {
        this(batch, null, null, size, clockMicros, zone, sharedCount);
    }

    private Frame(
            DeltaBatch batch, Frame whole, int[] rows, int size, long clockMicros, ZoneId zone, int sharedCount) {
        this.batch = batch;
        this.whole = whole;
        this.rows = rows;
        this.size = size;
        this.clockMicros = clockMicros;
        this.zone = zone;
        this.shared = new Vector[sharedCount];
    }

    int size() {
        return size;
    }

    long clockMicros() {
        return clockMicros;
    }

    ZoneId zone() {
        return zone;
    }

    Column column(int index) {
        if (whole == null) {
            return batch.column(index);
        }
        if (columns == null) {
            columns = new Column[batch.columnCount()];
        }
        if (columns[index] == null) {
            columns[index] = whole.column(index).select(rows, size);
        }
        return columns[index];
    }

    /** The frame of {@code rows[0..count)} of this one, which keeps the array. */
    Frame narrow(int[] selected, int count) {
        return count == size
                ? this
                : new Frame(batch, this, selected, count, clockMicros, zone, shared.length);
    }

    Vector shared(int index) {
        return shared[index];
    }

    void share(int index, Vector vector) {
        shared[index] = vector;
    }
}

package dev.millrace.executor.relation;

import java.util.Arrays;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.storage.ByteWriter;
import dev.millrace.storage.OrderedBytes;

/**
 * Turns the change of a relation in one epoch into a {@link SortedRun}: rows are encoded, sorted by key, and equal
 * rows are added up. Weights that cancel leave no trace.
 */
public final class RunBuilder {

    /** Rows between two pauses, a power of two. */
    private static final int PAUSE_ROWS = 1024;

    private final RelationLayout layout;
    private final Runnable pause;
    private final ByteWriter keys = new ByteWriter();
    private final ByteWriter values = new ByteWriter();
    private int[] keyOffsets = new int[17];
    private int[] valueOffsets = new int[17];
    private int[] order = new int[16];
    private final KeySort sort;

    public RunBuilder(RelationLayout layout) {
        this(layout, () -> { });
    }

    /** @param pause called now and then while a run is built; may throw, after which nothing is built */
    public RunBuilder(RelationLayout layout, Runnable pause) {
        this.layout = layout;
        this.pause = pause;
        sort = new KeySort(this::compareRows, pause);
    }

    private void pause(int row) {
        if ((row & (PAUSE_ROWS - 1)) == 0) {
            pause.run();
        }
    }

    /**
     * @param arrival of a log: orders its rows among those of other epochs; of growing rows: how many entries of the
     *     epoch there are already; ignored otherwise
     * @throws IllegalStateException when the change leaves two rows under one key, or takes growing rows back: a fault
     *     of whoever made it
     */
    public SortedRun build(DeltaBatch delta, long epoch, long arrival) {
        if (layout.kind() == RelationLayout.Kind.GROWING) {
            return Chunks.write(delta, layout.schema().size(), epoch, Math.toIntExact(arrival));
        }
        encode(delta, epoch, arrival);
        sort.sort(order, delta.size(), keys.array(), keyOffsets);
        SortedRun.RunWriter out = new SortedRun.RunWriter(delta.size(), keys.length(), values.length());
        for (int first = 0; first < delta.size(); ) {
            pause(first);
            int end = first + 1;
            while (end < delta.size() && compareKeys(order[first], order[end]) == 0) {
                end++;
            }
            if (layout.kind() == RelationLayout.Kind.KEYED) {
                appendKeyed(delta, first, end, out);
            } else {
                appendSum(delta, first, end, out);
            }
            first = end;
        }
        return out.finish(epoch);
    }

    /** The first key of a log's rows that arrived at this time or later. */
    static byte[] arrivalKey(long arrival) {
        ByteWriter key = new ByteWriter(8);
        OrderedBytes.putLong(key, arrival);
        return key.toByteArray();
    }

    private void encode(DeltaBatch delta, long epoch, long arrival) {
        int rows = delta.size();
        if (order.length < rows) {
            int capacity = Math.max(rows, order.length * 2);
            keyOffsets = new int[capacity + 1];
            valueOffsets = new int[capacity + 1];
            order = new int[capacity];
        }
        keys.reset();
        values.reset();
        for (int row = 0; row < rows; row++) {
            pause(row);
            if (layout.kind() == RelationLayout.Kind.LOG) {
                OrderedBytes.putLong(keys, arrival);
                keys.putLong(epoch);
                keys.putInt(row);
            } else {
                layout.encodeKey(delta, row, keys);
            }
            layout.encodeValue(delta, row, values);
            keyOffsets[row + 1] = keys.length();
            valueOffsets[row + 1] = values.length();
            order[row] = row;
        }
    }

    private int compareKeys(int left, int right) {
        return Arrays.compareUnsigned(
                keys.array(), keyOffsets[left], keyOffsets[left + 1],
                keys.array(), keyOffsets[right], keyOffsets[right + 1]);
    }

    private int compareValues(int left, int right) {
        return Arrays.compareUnsigned(
                values.array(), valueOffsets[left], valueOffsets[left + 1],
                values.array(), valueOffsets[right], valueOffsets[right + 1]);
    }

    private int compareRows(int left, int right) {
        int byKey = compareKeys(left, right);
        return byKey != 0 ? byKey : compareValues(left, right);
    }

    private void append(SortedRun.RunWriter out, int row, long weight) {
        out.append(
                keys.array(), keyOffsets[row], keyOffsets[row + 1],
                values.array(), valueOffsets[row], valueOffsets[row + 1], weight);
    }

    /** Rows of one key: what remains after equal rows cancel is at most one new row. */
    private void appendKeyed(DeltaBatch delta, int first, int end, SortedRun.RunWriter out) {
        int added = -1;
        int removed = -1;
        for (int i = first; i < end; ) {
            int row = order[i];
            long weight = 0;
            for (; i < end && compareValues(row, order[i]) == 0; i++) {
                weight += delta.weight(order[i]);
            }
            if (weight > 1 || weight == 1 && added >= 0) {
                throw new IllegalStateException("two rows under one key in a relation with unique keys");
            }
            if (weight == 1) {
                added = row;
            } else if (weight < 0) {
                removed = row;
            }
        }
        if (added >= 0) {
            append(out, added, 1);
        } else if (removed >= 0) {
            append(out, removed, -1);
        }
    }

    private void appendSum(DeltaBatch delta, int first, int end, SortedRun.RunWriter out) {
        long weight = 0;
        for (int i = first; i < end; i++) {
            weight += delta.weight(order[i]);
        }
        if (weight != 0) {
            append(out, order[first], weight);
        }
    }
}

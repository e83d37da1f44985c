package dev.millrace.executor.data;

import java.util.Arrays;
import java.util.Comparator;

import dev.millrace.executor.plan.Schema;

/**
 * Brings equal rows of a batch together: the same Z-set, each row once, none with weight 0. Rows are equal when all
 * their bytes are ({@link RowCodec}), not when SQL holds them equal.
 */
public final class Consolidation {

    private static final int PAUSE_ROWS = 16_384;

    private final RowCodec codec;
    private final EncodedKeys rows = new EncodedKeys();

    public Consolidation(Schema schema) {
        codec = new RowCodec(schema);
    }

    /** The batch consolidated; rows stay in the order of their first occurrence. */
    public DeltaBatch consolidate(DeltaBatch batch) {
        return consolidate(batch, () -> {});
    }

    /** @param pause called every few thousand rows; may throw to give up */
    public DeltaBatch consolidate(DeltaBatch batch, Runnable pause) {
        if (batch.size() <= 1) {
            return batch.isEmpty() || batch.weight(0) != 0 ? batch : batch.select(new int[0], 0);
        }
        encode(batch, pause);
        int size = batch.size();
        int[] slots = new int[Integer.highestOneBit(size) * 4];
        int mask = slots.length - 1;
        int[] kept = new int[size];
        long[] weights = new long[size];
        int count = 0;
        for (int row = 0; row < size; row++) {
            if (row % PAUSE_ROWS == PAUSE_ROWS - 1) {
                pause.run();
            }
            int slot = (int) rows.hash(row) & mask;
            while (slots[slot] != 0 && !isSame(kept[slots[slot] - 1], row)) {
                slot = slot + 1 & mask;
            }
            if (slots[slot] == 0) {
                kept[count] = row;
                slots[slot] = ++count;
            }
            weights[slots[slot] - 1] = Math.addExact(weights[slots[slot] - 1], batch.weight(row));
        }
        return select(batch, kept, weights, count);
    }

    /** The batch consolidated and sorted by the rows' encoded bytes: equal Z-sets give equal batches. */
    public DeltaBatch sorted(DeltaBatch batch) {
        encode(batch, () -> {});
        Integer[] order = new Integer[batch.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparing((Integer row) -> row, this::compare));
        int[] kept = new int[order.length];
        long[] weights = new long[order.length];
        int count = 0;
        for (int row : order) {
            if (count == 0 || !isSame(kept[count - 1], row)) {
                kept[count++] = row;
            }
            weights[count - 1] = Math.addExact(weights[count - 1], batch.weight(row));
        }
        return select(batch, kept, weights, count);
    }

    private void encode(DeltaBatch batch, Runnable pause) {
        rows.clear();
        for (int row = 0; row < batch.size(); row++) {
            if (row % PAUSE_ROWS == PAUSE_ROWS - 1) {
                pause.run();
            }
            codec.encode(batch, row, rows.bytes());
            rows.end();
        }
    }

    private static DeltaBatch select(DeltaBatch batch, int[] kept, long[] weights, int count) {
        int live = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] != 0) {
                kept[live] = kept[i];
                weights[live++] = weights[i];
            }
        }
        boolean isSame = live == batch.size() && Arrays.equals(weights, 0, live, batch.weights(), 0, live);
        if (isSame && isAscending(kept, live)) {
            return batch;
        }
        return batch.select(kept, live).withWeights(weights);
    }

    private static boolean isAscending(int[] rows, int count) {
        for (int i = 0; i < count; i++) {
            if (rows[i] != i) {
                return false;
            }
        }
        return true;
    }

    private boolean isSame(int left, int right) {
        return rows.hash(left) == rows.hash(right) && compare(left, right) == 0;
    }

    private int compare(int left, int right) {
        byte[] data = rows.array();
        return Arrays.compareUnsigned(
                data, rows.start(left), rows.end(left), data, rows.start(right), rows.end(right));
    }
}

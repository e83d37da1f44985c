package dev.millrace.executor.engine;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.millrace.executor.data.DeltaBatch;

/**
 * A large change part by part, so that the buffers of operators need not be as large as all of it: rows that go first,
 * then those that come, so that no key is there twice in between.
 */
final class Slices {

    private static final int ROWS_MIN = 1 << 10;
    /** Rows and bytes of a slice; a small heap has little room for the buffers of many operators. */
    private static final int ROWS_MAX = Math.clamp(Runtime.getRuntime().maxMemory() >> 15, 1 << 13, 1 << 17);
    private static final long BYTES_MAX = ROWS_MAX * 256L;

    private Slices() {}

    /** Whether the changes of these inputs are too much for one step. */
    static boolean areNeeded(Map<Long, DeltaBatch> changes, Collection<Long> inputs) {
        long rows = 0;
        long bytes = 0;
        for (long input : inputs) {
            DeltaBatch change = changes.get(input);
            if (change != null) {
                rows += change.size();
                bytes += change.heapBytes();
            }
        }
        return rows > ROWS_MAX || bytes > BYTES_MAX && rows > ROWS_MIN;
    }

    /** Hands out slices of one input each. */
    static void forEach(
            Map<Long, DeltaBatch> changes, Collection<Long> inputs, Consumer<Map<Long, DeltaBatch>> slices) {
        Map<Long, DeltaBatch> read = new TreeMap<>(changes);
        read.keySet().retainAll(inputs);
        read.forEach((input, change) -> slice(input, change, true, slices));
        read.forEach((input, change) -> slice(input, change, false, slices));
    }

    private static void slice(long input, DeltaBatch change, boolean isGoing, Consumer<Map<Long, DeltaBatch>> slices) {
        int[] rows = new int[Math.min(rowsMax(change), change.size())];
        int count = 0;
        for (int row = 0; row < change.size(); row++) {
            if (change.weight(row) < 0 == isGoing) {
                rows[count++] = row;
                if (count == rows.length) {
                    slices.accept(Map.of(input, change.select(rows, count)));
                    count = 0;
                }
            }
        }
        if (count > 0) {
            slices.accept(Map.of(input, change.select(rows, count)));
        }
    }

    private static int rowsMax(DeltaBatch change) {
        long fitting = change.size() * BYTES_MAX / Math.max(1, change.heapBytes());
        return Math.clamp(fitting, ROWS_MIN, ROWS_MAX);
    }
}

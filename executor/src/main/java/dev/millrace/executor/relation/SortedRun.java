package dev.millrace.executor.relation;

import java.util.Arrays;
import java.util.List;

/**
 * Changes of one relation over a range of epochs, sorted by key, one entry a key; immutable.
 *
 * <p>In a relation with unique keys an entry of weight 1 replaces the row of its key, an entry of weight -1 removes
 * it. In a
 * bag the weight is a change of the row's count.
 */
public final class SortedRun {

    private final byte[] keys;
    private final int[] keyOffsets;
    private final byte[] values;
    private final int[] valueOffsets;
    private final long[] weights;
    private final int size;
    private final long lastEpoch;

    /**
     * @param keyOffsets {@code size + 1} positions in {@code keys}; {@code valueOffsets} likewise in {@code values}
     * @param lastEpoch the newest epoch whose changes are in here
     */
    SortedRun(
            byte[] keys,
            int[] keyOffsets,
            byte[] values,
            int[] valueOffsets,
            long[] weights,
            int size,
            long lastEpoch) {
        this.keys = keys;
        this.keyOffsets = keyOffsets;
        this.values = values;
        this.valueOffsets = valueOffsets;
        this.weights = weights;
        this.size = size;
        this.lastEpoch = lastEpoch;
    }

    public int size() {
        return size;
    }

    public long lastEpoch() {
        return lastEpoch;
    }

    SortedRun withLastEpoch(long epoch) {
        return new SortedRun(keys, keyOffsets, values, valueOffsets, weights, size, epoch);
    }

    long heapBytes() {
        return keys.length + values.length + 4L * keyOffsets.length + 4L * valueOffsets.length + 8L * weights.length;
    }

    byte[] keys() {
        return keys;
    }

    int keyStart(int entry) {
        return keyOffsets[entry];
    }

    int keyEnd(int entry) {
        return keyOffsets[entry + 1];
    }

    byte[] values() {
        return values;
    }

    int valueStart(int entry) {
        return valueOffsets[entry];
    }

    int valueEnd(int entry) {
        return valueOffsets[entry + 1];
    }

    long weight(int entry) {
        return weights[entry];
    }

    int compareKey(int entry, byte[] other, int from, int to) {
        return Arrays.compareUnsigned(keys, keyOffsets[entry], keyOffsets[entry + 1], other, from, to);
    }

    /** The first entry whose key is not less than the given one; {@link #size} when there is none. */
    int lowerBound(byte[] key, int from, int to) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compareKey(middle, key, from, to) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The entry of this key, or -1. */
    int find(byte[] key, int from, int to) {
        int entry = lowerBound(key, from, to);
        return entry < size && compareKey(entry, key, from, to) == 0 ? entry : -1;
    }

    /** Whether any key lies in {@code [from, to)}; null means unbounded. */
    public boolean touches(byte[] from, byte[] to) {
        int entry = from == null ? 0 : lowerBound(from, 0, from.length);
        return entry < size && (to == null || compareKey(entry, to, 0, to.length) < 0);
    }

    /**
     * Adds a run to those of a relation and merges the newest, so that sizes fall geometrically: there are few, and
     * each row is merged a logarithmic number of times.
     *
     * @param runs oldest first
     * @param kept so many of the oldest are left as they are
     */
    public static void append(List<SortedRun> runs, SortedRun run, int kept, boolean isBag) {
        if (run.size() == 0) {
            return;
        }
        SortedRun newest = run;
        while (runs.size() > kept && runs.getLast().size() <= 2L * newest.size()) {
            newest = merge(runs.removeLast(), newest, isBag);
        }
        if (newest.size() > 0) {
            runs.add(newest);
        }
    }

    /** Both runs' changes as one: where keys meet the newer entry wins, or, in a bag, weights add up. */
    static SortedRun merge(SortedRun older, SortedRun newer, boolean isBag) {
        RunWriter out = new RunWriter(
                older.size + newer.size,
                older.keys.length + newer.keys.length,
                older.values.length + newer.values.length);
        int left = 0;
        int right = 0;
        while (left < older.size && right < newer.size) {
            int order = older.compareKey(left, newer.keys, newer.keyStart(right), newer.keyEnd(right));
            if (order < 0) {
                out.append(older, left, older.weights[left]);
                left++;
            } else if (order > 0) {
                out.append(newer, right, newer.weights[right]);
                right++;
            } else {
                long weight = isBag ? older.weights[left] + newer.weights[right] : newer.weights[right];
                if (weight != 0) {
                    out.append(newer, right, weight);
                }
                left++;
                right++;
            }
        }
        for (; left < older.size; left++) {
            out.append(older, left, older.weights[left]);
        }
        for (; right < newer.size; right++) {
            out.append(newer, right, newer.weights[right]);
        }
        return out.finish(Math.max(older.lastEpoch, newer.lastEpoch));
    }

    /** Appends entries in key order. */
    static final class RunWriter {
        private byte[] keys;
        private final int[] keyOffsets;
        private byte[] values;
        private final int[] valueOffsets;
        private final long[] weights;
        private int size;

        RunWriter(int maxEntries, int keyBytes, int valueBytes) {
            keys = new byte[keyBytes];
            keyOffsets = new int[maxEntries + 1];
            values = new byte[valueBytes];
            valueOffsets = new int[maxEntries + 1];
            weights = new long[maxEntries];
        }

        private void append(SortedRun run, int entry, long weight) {
            append(
                    run.keys, run.keyStart(entry), run.keyEnd(entry),
                    run.values, run.valueStart(entry), run.valueEnd(entry), weight);
        }

        void append(byte[] key, int keyFrom, int keyTo, byte[] value, int valueFrom, int valueTo, long weight) {
            int keyLength = keyTo - keyFrom;
            int valueLength = valueTo - valueFrom;
            System.arraycopy(key, keyFrom, keys, keyOffsets[size], keyLength);
            System.arraycopy(value, valueFrom, values, valueOffsets[size], valueLength);
            weights[size] = weight;
            keyOffsets[size + 1] = keyOffsets[size] + keyLength;
            valueOffsets[size + 1] = valueOffsets[size] + valueLength;
            size++;
        }

        SortedRun finish(long lastEpoch) {
            return new SortedRun(
                    keys, keyOffsets, values, valueOffsets, weights, size, lastEpoch);
        }
    }
}

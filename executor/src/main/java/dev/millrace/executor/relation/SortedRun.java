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

    /** Shorter runs are searched as fast without. */
    private static final int LANDMARKED_MIN = 1024;

    private final byte[] keys;
    private final int[] keyOffsets;
    private final byte[] values;
    private final int[] valueOffsets;
    private final long[] weights;
    private final int size;
    private final long lastEpoch;
    private Landmarks landmarks;

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
        if (size >= LANDMARKED_MIN) {
            Landmarks known = landmarks;
            if (known == null) {
                // Whoever comes first makes them; another one's would be the same.
                known = new Landmarks(keys, keyOffsets, size);
                landmarks = known;
            }
            Landmarks.Part part = known.around(key, from, to);
            low = part.low();
            high = part.high();
        }
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
        // Keys often grow: they are then behind all that is here.
        if (size == 0 || compareKey(size - 1, key, from, to) < 0) {
            return -1;
        }
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
        if (older.size > 0 && newer.size > 0
                && older.compareKey(older.size - 1, newer.keys, newer.keyStart(0), newer.keyEnd(0)) < 0) {
            return concat(older, newer);
        }
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

    /** Two runs of which the second lies behind the first, as what is inserted in the order of its keys does. */
    private static SortedRun concat(SortedRun first, SortedRun second) {
        int size = first.size + second.size;
        long[] weights = Arrays.copyOf(first.weights, size);
        System.arraycopy(second.weights, 0, weights, first.size, second.size);
        return new SortedRun(
                joined(first.keys, first.keyOffsets[first.size], second.keys, second.keyOffsets[second.size]),
                joined(first.keyOffsets, first.size, second.keyOffsets, second.size),
                joined(first.values, first.valueOffsets[first.size], second.values, second.valueOffsets[second.size]),
                joined(first.valueOffsets, first.size, second.valueOffsets, second.size),
                weights,
                size,
                Math.max(first.lastEpoch, second.lastEpoch));
    }

    private static byte[] joined(byte[] first, int firstLength, byte[] second, int secondLength) {
        byte[] joined = Arrays.copyOf(first, Math.addExact(firstLength, secondLength));
        System.arraycopy(second, 0, joined, firstLength, secondLength);
        return joined;
    }

    private static int[] joined(int[] firstOffsets, int firstSize, int[] secondOffsets, int secondSize) {
        int[] offsets = Arrays.copyOf(firstOffsets, firstSize + secondSize + 1);
        int shift = firstOffsets[firstSize];
        for (int i = 1; i <= secondSize; i++) {
            offsets[firstSize + i] = secondOffsets[i] + shift;
        }
        return offsets;
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

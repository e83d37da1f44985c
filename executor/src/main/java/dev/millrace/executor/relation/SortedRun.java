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
    /** Fewer of one size are not merged. */
    private static final int MERGED_MIN = 4;

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
     * Adds a run to those of a relation. Runs of about one size are merged together when there are enough of them: so
     * there are few in all, and each row is merged a logarithmic number of times.
     *
     * @param runs oldest first
     * @param kept so many of the oldest are left as they are
     */
    public static void append(List<SortedRun> runs, SortedRun run, int kept, boolean isBag) {
        append(runs, run, kept, isBag, Long.MAX_VALUE);
    }

    /** @param bytesMax runs that are larger stay as they are */
    static void append(List<SortedRun> runs, SortedRun run, int kept, boolean isBag, long bytesMax) {
        if (run.size() == 0) {
            return;
        }
        runs.add(run);
        while (runs.getLast().heapBytes() <= bytesMax) {
            int level = level(runs.getLast());
            int from = runs.size() - 1;
            while (from > kept && level(runs.get(from - 1)) <= level && runs.get(from - 1).heapBytes() <= bytesMax) {
                from--;
            }
            if (runs.size() - from < MERGED_MIN) {
                return;
            }
            List<SortedRun> merged = runs.subList(from, runs.size());
            SortedRun all = RunMerge.merge(merged, isBag);
            merged.clear();
            if (all.size() == 0) {
                return;
            }
            runs.add(all);
        }
    }

    /** Each holds runs of up to four times as many entries as the one below. */
    private static int level(SortedRun run) {
        return (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(run.size)) / 2;
    }

    /** Whether each run lies behind the one before it, as what is inserted in the order of its keys does. */
    static boolean areAscending(List<SortedRun> runs) {
        SortedRun last = null;
        for (SortedRun run : runs) {
            if (run.size == 0) {
                continue;
            }
            if (last != null && last.compareKey(last.size - 1, run.keys, run.keyStart(0), run.keyEnd(0)) >= 0) {
                return false;
            }
            last = run;
        }
        return true;
    }

    /** Runs of which each lies behind the one before it. */
    static SortedRun concat(List<SortedRun> runs) {
        RunWriter out = RunWriter.forAll(runs);
        long lastEpoch = 0;
        for (SortedRun run : runs) {
            out.appendAll(run);
            lastEpoch = Math.max(lastEpoch, run.lastEpoch);
        }
        return out.finish(lastEpoch);
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

        /** For all entries of these runs. */
        static RunWriter forAll(List<SortedRun> runs) {
            int entries = 0;
            int keyBytes = 0;
            int valueBytes = 0;
            for (SortedRun run : runs) {
                entries = Math.addExact(entries, run.size);
                keyBytes = Math.addExact(keyBytes, run.keyOffsets[run.size]);
                valueBytes = Math.addExact(valueBytes, run.valueOffsets[run.size]);
            }
            return new RunWriter(entries, keyBytes, valueBytes);
        }

        /** All entries of a run that lies behind everything so far. */
        private void appendAll(SortedRun run) {
            System.arraycopy(run.keys, 0, keys, keyOffsets[size], run.keyOffsets[run.size]);
            System.arraycopy(run.values, 0, values, valueOffsets[size], run.valueOffsets[run.size]);
            System.arraycopy(run.weights, 0, weights, size, run.size);
            int keyShift = keyOffsets[size];
            int valueShift = valueOffsets[size];
            for (int i = 1; i <= run.size; i++) {
                keyOffsets[size + i] = run.keyOffsets[i] + keyShift;
                valueOffsets[size + i] = run.valueOffsets[i] + valueShift;
            }
            size += run.size;
        }

        void append(SortedRun run, int entry, long weight) {
            append(
                    run.keys, run.keyStart(entry), run.keyEnd(entry),
                    run.values, run.valueStart(entry), run.valueEnd(entry), weight);
        }

        void append(byte[] key, int keyFrom, int keyTo, byte[] value, int valueFrom, int valueTo, long weight) {
            int keyLength = keyTo - keyFrom;
            int valueLength = valueTo - valueFrom;
            System.arraycopy(key, keyFrom, keys, keyOffsets[size], keyLength);
            if (valueLength > 0) {
                System.arraycopy(value, valueFrom, values, valueOffsets[size], valueLength);
            }
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

package dev.millrace.executor.relation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.storage.StateReader;

/**
 * One relation at one epoch: what storage holds, with the newer runs above it. Immutable; valid while its base is
 * pinned.
 *
 * @param layout only for its facts: readers take a {@link RelationLayout#copy}
 * @param storageTable the relation's table in the base; ignored when {@code base} is null
 * @param base consolidated rows, or null when there are none
 * @param runs oldest first
 * @param rowCount how many rows there are, counting each as often as it occurs
 * @param end of a log: rows from this key on are not seen; null for none
 */
public record RelationSnapshot(
        RelationLayout layout, int storageTable, StateReader base, List<SortedRun> runs, long rowCount, byte[] end) {

    public RelationSnapshot {
        runs = List.copyOf(runs);
    }

    public RelationSnapshot(
            RelationLayout layout, int storageTable, StateReader base, List<SortedRun> runs, long rowCount) {
        this(layout, storageTable, base, runs, rowCount, null);
    }

    /** A log as it was before the row of this key came. */
    public RelationSnapshot before(byte[] key) {
        return key == null ? this : new RelationSnapshot(layout, storageTable, base, runs, rowCount, key);
    }

    /** The same relation with further changes on top: what a transaction sees of its own writes. */
    public RelationSnapshot with(List<SortedRun> newer) {
        if (newer.isEmpty()) {
            return this;
        }
        List<SortedRun> all = new ArrayList<>(runs);
        all.addAll(newer);
        return new RelationSnapshot(layout, storageTable, base, all, rowCount, end);
    }

    /** The same rows, with further columns. */
    public RelationSnapshot widened(RelationLayout wider) {
        return new RelationSnapshot(wider, storageTable, base, runs, rowCount, end);
    }

    /** Whether any key in the range was changed after the epoch; may say yes when it cannot know. */
    public boolean hasChangedSince(long epoch, KeyRange range) {
        for (SortedRun run : runs) {
            if (run.lastEpoch() > epoch && run.touches(range.from(), range.to())) {
                return true;
            }
        }
        return false;
    }

    /**
     * How often the row with this key occurs: 0 or 1 in a relation with unique keys.
     */
    public long count(byte[] key) {
        long weight = 0;
        for (int i = runs.size() - 1; i >= 0; i--) {
            SortedRun run = runs.get(i);
            int entry = run.find(key, 0, key.length);
            if (entry >= 0) {
                weight += run.weight(entry);
                if (!layout.isBag()) {
                    return Math.max(weight, 0);
                }
            }
        }
        if (base == null) {
            return weight;
        }
        byte[] stored = base.get(storageTable, key);
        if (stored == null) {
            return weight;
        }
        return layout.isBag() ? weight + BagCount.read(stored, 0, stored.length) : 1;
    }

    /**
     * Some columns of the row with this key, as a batch of one; null when there is none. Only in a relation with unique
     * keys.
     */
    public DeltaBatch row(byte[] key, List<Integer> columns) {
        for (int i = runs.size() - 1; i >= 0; i--) {
            SortedRun run = runs.get(i);
            int entry = run.find(key, 0, key.length);
            if (entry >= 0) {
                return run.weight(entry) <= 0
                        ? null
                        : row(key, run.values(), run.valueStart(entry), run.valueEnd(entry), columns);
            }
        }
        byte[] stored = base == null ? null : base.get(storageTable, key);
        return stored == null ? null : row(key, stored, 0, stored.length, columns);
    }

    private DeltaBatch row(byte[] key, byte[] value, int from, int to, List<Integer> wanted) {
        ColumnBuilder[] builders = new ColumnBuilder[wanted.size()];
        for (int i = 0; i < builders.length; i++) {
            builders[i] = new ColumnBuilder(layout.schema().type(wanted.get(i)).layout());
        }
        layout.copy().decoder(wanted, builders).decode(key, 0, key.length, value, from, to);
        Column[] columns = new Column[builders.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = builders[i].buildLast();
        }
        return DeltaBatch.inserts(columns, 1);
    }

    /**
     * What the newest run that holds a key says: 1 or more when there is a row, -1 or less when there is none any more;
     * 0 when no run holds it, so that storage knows. Only in a relation with unique keys.
     */
    public long newestWeight(byte[] bytes, int from, int to) {
        for (int i = runs.size() - 1; i >= 0; i--) {
            SortedRun run = runs.get(i);
            int entry = run.find(bytes, from, to);
            if (entry >= 0) {
                return run.weight(entry);
            }
        }
        return 0;
    }

    /** Rows of a range in key order, decoded; close it. */
    public RelationScan scan(KeyRange range, List<Integer> columns) {
        return new RelationScan(this, bounded(range), columns);
    }

    private KeyRange bounded(KeyRange range) {
        boolean isShorter = end != null && (range.to() == null || Arrays.compareUnsigned(end, range.to()) < 0);
        return isShorter ? new KeyRange(range.from(), end) : range;
    }

    /** Bytes of the runs. */
    public long heapBytes() {
        long bytes = 0;
        for (SortedRun run : runs) {
            bytes += run.heapBytes();
        }
        return bytes;
    }

    /** Changes in the runs: an upper bound of how far the base is from the truth. */
    long runEntries() {
        long entries = 0;
        for (SortedRun run : runs) {
            entries += run.size();
        }
        return entries;
    }

    static boolean isBefore(byte[] key, int from, int to, byte[] bound) {
        return bound == null || Arrays.compareUnsigned(key, from, to, bound, 0, bound.length) < 0;
    }
}

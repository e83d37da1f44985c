package dev.millrace.executor.relation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.storage.ByteWriter;
import dev.millrace.storage.Checkpoint;
import dev.millrace.storage.StateReader;

/**
 * One stored relation as the engine thread sees it: takes each epoch's change, keeps the runs few, and hands what a
 * checkpoint has made durable over to storage.
 */
public final class RelationStore {

    /** Keys that are looked up in storage at once. */
    private static final int LOOKUPS_MAX = 1024;

    /** Runs of growing rows up to this size are put together: each is one more to look at, but a copy costs, too. */
    private static final long CHUNKS_TOGETHER_BYTES = 1L << 20;

    private RelationLayout layout;
    private final int storageTable;
    private RunBuilder builder;
    /**
     * Oldest first; sizes fall geometrically, so that there are few and each row is merged a logarithmic number
     * of times.
     */
    private final List<SortedRun> runs = new ArrayList<>();
    /** Runs handed to the checkpoint under way: they stay readable, and are not merged with newer ones. */
    private int frozen;
    private StateReader base;
    private long rowCount;
    /** The last snapshot, while it is true. */
    private RelationSnapshot current;
    private long lastChange;
    /** Entries of growing rows that came in the epoch of the last change. */
    private int entriesOfEpoch;
    /** Changes up to this epoch are in storage, where nothing says any more which epoch they were. */
    private long forgotten;

    /** @param base consolidated rows, or null when the relation is new; {@code rowCount} of them */
    public RelationStore(RelationLayout layout, int storageTable, StateReader base, long rowCount) {
        this.layout = layout;
        this.storageTable = storageTable;
        this.base = base;
        this.rowCount = rowCount;
        builder = new RunBuilder(layout);
    }

    public RelationLayout layout() {
        return layout;
    }

    public int storageTable() {
        return storageTable;
    }

    /** Goes on with rows that have more columns: those that are there stay as they lie. */
    public void widen(RelationLayout wider) {
        layout = wider;
        builder = new RunBuilder(wider);
        current = null;
    }

    /** Goes on for another store, whose rows these are, by another key: ranges of that one mean nothing here. */
    public void succeed(RelationStore before, long epoch) {
        lastChange = Math.max(lastChange, before.lastChange);
        forgotten = epoch;
    }

    /** @param arrival see {@link RunBuilder#build} */
    public SortedRun apply(DeltaBatch delta, long epoch, long arrival) {
        SortedRun run;
        if (layout.kind() == RelationLayout.Kind.GROWING) {
            entriesOfEpoch = epoch == lastChange ? entriesOfEpoch : 0;
            run = builder.build(delta, epoch, entriesOfEpoch);
            entriesOfEpoch += run.size();
            SortedRun.append(runs, run, frozen, false, CHUNKS_TOGETHER_BYTES);
        } else {
            run = builder.build(delta, epoch, arrival);
            SortedRun.append(runs, run, frozen, layout.isBag());
        }
        changed(delta, epoch);
        return run;
    }

    /**
     * The same for a change that was made into runs before, as by a transaction that reads its own writes.
     *
     * @param ready the change's runs, oldest first, or null; of no use to a log, whose keys are their arrival
     */
    public void apply(DeltaBatch delta, List<SortedRun> ready, long epoch, long arrival) {
        if (ready == null || layout.kind() == RelationLayout.Kind.LOG) {
            apply(delta, epoch, arrival);
            return;
        }
        for (SortedRun run : ready) {
            SortedRun.append(runs, run.withLastEpoch(epoch), frozen, layout.isBag());
        }
        changed(delta, epoch);
    }

    private void changed(DeltaBatch delta, long epoch) {
        lastChange = epoch;
        current = null;
        for (int row = 0; row < delta.size(); row++) {
            rowCount += delta.weight(row);
        }
    }

    /** The relation now. */
    public RelationSnapshot snapshot() {
        if (current == null) {
            current = new RelationSnapshot(layout, storageTable, base, runs, rowCount);
        }
        return current;
    }

    /** The last epoch that changed anything. */
    public long lastChange() {
        return lastChange;
    }

    /** Whether changes after this epoch may no longer be told from older ones. */
    public boolean isForgottenSince(long epoch) {
        return epoch < forgotten;
    }

    public long rowCount() {
        return rowCount;
    }

    public long heapBytes() {
        long bytes = 0;
        for (SortedRun run : runs) {
            bytes += run.heapBytes();
        }
        return bytes;
    }

    /** Cuts a checkpoint here: what it has to write, to be given to {@link #write} on any thread. */
    public RelationSnapshot freeze() {
        frozen = runs.size();
        return snapshot();
    }

    /** The checkpoint is in storage, which {@code newBase} shows: the frozen runs have done their work. */
    public void thaw(StateReader newBase) {
        for (SortedRun run : runs.subList(0, frozen)) {
            forgotten = Math.max(forgotten, run.lastEpoch());
        }
        runs.subList(0, frozen).clear();
        frozen = 0;
        base = newBase;
        current = null;
    }

    /** The checkpoint failed; its runs wait for the next one. */
    public void unfreeze() {
        frozen = 0;
    }

    /**
     * Writes the runs of a frozen relation into a checkpoint.
     *
     * @param expiry rows of a log that arrived before this are let go, and not written; {@code Long.MIN_VALUE} for none
     * @param keepsLast whether the last of those rows stays
     * @return how many rows were let go
     */
    public static long write(RelationSnapshot frozen, long expiry, boolean keepsLast, Checkpoint checkpoint)
            throws IOException {
        writeRuns(frozen, checkpoint);
        return expiry == Long.MIN_VALUE ? 0 : expire(frozen, expiry, keepsLast, checkpoint);
    }

    /** Deletes come after the puts of the same checkpoint, and so prevail. */
    private static long expire(RelationSnapshot frozen, long expiry, boolean keepsLast, Checkpoint checkpoint)
            throws IOException {
        byte[] bound = RunBuilder.arrivalKey(expiry);
        long expired = 0;
        try (RelationScan scan = frozen.scan(new KeyRange(null, bound), List.of())) {
            byte[] key = scan.nextKey();
            while (key != null) {
                byte[] next = scan.nextKey();
                if (next != null || !keepsLast) {
                    checkpoint.delete(frozen.storageTable(), key);
                    expired++;
                }
                key = next;
            }
        }
        return expired;
    }

    /** Rows that a checkpoint has let go. */
    public void forget(long rows) {
        rowCount -= rows;
        current = null;
    }

    private static void writeRuns(RelationSnapshot frozen, Checkpoint checkpoint) throws IOException {
        if (frozen.runs().isEmpty()) {
            return;
        }
        int table = frozen.storageTable();
        if (frozen.layout().kind() == RelationLayout.Kind.GROWING) {
            for (SortedRun run : frozen.runs()) {
                writeEntries(run, table, checkpoint);
            }
            return;
        }
        SortedRun all = RunMerge.merge(frozen.runs(), frozen.layout().isBag());
        if (frozen.layout().isBag()) {
            writeCounts(frozen, all, checkpoint);
        } else {
            writeEntries(all, table, checkpoint);
        }
    }

    private static void writeEntries(SortedRun all, int table, Checkpoint checkpoint) throws IOException {
        for (int entry = 0; entry < all.size(); entry++) {
            int from = all.keyStart(entry);
            int length = all.keyEnd(entry) - from;
            if (all.weight(entry) > 0) {
                int valueFrom = all.valueStart(entry);
                checkpoint.put(
                        table, all.keys(), from, length, all.values(), valueFrom, all.valueEnd(entry) - valueFrom);
            } else {
                checkpoint.delete(table, all.keys(), from, length);
            }
        }
    }

    /** A bag's entries change counts that are in storage: these are read many at once, in the order of their keys. */
    private static void writeCounts(RelationSnapshot frozen, SortedRun all, Checkpoint checkpoint) throws IOException {
        int table = frozen.storageTable();
        ByteWriter count = new ByteWriter(16);
        for (int first = 0; first < all.size(); first += LOOKUPS_MAX) {
            int end = Math.min(first + LOOKUPS_MAX, all.size());
            byte[][] keys = new byte[end - first][];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = Arrays.copyOfRange(all.keys(), all.keyStart(first + i), all.keyEnd(first + i));
            }
            byte[][] stored = frozen.base() == null
                    ? new byte[keys.length][]
                    : frozen.base().multiGet(table, keys);
            for (int i = 0; i < keys.length; i++) {
                long before = stored[i] == null ? 0 : BagCount.read(stored[i], 0, stored[i].length);
                long weight = before + all.weight(first + i);
                if (weight > 0) {
                    BagCount.write(weight, count);
                    checkpoint.put(table, keys[i], 0, keys[i].length, count.array(), 0, count.length());
                } else {
                    checkpoint.delete(table, keys[i], 0, keys[i].length);
                }
            }
        }
    }
}

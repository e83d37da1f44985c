package dev.millrace.storage;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.IntPredicate;

/**
 * What was understood: the consolidated rows of tables, views and operator state, as of the last checkpoint.
 *
 * <p>The state changes only by {@link Checkpoint}s, each atomic: a crash at any instruction leaves the old or the new
 * one. Reads through the store itself see the latest committed value; {@link #snapshot} pins one checkpoint.
 */
public interface StateStore extends StateReader, Closeable {
    /** The epoch of a store without a checkpoint. */
    long NO_EPOCH = -1;

    /**
     * Begins a checkpoint of the state at the epoch, which becomes {@link #checkpointEpoch()} when it is committed.
     *
     * @throws IllegalArgumentException if the last checkpoint's epoch is later
     */
    Checkpoint begin(long epoch);

    /**
     * Begins a checkpoint that leaves the epoch as it is, for tables that nothing refers to yet: a backfill's, slice by
     * slice.
     */
    Checkpoint beginIngest();

    /** The epoch of the last committed checkpoint, or {@link #NO_EPOCH}. */
    long checkpointEpoch();

    /** The value last noted under the name, or null. */
    byte[] metadata(String name);

    StateSnapshot snapshot();

    /** Removes all tables except those kept: what a creation left half-done, or a drop did not finish. */
    void retainTables(IntPredicate isKept) throws IOException;

    /** About how much disk or memory the table takes, within some ten per cent; for budgets and for people. */
    long approximateBytes(int table);

    /**
     * Waits a while for open snapshots and cursors, and leaves the store open, with an error logged, if some remain.
     */
    @Override
    void close() throws IOException;
}

package dev.millrace.executor.state;

/**
 * One table of operator state, of one shard. Entries live on the heap; the checkpointed ones may also, or only, lie in
 * storage under {@link #storageTable}. One thread at a time.
 */
public interface StateTable {

    /** The table's id in the state store. */
    int storageTable();

    long heapBytes();

    /** Entries on the heap. */
    long heapEntries();

    /** Bytes changed since the last {@link #cut}. */
    long dirtyBytes();

    /**
     * A checkpoint is cut now: every entry changed since the last one is to be handed over, as puts and deletes, with
     * the value that it has now. That may be done at once, or in {@link #handOver} and before an entry changes again,
     * by the thread that changes it.
     */
    void cut(StateWriter writer);

    /** Goes on handing over, some thousand bytes a piece; returns whether there is more. */
    default boolean handOver(int pieces) {
        return false;
    }

    /** All at once. */
    default void writeDirty(StateWriter writer) {
        cut(writer);
        handOver(Integer.MAX_VALUE);
    }

    /** What was handed over since the cut, all of it, can be read back from storage: once settled it may be evicted. */
    void stored();

    /** Goes on with what {@link #stored} began; returns whether there is more. The next cut does the rest. */
    default boolean settle(int pieces) {
        return false;
    }

    /** All at once. */
    default void checkpointed() {
        stored();
        settle(Integer.MAX_VALUE);
    }

    /**
     * Storage did not get what was cut, or nobody knows: all of it counts as changed again, and as perhaps stored.
     */
    void takeBack();

    /** Frees about {@code bytes} by evicting the coldest entries that storage has; returns what it freed. */
    long evict(long bytes);
}

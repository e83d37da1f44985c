package dev.millrace.executor.state;

/**
 * One table of operator state, of one shard. Entries live on the heap; the checkpointed ones may also, or only, lie in
 * storage under {@link #storageTable}. One thread at a time.
 */
public interface StateTable {

    /** The table's id in the state store. */
    int storageTable();

    long heapBytes();

    /** Bytes changed since the last {@link #writeDirty}. */
    long dirtyBytes();

    /**
     * Hands over every entry changed since the last call, as puts and deletes, to a checkpoint that is cut now. They
     * stay on the heap until {@link #checkpointed} says that storage has them.
     */
    void writeDirty(StateWriter writer);

    /** What the last {@link #writeDirty} handed over can be read back from storage: it may be evicted. */
    void checkpointed();

    /**
     * Storage did not get what the last {@link #writeDirty} handed over, or nobody knows: all of it counts as changed
     * again, and as perhaps stored.
     */
    void takeBack();

    /** Frees about {@code bytes} by evicting the coldest entries that storage has; returns what it freed. */
    long evict(long bytes);
}

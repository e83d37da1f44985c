package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.DeltaBatch;

/**
 * One client's unit of work: a pinned snapshot, the reads to be validated, and the buffered writes. It sees its own
 * writes. One thread at a time.
 */
public final class Transaction implements AutoCloseable {

    private final Snapshot snapshot;
    private final Map<Long, List<DeltaBatch>> writes = new LinkedHashMap<>();
    private final List<ObjectDefinition> created = new ArrayList<>();
    private final List<Long> dropped = new ArrayList<>();

    Transaction(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** What this transaction reads, without its own writes. */
    public Snapshot snapshot() {
        return snapshot;
    }

    public boolean hasWrites() {
        return !writes.isEmpty() || !created.isEmpty() || !dropped.isEmpty();
    }

    /** Buffers a change of a table's or stream's rows (all columns): +1 for new rows, -1 for rows that were read. */
    public void write(long relation, DeltaBatch delta) {
        writes.computeIfAbsent(relation, id -> new ArrayList<>()).add(delta);
    }

    public void create(ObjectDefinition object) {
        created.add(object);
    }

    public void drop(long object) {
        dropped.add(object);
    }

    @Override
    public void close() {
        snapshot.close();
    }
}

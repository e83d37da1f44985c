package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.relation.LogScan;
import dev.millrace.executor.relation.RelationSnapshot;

/**
 * How a flow is brought from an epoch of the past to that of a snapshot: its inputs as they were, then what changed in
 * each epoch since. One thread; close it.
 */
final class Resumption implements AutoCloseable {

    private final Snapshot snapshot;
    private final Set<Long> relations;
    private final long epoch;
    private final boolean needsContent;
    private final Function<ObjectDefinition, String> names;
    private final WorkMemory.Lease memory;
    private final Cancellation cancellation;
    private final Map<Long, Past> pasts = new HashMap<>();
    private final Map<Long, LogScan> scans = new HashMap<>();
    private final TreeMap<Long, List<Next>> nexts = new TreeMap<>();

    /** What an epoch changed in one relation. */
    private record Next(long relation, LogScan.Part part) {}

    /** What an epoch changed. */
    record Change(long epoch, long clockMicros, Map<Long, DeltaBatch> changes) {}

    Resumption(
            Snapshot snapshot,
            Set<Long> relations,
            long epoch,
            boolean needsContent,
            Function<ObjectDefinition, String> names,
            WorkMemory memory,
            Cancellation cancellation) {
        this.snapshot = snapshot;
        this.relations = relations;
        this.epoch = epoch;
        this.needsContent = needsContent;
        this.names = names;
        this.memory = memory.lease();
        this.cancellation = cancellation;
    }

    /** Whether all that happens to a relation can be told later. */
    static boolean isKept(long relation, Snapshot snapshot) {
        ObjectDefinition object = snapshot.objects().get(relation);
        return object != null
                && (object.body() instanceof ObjectDefinition.Stream || snapshot.history(relation) != null);
    }

    long epoch() {
        return epoch;
    }

    /** Whether somebody wants to be told what was there at the beginning. */
    boolean needsContent() {
        return needsContent;
    }

    /** @throws SqlException when not all is there that has to be told */
    void begin() {
        for (long relation : relations) {
            Past past = new Past(snapshot, relation, names);
            past.checkEpoch(epoch);
            pasts.put(relation, past);
        }
    }

    /** A relation at the beginning. */
    RelationSnapshot stored(long relation) {
        return pasts.get(relation).atEpoch(epoch, memory, cancellation);
    }

    /** The next epoch; null when the snapshot is reached. */
    Change next() {
        if (scans.isEmpty()) {
            for (long relation : relations) {
                scans.put(relation, pasts.get(relation).changesAfter(epoch));
                read(relation);
            }
        }
        if (nexts.isEmpty()) {
            return null;
        }
        Map.Entry<Long, List<Next>> first = nexts.pollFirstEntry();
        Map<Long, DeltaBatch> changes = new HashMap<>();
        for (Next next : first.getValue()) {
            changes.put(next.relation(), pasts.get(next.relation()).change(next.part()));
            read(next.relation());
        }
        return new Change(first.getKey(), first.getValue().getFirst().part().arrival(), changes);
    }

    private void read(long relation) {
        LogScan.Part part = scans.get(relation).next();
        if (part != null) {
            nexts.computeIfAbsent(part.epoch(), unseen -> new ArrayList<>()).add(new Next(relation, part));
        }
    }

    @Override
    public void close() {
        scans.values().forEach(LogScan::close);
        memory.close();
    }
}

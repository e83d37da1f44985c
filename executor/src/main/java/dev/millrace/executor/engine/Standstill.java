package dev.millrace.executor.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.relation.RelationLayout;
import dev.millrace.executor.relation.RelationSnapshot;
import dev.millrace.executor.relation.RunBuilder;
import dev.millrace.executor.relation.SortedRun;

/**
 * What a transaction had written at one moment, which is all that its queries see until this is closed; and rows that
 * parts of the statement lend each other, read like relations.
 */
public final class Standstill implements AutoCloseable {

    private final Map<Long, List<SortedRun>> written = new HashMap<>();
    private final Map<Long, RelationSnapshot> lent = new HashMap<>();
    private final WorkMemory.Lease lease;
    private final Runnable end;

    Standstill(Map<Long, List<SortedRun>> ownRuns, WorkMemory.Lease lease, Runnable end) {
        ownRuns.forEach((relation, runs) -> written.put(relation, List.copyOf(runs)));
        this.lease = lease;
        this.end = end;
    }

    /** @param begun the relation before the transaction's writes */
    RelationSnapshot relation(long id, RelationSnapshot begun) {
        RelationSnapshot rows = lent.get(id);
        return rows != null || begun == null ? rows : begun.with(written.getOrDefault(id, List.of()));
    }

    boolean hasLent(long id) {
        return lent.containsKey(id);
    }

    /** Lets plans read rows, in their order, as a relation of a number that no other has. */
    public void lend(long id, Schema schema, DeltaBatch rows) {
        lease.take(rows.heapBytes(), "the rows that a statement hands on");
        RelationLayout layout = RelationLayout.log(schema);
        List<SortedRun> runs = rows.isEmpty() ? List.of() : List.of(new RunBuilder(layout).build(rows, 0, 0));
        lent.put(id, new RelationSnapshot(layout, 0, null, runs, rows.size()));
    }

    @Override
    public void close() {
        end.run();
    }
}

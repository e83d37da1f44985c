package dev.millrace.executor.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import dev.millrace.executor.relation.RelationStore;
import dev.millrace.executor.state.StateTable;
import dev.millrace.storage.Checkpoint;
import dev.millrace.storage.StateSnapshot;

/**
 * Keeps a flow that runs beside the clock within its lease of memory: what is over is written to storage, in an ingest
 * of its own that no checkpoint waits for, and leaves the heap. Nothing durable refers to these tables yet. One thread
 * at a time.
 */
final class Spill implements AutoCloseable {

    private final Workspace workspace;
    private final WorkMemory.Lease lease;
    private final Flow flow;
    private final List<StateTable> tables;
    private final RelationStore store;
    private final Runnable pause;
    private StateSnapshot stored;
    private boolean isUsed;

    /**
     * @param store the rows that the flow makes, or null when somebody else keeps them
     * @param pause called now and then while writing; may throw to give up the flow
     */
    Spill(Workspace workspace, Flow flow, RelationStore store, Runnable pause) {
        this.workspace = workspace;
        this.flow = flow;
        this.store = store;
        this.pause = pause;
        tables = flow.dataflow().stateTables();
        lease = workspace.memory().lease();
    }

    /** Whether storage holds anything of the flow. */
    boolean isUsed() {
        return isUsed;
    }

    /** To be called after every step. */
    void keep() {
        long bytes = heapBytes();
        if (lease.resize(bytes)) {
            return;
        }
        write();
        StateBudget.evict(tables, stateBytes() - bytes / 2);
        lease.force(heapBytes());
    }

    private long stateBytes() {
        return tables.stream().mapToLong(StateTable::heapBytes).sum();
    }

    private long heapBytes() {
        return stateBytes() + (store == null ? 0 : store.heapBytes());
    }

    private void write() {
        isUsed = true;
        try (Checkpoint ingest = workspace.storage().beginIngest()) {
            ingest.whileWaiting(pause);
            for (StateTable table : tables) {
                table.writeDirty(Checkpointer.writerInto(ingest));
            }
            if (store != null) {
                RelationStore.write(store.freeze(), Long.MIN_VALUE, false, ingest);
            }
            ingest.commit();
        } catch (IOException | UncheckedIOException e) {
            flow.breakDown("its state could not be written");
            throw Workspace.fault(e);
        }
        tables.forEach(StateTable::checkpointed);
        if (store != null) {
            StateSnapshot before = stored;
            stored = workspace.storage().snapshot();
            store.thaw(stored);
            if (before != null) {
                before.close();
            }
        }
    }

    /**
     * The flow joins the clock: from now on the engine's budget is its limit. Returns what pins the rows in storage, to
     * be closed by the caller when nobody reads them through it any more; null when there are none.
     */
    StateSnapshot release() {
        StateSnapshot pinned = stored;
        stored = null;
        lease.close();
        return pinned;
    }

    @Override
    public void close() {
        lease.close();
        if (stored != null) {
            stored.close();
            stored = null;
        }
    }
}

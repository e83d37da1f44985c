package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import dev.millrace.executor.data.DeltaBatch;

/**
 * Applies the records of the log in their order. Under many small writers the log is a long row of epochs with a row
 * or two each; where nobody can tell the difference they move the flows in one step together, as a group commit does,
 * which costs a tenth of stepping one by one. Operator state is kept to its budget on the way, and a checkpoint is made
 * where changes become too many for memory: what fitted once must fit again.
 */
final class Replay {

    private static final long ROWS_MAX = 50_000;

    private final Database database;
    private final EngineConfig config;
    private final Checkpointer checkpointer;
    private final LongSupplier nextObject;
    private final List<CommitRecord> waiting = new ArrayList<>();
    private long waitingRows;
    private boolean canStepAtOnce;

    /** @param checkpointer which works on the caller's thread */
    Replay(Database database, EngineConfig config, Checkpointer checkpointer, LongSupplier nextObject) {
        this.database = database;
        this.config = config;
        this.checkpointer = checkpointer;
        this.nextObject = nextObject;
        canStepAtOnce = database.canStepAtOnce();
    }

    /** Takes a record that may be applied together with others. */
    boolean take(CommitRecord record) {
        if (!canStepAtOnce || !isOnlyRows(record)) {
            return false;
        }
        waiting.add(record);
        for (CommitRecord.Write write : record.writes()) {
            waitingRows += write.delta().size();
        }
        if (waitingRows >= ROWS_MAX) {
            flush();
        }
        return true;
    }

    private static boolean isOnlyRows(CommitRecord record) {
        return record.created().isEmpty() && record.dropped().isEmpty() && record.ranges().isEmpty()
                && record.refreshed().isEmpty();
    }

    /** Applies one record by itself, after all that were taken before it; then comes {@link #settle}. */
    Map<Long, DeltaBatch> apply(CommitRecord record, Map<Long, DeltaBatch> sourceRows) {
        flush();
        Map<Long, DeltaBatch> changes = database.apply(record, sourceRows, Map.of());
        canStepAtOnce = database.canStepAtOnce();
        return changes;
    }

    void flush() {
        if (!waiting.isEmpty()) {
            database.applyAtOnce(waiting);
            waiting.clear();
            waitingRows = 0;
            settle();
        }
    }

    /** When sinks, too, have seen what was applied: keeps to the memory. */
    void settle() {
        if (checkpointer.dirtyBytes() > Upkeep.DIRTY_MAX * config.checkpointBytes() && checkpointer.isDue()) {
            checkpointer.runNow(nextObject.getAsLong());
        }
        long excess = StateBudget.heapBytes(database) - config.stateBytes();
        if (excess > 0) {
            StateBudget.evict(StateBudget.tables(database), excess);
        }
    }
}

package dev.millrace.executor.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.state.StateReader;
import dev.millrace.storage.Checkpoint;
import dev.millrace.storage.StateStore;

/**
 * What work beside the clock stands on: its memory, and tables in storage that belong to nothing durable. What a crash
 * leaves of them is removed at the next start, because no checkpoint knows them. Safe for all threads.
 */
final class Workspace {

    private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);
    /** Numbers from here on are given again and again; those of durable tables stay far below. */
    private static final int FIRST_TABLE = 1 << 30;

    private final StateStore storage;
    private final StateReader reader;
    private final WorkMemory memory;
    private final Deque<Integer> freeTables = new ArrayDeque<>();
    private int tableEnd = FIRST_TABLE;

    Workspace(StateStore storage, StateReader reader, WorkMemory memory) {
        this.storage = storage;
        this.reader = reader;
        this.memory = memory;
    }

    StateStore storage() {
        return storage;
    }

    StateReader reader() {
        return reader;
    }

    WorkMemory memory() {
        return memory;
    }

    /** An empty table. */
    synchronized int takeTable() {
        return freeTables.isEmpty() ? tableEnd++ : freeTables.removeLast();
    }

    private synchronized void free(Collection<Integer> tables) {
        freeTables.addAll(tables);
    }

    /** @param isUsed whether anything was ever written to them */
    void giveBack(Collection<Integer> tables, boolean isUsed) {
        if (tables.isEmpty()) {
            return;
        }
        if (isUsed) {
            try (Checkpoint removal = storage.beginIngest()) {
                tables.forEach(removal::deleteTable);
                removal.commit();
            } catch (IOException | RuntimeException e) {
                LOG.warn("cannot remove temporary tables; the next start will", e);
                return;
            }
        }
        free(tables);
    }

    /** What the user of a statement is told when storage fails under it. */
    static SqlException fault(Exception why) {
        Throwable cause = why instanceof UncheckedIOException ? why.getCause() : why;
        String message = String.valueOf(cause.getMessage());
        return message.contains("No space left")
                ? new SqlException(SqlState.DISK_FULL, "could not write temporary data: no space left on device")
                : new SqlException(SqlState.IO_ERROR, "could not write temporary data: " + message);
    }
}

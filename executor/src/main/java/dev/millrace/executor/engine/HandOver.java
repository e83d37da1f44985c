package dev.millrace.executor.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import dev.millrace.executor.state.StateTable;
import dev.millrace.executor.state.StateWriter;
import dev.millrace.storage.Checkpoint;

/**
 * Copies the changed state, as it was at a cut, into a checkpoint: a little after each epoch, so that none waits for
 * all of it. What an epoch is about to change it copies before, on the threads of its shards.
 */
final class HandOver implements StateWriter {

    /** Of a table, between two looks at the clock. */
    static final int PIECES = 8;

    private final StateWriter writer;
    private final Deque<StateTable> tables;
    /** Told when the engine's thread goes on: an operator cannot do anything about it. */
    private IOException failure;

    /** Cuts here. */
    HandOver(Checkpoint checkpoint, List<StateTable> tables, Cut cut) {
        writer = Checkpointer.writerInto(checkpoint);
        this.tables = new ArrayDeque<>(tables);
        for (StateTable table : tables) {
            cut.handedOver(table::stored, table::takeBack);
            table.cut(this);
        }
    }

    /** Returns whether there is more to copy. */
    boolean goOn(long untilNanos) throws IOException {
        while (!tables.isEmpty() && failure == null && System.nanoTime() - untilNanos < 0) {
            if (!tables.getFirst().handOver(PIECES)) {
                tables.removeFirst();
            }
        }
        if (failure != null) {
            throw failure;
        }
        return !tables.isEmpty();
    }

    @Override
    public synchronized void put(
            int table, byte[] key, int keyStart, int keyEnd, byte[] value, int valueStart, int valueEnd) {
        if (failure == null) {
            try {
                writer.put(table, key, keyStart, keyEnd, value, valueStart, valueEnd);
            } catch (UncheckedIOException e) {
                failure = e.getCause();
            }
        }
    }

    @Override
    public synchronized void delete(int table, byte[] key, int keyStart, int keyEnd) {
        if (failure == null) {
            try {
                writer.delete(table, key, keyStart, keyEnd);
            } catch (UncheckedIOException e) {
                failure = e.getCause();
            }
        }
    }
}

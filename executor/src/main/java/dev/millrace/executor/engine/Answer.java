package dev.millrace.executor.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.Consolidation;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.storage.ByteReader;
import dev.millrace.storage.ByteWriter;
import dev.millrace.storage.Checkpoint;
import dev.millrace.storage.Cursor;

/**
 * The rows of a query's answer, put together from the changes that its flow gave, and in order. On the heap while they
 * fit; beyond that storage sorts them: each change is an entry under its order's key, its row and a running number, so
 * that the changes of one row come out next to each other. One thread at a time.
 */
final class Answer implements AutoCloseable {

    private static final int CHUNK_ROWS = 4096;
    private static final long CHUNK_BYTES = 1 << 20;
    /** Rows, their concatenation and the table that consolidates them are on the heap at once. */
    private static final int COPIES = 3;

    /** Some of the rows: each once with its weight, at {@code order[0..rows.size())} in the answer's order. */
    record Chunk(DeltaBatch rows, int[] order) {}

    private final Workspace workspace;
    private final Schema schema;
    private final RowOrder order;
    private final Runnable pause;
    private final WorkMemory.Lease lease;
    private List<DeltaBatch> onHeap = new ArrayList<>();
    private long bytes;

    private int table;
    private Checkpoint writing;
    private final RowCodec codec;
    private final ByteWriter key = new ByteWriter(256);
    private final ByteBuilder row = new ByteBuilder();
    private final ByteWriter value = new ByteWriter(16);
    private long changes;
    private Cursor cursor;
    private boolean hasEntry;
    private boolean isDone;

    /** @param pause called now and then by what takes long; may throw to give up */
    Answer(Workspace workspace, Schema schema, List<SortKey> keys, Runnable pause) {
        this.workspace = workspace;
        this.pause = pause;
        this.schema = schema;
        order = new RowOrder(schema, keys);
        codec = new RowCodec(schema);
        lease = workspace.memory().lease();
    }

    void add(DeltaBatch output) {
        if (output.isEmpty()) {
            return;
        }
        if (onHeap == null) {
            write(output);
            return;
        }
        onHeap.add(output);
        bytes += output.heapBytes();
        if (!lease.resize(COPIES * bytes)) {
            table = workspace.takeTable();
            writing = workspace.storage().beginIngest();
            writing.whileWaiting(pause);
            onHeap.forEach(this::write);
            onHeap = null;
            lease.force(CHUNK_BYTES);
        }
    }

    private void write(DeltaBatch output) {
        try {
            for (int i = 0; i < output.size(); i++) {
                key.reset();
                order.encode(output, i, key);
                int rowAt = key.length();
                row.clear();
                codec.encode(output, i, row);
                key.putBytes(row.array(), 0, row.size());
                key.putLong(changes++);
                value.reset();
                value.putLong(output.weight(i));
                value.putInt(rowAt);
                writing.put(table, key.array(), 0, key.length(), value.array(), 0, value.length());
            }
        } catch (IOException | UncheckedIOException e) {
            throw Workspace.fault(e);
        }
    }

    /** The next rows, after everything was added; null at the end. */
    Chunk next() {
        if (isDone) {
            return null;
        }
        if (onHeap != null) {
            isDone = true;
            DeltaBatch rows = new Consolidation(schema).consolidate(DeltaBatch.concat(schema, onHeap), pause);
            onHeap = List.of();
            return new Chunk(rows, order.sort(rows, pause));
        }
        if (cursor == null) {
            open();
        }
        DeltaBatch rows = read();
        isDone = !hasEntry;
        return new Chunk(rows, RowOrder.asTheyCome(rows.size()));
    }

    private void open() {
        try {
            writing.commit();
        } catch (IOException | UncheckedIOException e) {
            throw Workspace.fault(e);
        }
        writing.close();
        writing = null;
        cursor = workspace.storage().scan(table, null, null);
        hasEntry = cursor.next();
    }

    /** Adds up the changes of each row. */
    private DeltaBatch read() {
        BatchBuilder rows = new BatchBuilder(schema);
        while (hasEntry && rows.size() < CHUNK_ROWS && rows.heapBytes() < CHUNK_BYTES) {
            byte[] first = cursor.key().toByteArray();
            ByteReader facts = cursor.value();
            long weight = facts.getLong();
            int rowAt = facts.getInt();
            hasEntry = cursor.next();
            while (hasEntry && isSameRow(first, cursor.key())) {
                weight = Math.addExact(weight, cursor.value().getLong());
                hasEntry = cursor.next();
            }
            if (weight != 0) {
                codec.decode(first, rowAt, rows, 0);
                rows.endRow(weight);
            }
        }
        return rows.build();
    }

    private static boolean isSameRow(byte[] first, ByteReader other) {
        int length = first.length - Long.BYTES;
        return other.remaining() == first.length
                && Arrays.equals(
                        first, 0, length, other.array(), other.position(), other.position() + length);
    }

    @Override
    public void close() {
        isDone = true;
        onHeap = onHeap == null ? null : List.of();
        lease.close();
        if (writing != null) {
            writing.close();
            writing = null;
        }
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
        if (table != 0) {
            workspace.giveBack(List.of(table), true);
            table = 0;
        }
    }
}

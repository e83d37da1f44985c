package dev.millrace.server.statement;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyCodec;
import dev.millrace.executor.data.KeyHash;
import dev.millrace.executor.plan.Schema;
import dev.millrace.server.session.Execution;
import dev.millrace.storage.ByteWriter;

/**
 * Columns of a table in which no two rows may be equal: the primary key or a unique index. Knows what one statement has
 * done to it. What is looked up is noted in the transaction, so that two sessions that insert one key meet in a
 * conflict.
 */
final class UniqueKey {

    private final String name;
    private final long place;
    private final int[] columns;
    private final Execution run;
    private final KeyCodec codec;
    private final ByteWriter sink = new ByteWriter(64);
    /** Keys this statement has written; a second time is a duplicate. */
    private final Set<Bytes> written = new HashSet<>();
    /** Keys this statement has removed, which are free again. */
    private final Set<Bytes> removed = new HashSet<>();

    /** A key's bytes, equal where the values are. */
    private record Bytes(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes key && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(KeyHash.of(bytes, 0, bytes.length));
        }
    }

    /**
     * @param name of the constraint or the index
     * @param place the table whose primary key it is, or the unique index
     */
    UniqueKey(String name, long place, List<Integer> columns, Schema schema, Execution run) {
        this.name = name;
        this.place = place;
        this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
        this.run = run;
        this.codec = KeyCodec.ascending(columns.stream().map(schema::type).toList(), KeyCodec.Form.EQUALITY);
    }

    String name() {
        return name;
    }

    int[] columns() {
        return columns;
    }

    private Bytes bytes(DeltaBatch rows, int row) {
        sink.reset();
        codec.encode(rows, columns, row, sink);
        return new Bytes(sink.toByteArray());
    }

    /** Whether the row can collide at all: a NULL is equal to nothing. */
    private boolean isComplete(DeltaBatch rows, int row) {
        for (int column : columns) {
            if (rows.column(column).isNull(row)) {
                return false;
            }
        }
        return true;
    }

    /** Whether this statement has neither written nor removed any key. */
    boolean isUntouched() {
        return written.isEmpty() && removed.isEmpty();
    }

    /** The first of new rows whose key is taken, be it by an earlier one of them; -1 when all are free. */
    int firstTaken(DeltaBatch rows) {
        int[] complete = new int[rows.size()];
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (isComplete(rows, row)) {
                complete[count++] = row;
            }
        }
        DeltaBatch able = count == rows.size() ? rows : rows.select(complete, count);
        int taken = run.transaction().firstTaken(place, able);
        return taken < 0 ? -1 : complete[taken];
    }

    /** Whether a row with this row's key is there, or was written by this statement. */
    boolean isTaken(DeltaBatch rows, int row) {
        if (!isComplete(rows, row)) {
            return false;
        }
        Bytes key = bytes(rows, row);
        return written.contains(key) || !removed.contains(key) && run.transaction().exists(place, rows, row);
    }

    /** Whether this statement has written this row's key already. */
    boolean wasWritten(DeltaBatch rows, int row) {
        return isComplete(rows, row) && written.contains(bytes(rows, row));
    }

    /** Notes that the row is written; false when its key is taken. */
    boolean claim(DeltaBatch rows, int row) {
        if (!isComplete(rows, row)) {
            return true;
        }
        Bytes key = bytes(rows, row);
        return !written.contains(key)
                && (removed.contains(key) || !run.transaction().exists(place, rows, row))
                && written.add(key);
    }

    /** Notes that this statement has dealt with the row of this key. */
    void note(DeltaBatch rows, int row) {
        written.add(bytes(rows, row));
    }

    /** Notes that the row goes. */
    void free(DeltaBatch rows, int row) {
        if (isComplete(rows, row)) {
            removed.add(bytes(rows, row));
        }
    }

    /** The first of the rows of each key. */
    DeltaBatch distinct(DeltaBatch rows) {
        return distinct(rows, Arrays.stream(columns).boxed().toList(), codec);
    }

    /** The first of the rows with equal values in some columns. */
    static DeltaBatch distinct(DeltaBatch rows, List<Integer> columns, KeyCodec codec) {
        int[] positions = columns.stream().mapToInt(Integer::intValue).toArray();
        ByteWriter sink = new ByteWriter(64);
        Set<Bytes> seen = new HashSet<>();
        int[] kept = new int[rows.size()];
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            sink.reset();
            codec.encode(rows, positions, row, sink);
            if (seen.add(new Bytes(sink.toByteArray()))) {
                kept[count++] = row;
            }
        }
        return count == rows.size() ? rows : rows.select(kept, count);
    }

    boolean isEqual(DeltaBatch left, DeltaBatch right, int row) {
        return bytes(left, row).equals(bytes(right, row));
    }
}

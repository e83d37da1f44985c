package dev.millrace.server.statement;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyCodec;
import dev.millrace.executor.data.KeyHash;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.engine.IndexValues;
import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.IndexEntries;
import dev.millrace.executor.plan.Schema;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.session.Execution;
import dev.millrace.storage.ByteWriter;

/**
 * Columns of a table, or values computed from them, in which no two rows may be equal: the primary key or a unique
 * index. Knows what one statement has
 * done to it. What is looked up is noted in the transaction, so that two sessions that insert one key meet in a
 * conflict.
 */
final class UniqueKey {

    private final String name;
    private final long place;
    private final int[] columns;
    private final Execution run;
    /** What it is of, for messages. */
    private final Supplier<List<String>> shown;
    /** Whose columns these are: the table's, or those of the index where it is of computed values. */
    private final Schema schema;
    /** Null for an index of columns. */
    private final IndexEntries entries;
    /** Null before the first key is needed as bytes. */
    private KeyCodec codec;
    private ByteWriter sink;
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

    /** Rows as an index has them: of row {@code i} that at {@code places[i]}, -1 for none; null for all as they are. */
    private record Seen(DeltaBatch of, DeltaBatch rows, int[] places) {
        int place(int row) {
            return places == null ? row : places[row];
        }
    }

    private Seen seen;

    private UniqueKey(
            String name, long place, List<Integer> columns, Schema schema, IndexEntries entries,
            Supplier<List<String>> shown, Execution run) {
        this.name = name;
        this.place = place;
        this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
        this.schema = schema;
        this.entries = entries;
        this.shown = shown;
        this.run = run;
    }

    static UniqueKey of(CatalogObject.Key primary, long table, Schema schema, Execution run) {
        return new UniqueKey(
                primary.name(), table, primary.columns(), schema, null, () -> names(primary.columns(), schema), run);
    }

    static UniqueKey of(CatalogObject.Index index, Schema schema, Execution run) {
        if (!CatalogSnapshot.isComputed(index)) {
            return new UniqueKey(
                    index.name(), index.id(), index.columns(), schema, null, () -> names(index.columns(), schema), run);
        }
        ObjectDefinition.Index body = (ObjectDefinition.Index) run.transaction().definition(index.id()).body();
        return new UniqueKey(
                index.name(), index.id(), body.columns(), body.schema(), body.entries(), () -> shown(index, schema),
                run);
    }

    private static List<String> names(List<Integer> columns, Schema schema) {
        return columns.stream().map(column -> schema.field(column).name()).toList();
    }

    /** What an index is of, for messages. */
    static List<String> shown(CatalogObject.Index index, Schema schema) {
        return IntStream.range(0, index.keys().size())
                .mapToObj(i -> index.keys().get(i).column() < 0
                        ? CreateText.key(index, i, schema)
                        : schema.field(index.keys().get(i).column()).name())
                .toList();
    }

    private Seen seen(DeltaBatch rows) {
        if (seen == null || seen.of() != rows) {
            seen = entries == null ? new Seen(rows, rows, null) : entries(rows);
        }
        return seen;
    }

    private Seen entries(DeltaBatch rows) {
        int[] kept = IndexValues.places(entries, rows);
        int[] places = new int[rows.size()];
        Arrays.fill(places, -1);
        for (int i = 0; i < kept.length; i++) {
            places[kept[i]] = i;
        }
        return new Seen(rows, IndexValues.withKeys(entries, rows.select(kept, kept.length)), places);
    }

    /** "(names)=(values)" of a row that is in the index. */
    String detail(DeltaBatch rows, int row) {
        Seen in = seen(rows);
        String values = Arrays.stream(columns)
                .mapToObj(column -> in.rows().column(column).isNull(in.place(row))
                        ? "null"
                        : TextForm.shown(
                                schema.type(column), in.rows().column(column), in.place(row),
                                run.session().settings().zone()))
                .collect(Collectors.joining(", "));
        return "(" + String.join(", ", shown.get()) + ")=(" + values + ")";
    }

    /** The row of the table that has the key of this one; null where there is none any more. */
    DeltaBatch find(CatalogObject.Relation table, DeltaBatch rows, int row) {
        if (entries == null) {
            return new KeyLookup(table, columns, run).find(rows, row);
        }
        Seen in = seen(rows);
        DeltaBatch found = new KeyLookup(place, schema, columns, true, run).find(in.rows(), in.place(row));
        if (found == null) {
            return null;
        }
        Column[] whole = new Column[found.columnCount() - columns.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = found.column(columns.length + i);
        }
        return found.withColumns(whole);
    }

    String name() {
        return name;
    }

    int[] columns() {
        return columns;
    }

    private Bytes bytes(DeltaBatch rows, int row) {
        Seen in = seen(rows);
        if (sink == null) {
            sink = new ByteWriter(64);
        }
        sink.reset();
        codec().encode(in.rows(), columns, in.place(row), sink);
        return new Bytes(sink.toByteArray());
    }

    private KeyCodec codec() {
        if (codec == null) {
            codec = KeyCodec.ascending(Arrays.stream(columns).mapToObj(schema::type).toList(), KeyCodec.Form.EQUALITY);
        }
        return codec;
    }

    private boolean exists(DeltaBatch rows, int row) {
        Seen in = seen(rows);
        return run.transaction().exists(place, in.rows(), in.place(row));
    }

    /** Whether the row can collide at all: a NULL is equal to nothing. */
    private boolean isComplete(DeltaBatch rows, int row) {
        Seen in = seen(rows);
        int entry = in.place(row);
        for (int i = 0; i < columns.length && entry >= 0 && (entries == null || !entries.areNullsEqual()); i++) {
            if (in.rows().column(columns[i]).isNull(entry)) {
                return false;
            }
        }
        return entry >= 0;
    }

    /** Whether this statement has neither written nor removed any key. */
    boolean isUntouched() {
        return written.isEmpty() && removed.isEmpty();
    }

    /** The first of new rows whose key is taken, be it by an earlier one of them; -1 when all are free. */
    int firstTaken(DeltaBatch rows) {
        Seen in = seen(rows);
        int[] complete = new int[rows.size()];
        int[] able = new int[rows.size()];
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (isComplete(rows, row)) {
                able[count] = in.place(row);
                complete[count++] = row;
            }
        }
        int taken = run.transaction().firstTaken(
                place, count == rows.size() ? in.rows() : in.rows().select(able, count));
        return taken < 0 ? -1 : complete[taken];
    }

    /** Whether a row with this row's key is there, or was written by this statement. */
    boolean isTaken(DeltaBatch rows, int row) {
        if (!isComplete(rows, row)) {
            return false;
        }
        Bytes key = bytes(rows, row);
        return written.contains(key) || !removed.contains(key) && exists(rows, row);
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
                && (removed.contains(key) || !exists(rows, row))
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
        return distinct(rows, Arrays.stream(columns).boxed().toList(), codec(), run.cancellation());
    }

    /** The first of the rows with equal values in some columns. */
    static DeltaBatch distinct(DeltaBatch rows, List<Integer> columns, KeyCodec codec, Cancellation cancellation) {
        int[] positions = columns.stream().mapToInt(Integer::intValue).toArray();
        if (isAscending(rows, positions, codec, cancellation)) {
            return rows;
        }
        ByteWriter sink = new ByteWriter(64);
        Set<Bytes> seen = new HashSet<>();
        int[] kept = new int[rows.size()];
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            cancellation.check(row);
            sink.reset();
            codec.encode(rows, positions, row, sink);
            if (seen.add(new Bytes(sink.toByteArray()))) {
                kept[count++] = row;
            }
        }
        return count == rows.size() ? rows : rows.select(kept, count);
    }

    /** Whether each row's values come after those before: as a table is read, so that none is there twice. */
    private static boolean isAscending(DeltaBatch rows, int[] positions, KeyCodec codec, Cancellation cancellation) {
        ByteWriter last = new ByteWriter(64);
        ByteWriter next = new ByteWriter(64);
        for (int row = 0; row < rows.size(); row++) {
            cancellation.check(row);
            codec.encode(rows, positions, row, next.reset());
            if (row > 0 && Arrays.compareUnsigned(
                    last.array(), 0, last.length(), next.array(), 0, next.length()) >= 0) {
                return false;
            }
            ByteWriter spare = last;
            last = next;
            next = spare;
        }
        return true;
    }

    /** Whether each row has the key of the same row of the other batch. */
    boolean areEqual(DeltaBatch left, DeltaBatch right) {
        for (int row = 0; row < left.size(); row++) {
            run.cancellation().check(row);
            if (!isEqual(left, right, row)) {
                return false;
            }
        }
        return true;
    }

    boolean isEqual(DeltaBatch left, DeltaBatch right, int row) {
        boolean isIn = seen(left).place(row) >= 0;
        if (isIn != seen(right).place(row) >= 0) {
            return false;
        }
        return !isIn || bytes(left, row).equals(bytes(right, row));
    }
}

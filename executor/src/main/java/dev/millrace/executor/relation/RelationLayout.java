package dev.millrace.executor.relation;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyCodec;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.storage.ByteReader;
import dev.millrace.storage.ByteWriter;

/**
 * How a relation's rows become keys and values.
 *
 * <ul>
 *   <li>KEYED: the key columns identify a row; the others, and key columns that cannot be read back from a key, are the
 *       value;
 *   <li>BAG: the whole row is the key, its count is the value;
 *   <li>LOG: rows in the order of their arrival under a hidden key; the row is the value;
 *   <li>GROWING: rows that never go, many to an entry, in the order in which they came under a hidden key.
 * </ul>
 *
 * <p>Immutable, but its codecs keep scratch memory: {@link #copy} for another thread.
 */
public final class RelationLayout {

    public enum Kind {
        KEYED,
        BAG,
        LOG,
        GROWING
    }

    private final Kind kind;
    private final Schema schema;
    private final int[] keyColumns;
    private final int[] valueColumns;
    private final KeyCodec keyCodec;
    private final KeyCodec valueCodec;
    /** Per schema column: whether it is read from the key rather than from the value. */
    private final boolean[] isReadFromKey;
    private final LaterColumns later;

    private RelationLayout(Kind kind, Schema schema, List<Integer> key, LaterColumns later) {
        this.kind = kind;
        this.schema = schema;
        this.later = later;
        int early = schema.size() - later.size();
        isReadFromKey = new boolean[schema.size()];
        List<Integer> inKey = new ArrayList<>();
        List<Integer> inValue = new ArrayList<>();
        switch (kind) {
            case KEYED -> {
                inKey.addAll(key);
                for (int column = 0; column < early; column++) {
                    isReadFromKey[column] = key.contains(column) && KeyCodec.isReversible(schema.type(column));
                    if (!isReadFromKey[column]) {
                        inValue.add(column);
                    }
                }
            }
            case BAG -> {
                inKey.addAll(key);
                for (int column = 0; column < schema.size(); column++) {
                    if (!key.contains(column) && column < early) {
                        inKey.add(column);
                    }
                    isReadFromKey[column] = true;
                }
            }
            case LOG -> {
                for (int column = 0; column < early; column++) {
                    inValue.add(column);
                }
            }
            case GROWING -> {
                if (early < schema.size()) {
                    throw new IllegalArgumentException("later columns of rows in chunks");
                }
            }
        }
        keyColumns = inKey.stream().mapToInt(Integer::intValue).toArray();
        valueColumns = inValue.stream().mapToInt(Integer::intValue).toArray();
        KeyCodec.Form keyForm = kind == Kind.BAG ? KeyCodec.Form.IDENTITY : KeyCodec.Form.EQUALITY;
        keyCodec = KeyCodec.ascending(types(keyColumns), keyForm);
        valueCodec = KeyCodec.ascending(types(valueColumns), KeyCodec.Form.IDENTITY);
    }

    private List<SqlType> types(int[] columns) {
        List<SqlType> types = new ArrayList<>(columns.length);
        for (int column : columns) {
            types.add(schema.type(column));
        }
        return types;
    }

    public static RelationLayout keyed(Schema schema, List<Integer> key) {
        return new RelationLayout(Kind.KEYED, schema, key, LaterColumns.NONE);
    }

    /** @param later one row: what the last columns are in rows that lay there before these came */
    public static RelationLayout keyed(Schema schema, List<Integer> key, DeltaBatch later) {
        return new RelationLayout(Kind.KEYED, schema, key, LaterColumns.last(schema, later));
    }

    public static RelationLayout bag(Schema schema) {
        return new RelationLayout(Kind.BAG, schema, List.of(), LaterColumns.NONE);
    }

    /** A bag whose rows are found by these columns. */
    public static RelationLayout bag(Schema schema, List<Integer> first) {
        return new RelationLayout(Kind.BAG, schema, first, LaterColumns.NONE);
    }

    public static RelationLayout log(Schema schema) {
        return new RelationLayout(Kind.LOG, schema, List.of(), LaterColumns.NONE);
    }

    /** For rows of which none is ever taken back. */
    public static RelationLayout growing(Schema schema) {
        return new RelationLayout(Kind.GROWING, schema, List.of(), LaterColumns.NONE);
    }

    /** The first key of growing rows that came in this epoch or later. */
    public static byte[] growingKey(long epoch) {
        return Chunks.key(epoch, 0);
    }

    /**
     * The same layout for rows that were given more columns, at their end, when some of them lay in storage already:
     * these stay as they are, and are read with the values that such rows are to have.
     *
     * @param wider the schema with the further columns
     * @param values one row: their values for rows that do not have them
     */
    public RelationLayout withLater(Schema wider, DeltaBatch values) {
        List<Integer> key = new ArrayList<>();
        for (int column : keyColumns) {
            key.add(column);
        }
        return new RelationLayout(kind, wider, key, LaterColumns.last(wider, values));
    }

    private RelationLayout(RelationLayout other) {
        kind = other.kind;
        schema = other.schema;
        keyColumns = other.keyColumns;
        valueColumns = other.valueColumns;
        isReadFromKey = other.isReadFromKey;
        later = other.later.copy();
        keyCodec = other.keyCodec.copy();
        valueCodec = other.valueCodec.copy();
    }

    /** The same layout with its own scratch memory. */
    public RelationLayout copy() {
        return new RelationLayout(this);
    }

    public Kind kind() {
        return kind;
    }

    public boolean isBag() {
        return kind == Kind.BAG;
    }

    public Schema schema() {
        return schema;
    }

    /** Columns whose values order and find the rows, first to last; empty where keys are hidden. Later ones do not. */
    public int[] keyColumns() {
        return keyColumns.clone();
    }

    KeyCodec keyCodec() {
        return keyCodec;
    }

    /** Appends the key of a row of this relation's schema; not where keys come from the rows' arrival. */
    public void encodeKey(DeltaBatch batch, int row, ByteWriter out) {
        keyCodec.encode(batch, keyColumns, row, out);
        if (isBag()) {
            later.encode(batch, row, out);
        }
    }

    void encodeValue(DeltaBatch batch, int row, ByteWriter out) {
        valueCodec.encode(batch, valueColumns, row, out);
        if (!isBag()) {
            later.encode(batch, row, out);
        }
    }

    /** Decodes rows into builders for a selection of columns. */
    RowDecoder decoder(List<Integer> columns, ColumnBuilder[] builders) {
        return new RowDecoder(columns, builders);
    }

    /** Reads keys and values into one builder for each wanted column. */
    final class RowDecoder {
        private final ColumnBuilder[] fromKey = new ColumnBuilder[keyColumns.length];
        private final ColumnBuilder[] fromValue = new ColumnBuilder[valueColumns.length];
        private final ColumnBuilder[] fromLater = new ColumnBuilder[later.size()];
        private final boolean needsKey;
        private final boolean needsValue;
        private final boolean needsLater;
        private final ByteReader cursor = new ByteReader();

        private RowDecoder(List<Integer> columns, ColumnBuilder[] builders) {
            boolean anyKey = false;
            boolean anyValue = false;
            boolean anyLater = false;
            int early = schema.size() - later.size();
            for (int i = 0; i < builders.length; i++) {
                int column = columns.get(i);
                if (column >= early) {
                    fromLater[column - early] = builders[i];
                    anyLater = true;
                } else if (isReadFromKey[column]) {
                    fromKey[indexOf(keyColumns, column)] = builders[i];
                    anyKey = true;
                } else {
                    fromValue[indexOf(valueColumns, column)] = builders[i];
                    anyValue = true;
                }
            }
            needsKey = anyKey || anyLater && isBag();
            needsValue = anyValue || anyLater && !isBag();
            needsLater = anyLater;
        }

        private static int indexOf(int[] columns, int column) {
            for (int i = 0; i < columns.length; i++) {
                if (columns[i] == column) {
                    return i;
                }
            }
            throw new IllegalArgumentException("no column " + column);
        }

        void decode(byte[] key, int keyFrom, int keyTo, byte[] value, int valueFrom, int valueTo) {
            if (needsKey) {
                cursor.set(key, keyFrom, keyTo);
                keyCodec.decode(cursor, fromKey);
                if (needsLater && isBag()) {
                    later.decode(cursor, fromLater);
                }
            }
            if (needsValue) {
                cursor.set(value, valueFrom, valueTo);
                valueCodec.decode(cursor, fromValue);
                if (needsLater && !isBag()) {
                    later.decode(cursor, fromLater);
                }
            }
        }
    }
}

package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.BatchCodec;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.relation.RelationLayout;
import dev.millrace.executor.relation.RelationSnapshot;
import dev.millrace.executor.relation.RelationStore;
import dev.millrace.storage.ByteReader;
import dev.millrace.storage.ByteWriter;

/**
 * Columns that a table gets when it has rows already. No row is touched for that: the definition notes what rows
 * without the columns have in them. Positions of columns never change, so that plans over the table go on as they are.
 */
public final class Widening {

    /** Of a relation whose rows have all their columns. */
    static final byte[] NONE = {};

    private Widening() {}

    /**
     * A table's, an index's or a history's definition with one column more.
     *
     * @param wider its schema then
     * @param value of the column in the rows that are there; one row
     */
    public static ObjectDefinition.Body widened(ObjectDefinition.Body body, Schema wider, Column value) {
        return switch (body) {
            case ObjectDefinition.Table table ->
                new ObjectDefinition.Table(wider, table.key(), with(table.later(), value));
            case ObjectDefinition.Index index -> new ObjectDefinition.Index(
                    index.relation(), index.entries() == null ? wider : with(index.schema(), wider), index.columns(),
                    index.identity(), index.isUnique(), with(index.later(), value), index.entries());
            case ObjectDefinition.History history -> new ObjectDefinition.History(
                    history.relation(), wider, history.retentionMicros(), with(history.later(), value));
            case ObjectDefinition.Body other -> throw new IllegalArgumentException("has no rows to widen: " + other);
        };
    }

    private static byte[] with(byte[] later, Column value) {
        List<Column> columns = new ArrayList<>();
        if (later.length > 0) {
            DeltaBatch before = values(later);
            for (int i = 0; i < before.columnCount(); i++) {
                columns.add(before.column(i));
            }
        }
        columns.add(value);
        ByteWriter out = new ByteWriter(64);
        BatchCodec.encode(DeltaBatch.inserts(columns.toArray(Column[]::new), 1), out);
        return out.toByteArray();
    }

    /** What comes first stays, of the relation comes the last column. */
    private static Schema with(Schema schema, Schema relation) {
        List<Schema.Field> fields = new ArrayList<>(schema.fields());
        fields.add(relation.fields().getLast());
        return new Schema(fields);
    }

    private static DeltaBatch values(byte[] later) {
        ByteReader in = new ByteReader();
        in.set(later, 0, later.length);
        return BatchCodec.decode(in);
    }

    /** Whether the object's rows have more columns by its new definition; then they have them from now on. */
    static boolean widen(RelationStore store, ObjectDefinition redefined) {
        RelationLayout layout = store == null ? null : Layouts.of(Rekeying.asLying(redefined, store.layout()));
        boolean isWider = layout != null && layout.schema().size() > store.layout().schema().size();
        if (isWider) {
            store.widen(layout);
        }
        return isWider;
    }

    /** Rows that are there, in the form that a transaction has given them. */
    static RelationSnapshot inForm(RelationSnapshot rows, ObjectDefinition object) {
        boolean isWider = switch (object.body()) {
            case ObjectDefinition.Table table -> table.schema().size() > rows.layout().schema().size();
            case ObjectDefinition.Index index -> index.schema().size() > rows.layout().schema().size();
            case ObjectDefinition.History history -> history.schema().size() >= rows.layout().schema().size();
            case ObjectDefinition.Body other -> false;
        };
        return isWider ? rows.widened(Layouts.of(Rekeying.asLying(object, rows.layout()))) : rows;
    }

    /** A layout for the columns that were there first, with those that came later. */
    static RelationLayout layout(Schema schema, byte[] later, Layout early) {
        if (later.length == 0) {
            return early.of(schema);
        }
        DeltaBatch values = values(later);
        Schema first = new Schema(schema.fields().subList(0, schema.size() - values.columnCount()));
        return early.of(first).withLater(schema, values);
    }

    /** The same for rows by a key, whose columns may be among those that came later: then no row is without them. */
    static RelationLayout keyed(Schema schema, byte[] later, List<Integer> key) {
        return later.length == 0
                ? RelationLayout.keyed(schema, key)
                : RelationLayout.keyed(schema, key, values(later));
    }

    /** How rows of a schema lie. */
    interface Layout {
        RelationLayout of(Schema schema);
    }

    /** A change that was made before the table got its last columns, with these. */
    static DeltaBatch widen(DeltaBatch delta, ObjectDefinition.Table table) {
        int width = table.schema().size();
        if (delta.columnCount() == width || table.later().length == 0) {
            return delta;
        }
        DeltaBatch values = values(table.later());
        int[] rows = new int[delta.size()];
        Column[] columns = new Column[width];
        for (int i = 0; i < width; i++) {
            columns[i] = i < delta.columnCount()
                    ? delta.column(i)
                    : values.select(rows, rows.length).column(i - (width - values.columnCount()));
        }
        return delta.withColumns(columns);
    }
}

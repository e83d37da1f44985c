package dev.millrace.server.statement;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyCodec;
import dev.millrace.executor.engine.QueryRun;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.session.Execution;
import dev.millrace.storage.ByteWriter;

/**
 * Both ends of one foreign key: which rows refer to which keys, and whether a key is there. All that is looked up is
 * noted in the transaction, so that a referenced row that goes meanwhile, or a referencing one that comes, is a
 * conflict when it commits. Key rows hold the key's columns alone, in its order, as the referenced table types them.
 */
final class ForeignKeyRows {

    private final ForeignKey key;
    private final CatalogObject.Table referencing;
    private final CatalogObject.Table referenced;
    private final Execution run;
    private final KeyCodec codec;
    private final int[] positions;
    private final boolean isSameTypes;
    private final ByteWriter sink = new ByteWriter(64);

    ForeignKeyRows(ForeignKey key, Execution run) {
        this.key = key;
        this.run = run;
        this.referencing = table(key.table(), run);
        this.referenced = table(key.referenced(), run);
        List<SqlType> types = key.referencedColumns().stream().map(referenced.schema()::type).toList();
        this.codec = KeyCodec.ascending(types, KeyCodec.Form.EQUALITY);
        this.positions = IntStream.range(0, types.size()).toArray();
        this.isSameTypes = IntStream.of(positions).allMatch(i ->
                isSame(referencing.schema().type(key.columns().get(i)), types.get(i)));
    }

    /** Whether equal values of both have the same bytes. */
    static boolean isSame(SqlType from, SqlType to) {
        boolean areTexts = isUnpadded(from.kind()) && isUnpadded(to.kind());
        return areTexts || from.withoutModifiers().equals(to.withoutModifiers());
    }

    private static boolean isUnpadded(SqlType.Kind kind) {
        return kind == SqlType.Kind.TEXT || kind == SqlType.Kind.VARCHAR;
    }

    private static CatalogObject.Table table(long id, Execution run) {
        return (CatalogObject.Table) run.catalog().snapshot().find(id).orElseThrow();
    }

    CatalogObject.Table referencing() {
        return referencing;
    }

    CatalogObject.Table referenced() {
        return referenced;
    }

    /** The key rows of rows of the referenced table. */
    DeltaBatch referencedKeys(DeltaBatch rows) {
        return rows.project(key.referencedColumns());
    }

    /** The key rows that rows of the referencing table ask for. */
    DeltaBatch askedKeys(DeltaBatch rows) {
        if (isSameTypes) {
            return rows.project(key.columns());
        }
        Column[] columns = new Column[positions.length];
        for (int i : positions) {
            int column = key.columns().get(i);
            columns[i] = cast(
                    rows, column, referencing.schema().type(column),
                    referenced.schema().type(key.referencedColumns().get(i)));
        }
        return rows.withColumns(columns);
    }

    /** A column of the key rows, as the referencing table types it. */
    Column asReferencing(DeltaBatch keys, int i) {
        return cast(
                keys, i, referenced.schema().type(key.referencedColumns().get(i)),
                referencing.schema().type(key.columns().get(i)));
    }

    private Column cast(DeltaBatch rows, int column, SqlType from, SqlType to) {
        Expr input = new Expr.Input(column, from);
        return isSame(from, to)
                ? rows.column(column)
                : new RowExpressions(run).evaluate(new Expr.Cast(input, to.withoutModifiers()), rows);
    }

    /** How many of the key's columns are NULL in a key row. */
    int nullCount(DeltaBatch keys, int row) {
        return (int) IntStream.of(positions).filter(i -> keys.column(i).isNull(row)).count();
    }

    /** Equal for equal keys. */
    ByteBuffer bytes(DeltaBatch keys, int row) {
        sink.reset();
        codec.encode(keys, positions, row, sink);
        return ByteBuffer.wrap(sink.toByteArray());
    }

    /** Whether the referenced table has the key now. */
    boolean isThere(DeltaBatch keys, int row) {
        Column[] columns = new Column[referenced.schema().size()];
        for (int i : positions) {
            columns[key.referencedColumns().get(i)] = keys.column(i);
        }
        boolean isPrimary = referenced.primaryKey() != null && referenced.primaryKey().id() == key.referencedKey();
        return run.transaction().exists(
                isPrimary ? referenced.id() : key.referencedKey(), keys.withColumns(columns), row);
    }

    /** The rows that refer to any of these keys now, with all columns. Keys with a NULL are nobody's. */
    DeltaBatch referringTo(DeltaBatch keys) {
        if (isSameTypes && (keys.size() == 1 || isIndexed())) {
            int[] columns = key.columns().stream().mapToInt(Integer::intValue).toArray();
            KeyLookup lookup = new KeyLookup(referencing, columns, run);
            List<DeltaBatch> found = new ArrayList<>();
            Set<ByteBuffer> seen = new HashSet<>();
            for (int row = 0; row < keys.size(); row++) {
                if (nullCount(keys, row) == 0 && seen.add(bytes(keys, row))) {
                    run.cancellation().check();
                    found.add(lookup.all(keys, positions, row));
                }
            }
            return DeltaBatch.concat(referencing.schema(), found);
        }
        return scan(keys);
    }

    private boolean isIndexed() {
        Set<Integer> wanted = new HashSet<>(key.columns());
        return isLeading(referencing.keyColumns(), wanted)
                || run.catalog().snapshot().indexes(referencing.id()).stream()
                        .anyMatch(index -> index.isStored() && !CatalogSnapshot.isComputed(index)
                                && isLeading(index.columns(), wanted));
    }

    private static boolean isLeading(List<Integer> columns, Set<Integer> wanted) {
        return columns.size() >= wanted.size() && wanted.containsAll(columns.subList(0, wanted.size()));
    }

    private DeltaBatch scan(DeltaBatch keys) {
        Set<ByteBuffer> wanted = new HashSet<>();
        for (int row = 0; row < keys.size(); row++) {
            if (nullCount(keys, row) == 0) {
                wanted.add(bytes(keys, row));
            }
        }
        Schema schema = referencing.schema();
        List<DeltaBatch> found = new ArrayList<>();
        Plan all = new Plan.Scan(
                "referencing", referencing.id(), IntStream.range(0, schema.size()).boxed().toList(), schema);
        try (QueryRun rows = run.query(new QueryPlan(all, List.of(), null, null, schema, List.of(), List.of()))) {
            for (DeltaBatch batch = rows.next(); batch != null; batch = rows.next()) {
                DeltaBatch asked = askedKeys(batch);
                int[] kept = new int[batch.size()];
                int count = 0;
                for (int row = 0; row < batch.size(); row++) {
                    if (nullCount(asked, row) == 0 && wanted.contains(bytes(asked, row))) {
                        kept[count++] = row;
                    }
                }
                found.add(batch.select(kept, count));
            }
        }
        return DeltaBatch.concat(schema, found);
    }
}

package dev.millrace.server.statement;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyCodec;
import dev.millrace.executor.data.KeyHash;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.RowStream;
import dev.millrace.storage.ByteWriter;

/**
 * Changes the rows of one table or stream in one statement, and keeps its constraints: NOT NULL, CHECK, the primary
 * key. What it looks up is noted in the transaction, so that two sessions inserting one key meet in a conflict.
 */
final class TableWriter {

    private final Execution run;
    private final CatalogObject.Relation relation;
    private final Schema schema;
    private final List<Statement.Check> checks;
    private final RowExpressions expressions;
    private final CatalogObject.Key key;
    private final int[] keyColumns;
    private final KeyCodec keyCodec;
    private final ByteWriter sink = new ByteWriter(64);
    /** Keys this statement has written; a second time is a duplicate. */
    private final Set<Key> written = new HashSet<>();
    /** Keys this statement has removed, which are free again. */
    private final Set<Key> removed = new HashSet<>();

    /** A key's bytes, equal where the values are. */
    private record Key(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(KeyHash.of(bytes, 0, bytes.length));
        }
    }

    /** @param command for messages, e.g. {@code INSERT} */
    TableWriter(Execution run, long relation, List<Statement.Check> checks, String command) {
        run.session().transaction().checkWritable(command);
        this.run = run;
        this.relation = (CatalogObject.Relation) run.catalog().snapshot().find(relation).orElseThrow(() ->
                new SqlException(SqlState.UNDEFINED_TABLE, "relation with OID " + relation + " does not exist"));
        this.schema = this.relation.schema();
        this.checks = checks;
        this.expressions = new RowExpressions(run);
        this.key = this.relation instanceof CatalogObject.Table table ? table.primaryKey() : null;
        this.keyColumns = key == null ? new int[0] : key.columns().stream().mapToInt(Integer::intValue).toArray();
        this.keyCodec = KeyCodec.ascending(
                key == null ? List.of() : key.columns().stream().map(schema::type).toList(), KeyCodec.Form.EQUALITY);
    }

    Schema schema() {
        return schema;
    }

    CatalogObject.Relation relation() {
        return relation;
    }

    boolean hasKey() {
        return key != null;
    }

    int[] keyColumns() {
        return keyColumns;
    }

    RowExpressions expressions() {
        return expressions;
    }

    private Key keyOf(DeltaBatch rows, int row) {
        sink.reset();
        keyCodec.encode(rows, keyColumns, row, sink);
        return new Key(sink.toByteArray());
    }

    /** @throws SqlException 23502, 23514 for the first row that breaks a rule */
    void checkRows(DeltaBatch rows) {
        for (int column = 0; column < schema.size(); column++) {
            if (!schema.field(column).nullable() && rows.column(column).nulls() != null) {
                for (int row = 0; row < rows.size(); row++) {
                    if (rows.column(column).isNull(row)) {
                        throw nullViolation(rows, row, column);
                    }
                }
            }
        }
        for (Statement.Check check : checks) {
            int row = expressions.firstFalse(check.condition(), rows);
            if (row >= 0) {
                throw new SqlException(
                        SqlState.CHECK_VIOLATION,
                        "new row for relation \"" + relation.name() + "\" violates check constraint \"" + check.name()
                                + "\"")
                        .withDetail(failingRow(rows, row))
                        .withOrigin(origin(null, check.name()));
            }
        }
    }

    private SqlException nullViolation(DeltaBatch rows, int row, int column) {
        String name = schema.field(column).name();
        return new SqlException(
                SqlState.NOT_NULL_VIOLATION,
                "null value in column \"" + name + "\" of relation \"" + relation.name()
                        + "\" violates not-null constraint")
                .withDetail(failingRow(rows, row))
                .withOrigin(origin(name, null));
    }

    private SqlException.Origin origin(String column, String constraint) {
        return new SqlException.Origin(relation.schemaName(), relation.name(), column, constraint);
    }

    private String failingRow(DeltaBatch rows, int row) {
        StringBuilder text = new StringBuilder("Failing row contains (");
        for (int i = 0; i < schema.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(text(rows, row, i));
        }
        return text.append(").").toString();
    }

    private String text(DeltaBatch rows, int row, int column) {
        return rows.column(column).isNull(row)
                ? "null"
                : TextForm.format(
                        schema.type(column), rows.column(column), row, run.session().settings().zone());
    }

    /** Whether a row with this row's key is there, or was written by this statement. */
    boolean isTaken(DeltaBatch rows, int row) {
        Key bytes = keyOf(rows, row);
        return written.contains(bytes)
                || !removed.contains(bytes) && run.transaction().exists(relation.id(), rows, row);
    }

    /** Whether this statement has written this row's key already. */
    boolean wasWritten(DeltaBatch rows, int row) {
        return written.contains(keyOf(rows, row));
    }

    /** Claims the keys of new rows, which are written next. @throws SqlException 23505 for the first that is taken */
    void claimKeys(DeltaBatch rows) {
        if (key == null) {
            return;
        }
        if (written.isEmpty() && removed.isEmpty()) {
            int taken = run.transaction().firstTaken(relation.id(), rows);
            if (taken >= 0) {
                throw duplicate(rows, taken);
            }
            return;
        }
        for (int row = 0; row < rows.size(); row++) {
            if ((row & 1023) == 1023) {
                run.cancellation().check();
            }
            if (isTaken(rows, row)) {
                throw duplicate(rows, row);
            }
            written.add(keyOf(rows, row));
        }
    }

    /** Whether every row of the first has the key of the same row of the second. */
    boolean hasSameKeys(DeltaBatch rows, DeltaBatch others) {
        for (int row = 0; row < rows.size() && key != null; row++) {
            if (!keyOf(rows, row).equals(keyOf(others, row))) {
                return false;
            }
        }
        return true;
    }

    void claimKey(DeltaBatch rows, int row) {
        written.add(keyOf(rows, row));
    }

    /** Frees the keys of rows that go. */
    void freeKeys(DeltaBatch rows) {
        if (key != null) {
            for (int row = 0; row < rows.size(); row++) {
                removed.add(keyOf(rows, row));
            }
        }
    }

    /** The first of the rows of each key: a row that a join found several times is changed once. */
    DeltaBatch oncePerKey(DeltaBatch rows) {
        if (key == null) {
            return rows;
        }
        Set<Key> seen = new HashSet<>();
        int[] kept = new int[rows.size()];
        int count = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (seen.add(keyOf(rows, row))) {
                kept[count++] = row;
            }
        }
        return count == rows.size() ? rows : rows.select(kept, count);
    }

    private SqlException duplicate(DeltaBatch rows, int row) {
        String columns = key.columns().stream().map(i -> schema.field(i).name()).collect(Collectors.joining(", "));
        String values = key.columns().stream().map(i -> text(rows, row, i)).collect(Collectors.joining(", "));
        return new SqlException(
                SqlState.UNIQUE_VIOLATION,
                "duplicate key value violates unique constraint \"" + key.name() + "\"")
                .withDetail("Key (" + columns + ")=(" + values + ") already exists.")
                .withOrigin(origin(null, key.name()));
    }

    void write(DeltaBatch delta) {
        run.transaction().write(relation.id(), delta);
    }

    /** @param rows the rows as RETURNING sees them: all columns of the table */
    Outcome outcome(String tag, Statement.Returning returning, DeltaBatch rows) {
        if (returning == null) {
            return new Outcome.Done(tag);
        }
        return new Outcome.Rows(
                ResultColumns.wire(returning.schema()),
                RowStream.of(expressions.project(returning.expressions(), rows)),
                tag);
    }
}

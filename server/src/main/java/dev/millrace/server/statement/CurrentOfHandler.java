package dev.millrace.server.statement;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyCodec;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.engine.QueryRun;
import dev.millrace.executor.engine.Standstill;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.CurrentOf;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.CursorRows;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Portal;
import dev.millrace.storage.ByteWriter;

/**
 * WHERE CURRENT OF. The row is found again by its key, or without one by all that it was when it was fetched; what the
 * statement makes of it is what the cursor stands on from then on.
 */
final class CurrentOfHandler implements Handler<CurrentOf> {

    @Override
    public Outcome handle(CurrentOf current, Execution run) {
        CatalogObject.Relation table =
                (CatalogObject.Relation) run.catalog().snapshot().find(current.relation()).orElseThrow();
        CursorRows cursor = cursor(current, table, run);
        DeltaBatch row = cursor.currentRow();
        if (row == null) {
            throw state("cursor \"" + current.cursor() + "\" is not positioned on a row");
        }
        DeltaBatch there = row.isEmpty() ? null : find(whole(row, current, table.schema()), current, table, run);
        DeltaBatch found = found(current.change(), there, table.schema(), run);
        return switch (current.change()) {
            case Statement.Update update -> {
                TableWriter writer = new TableWriter(run, update.relation(), update.rules(), "UPDATE");
                Outcome outcome = UpdateHandler.write(update, found, writer);
                if (writer.lastUpdated() != null && !writer.lastUpdated().isEmpty()) {
                    cursor.setCurrent(writer.lastUpdated().project(current.columns()));
                }
                yield outcome;
            }
            case Statement.Delete delete -> {
                Outcome outcome = DeleteHandler.write(delete, found, run);
                cursor.setCurrent(DeltaBatch.inserts(new Column[0], 0));
                yield outcome;
            }
            case Statement other -> throw new IllegalStateException("no change of a row: " + other);
        };
    }

    private static CursorRows cursor(CurrentOf current, CatalogObject table, Execution run) {
        Portal portal = run.session().portals().find(current.cursor());
        if (portal == null) {
            throw new SqlException(
                    SqlState.INVALID_CURSOR_NAME, "cursor \"" + current.cursor() + "\" does not exist");
        }
        if (portal.declared() != null && portal.declared().isHold()) {
            throw state("cursor \"" + current.cursor() + "\" is held from a previous transaction");
        }
        CursorRows rows = portal.cursorRows();
        if (rows == null || rows.relation() != table.id()) {
            throw state("cursor \"" + current.cursor() + "\" is not a simply updatable scan of table \""
                    + table.name() + "\"");
        }
        return rows;
    }

    private static SqlException state(String message) {
        return new SqlException("24000", message);
    }

    // ---- the row ----------------------------------------------------------------------------------------------------

    /** The row with all columns of the table, nothing in those that were dropped. */
    private static DeltaBatch whole(DeltaBatch row, CurrentOf current, Schema schema) {
        Column[] columns = new Column[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            int at = current.columns().indexOf(i);
            columns[i] = at < 0 ? Literals.column(Expr.Literal.ofNull(schema.type(i))) : row.column(at);
        }
        return DeltaBatch.inserts(columns, 1);
    }

    /** The row as it is now; null when it is gone. */
    private static DeltaBatch find(
            DeltaBatch row, CurrentOf current, CatalogObject.Relation relation, Execution run) {
        if (relation instanceof CatalogObject.Table table && !table.keyColumns().isEmpty()) {
            int[] key = table.keyColumns().stream().mapToInt(Integer::intValue).toArray();
            return new KeyLookup(table, key, run).find(row, 0);
        }
        Schema schema = relation.schema();
        int[] columns = current.columns().stream().mapToInt(Integer::intValue).toArray();
        KeyCodec codec = KeyCodec.ascending(
                current.columns().stream().map(schema::type).toList(), KeyCodec.Form.EQUALITY);
        ByteBuffer wanted = bytes(codec, row, columns, 0);
        Plan scan = new Plan.Scan(
                "current-of", relation.id(), IntStream.range(0, schema.size()).boxed().toList(), schema);
        try (QueryRun rows =
                run.query(new QueryPlan(scan, List.of(), null, null, schema, List.of(), List.of()))) {
            for (DeltaBatch batch = rows.next(); batch != null; batch = rows.next()) {
                run.cancellation().check();
                for (int i = 0; i < batch.size(); i++) {
                    if (bytes(codec, batch, columns, i).equals(wanted)) {
                        return batch.select(new int[] {i}, 1);
                    }
                }
            }
        }
        return null;
    }

    private static ByteBuffer bytes(KeyCodec codec, DeltaBatch rows, int[] columns, int row) {
        ByteWriter sink = new ByteWriter(64);
        codec.encode(rows, columns, row, sink);
        return ByteBuffer.wrap(sink.toByteArray());
    }

    /** What the statement finds where the table is that row alone. */
    private static DeltaBatch found(Statement change, DeltaBatch there, Schema schema, Execution run) {
        QueryPlan plan = change instanceof Statement.Update update
                ? update.rows()
                : ((Statement.Delete) change).rows();
        try (Standstill standstill = run.transaction().standStill()) {
            standstill.lend(CurrentOf.ROW, schema, there == null ? DeltaBatch.empty(schema) : there);
            return Rows.all(run.query(plan), plan.result());
        }
    }
}

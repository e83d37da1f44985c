package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.DeclareCursor;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Portal;
import dev.millrace.server.session.RowStream;
import dev.millrace.server.session.StatementRunner;

/**
 * DECLARE name CURSOR FOR query: a portal that FETCH reads. WITH HOLD reads everything now, to outlive the
 * transaction.
 */
final class DeclareCursorHandler implements Handler<DeclareCursor> {

    private static final long HELD_BYTES_MAX = 256L << 20;

    private final StatementRunner runner;

    DeclareCursorHandler(StatementRunner runner) {
        this.runner = runner;
    }

    @Override
    public Outcome handle(DeclareCursor declare, Execution run) throws InterruptedException {
        boolean isLive = declare.query() instanceof Statement.Subscribe;
        if (!declare.isHold() && !run.session().transaction().isExplicit()) {
            throw new SqlException(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION, "DECLARE CURSOR can only be used in transaction blocks");
        }
        if (!(runner.run(declare.query(), run) instanceof Outcome.Rows rows)) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "DECLARE CURSOR needs a query");
        }
        Portal.Declared declared = new Portal.Declared(
                run.sql(), declare.isHold(), declare.isBinary(), declare.scrolling(),
                System.currentTimeMillis() * 1000);
        boolean isReadNow = declare.isHold() && !isLive;
        Portal cursor = Portal.ofCursor(
                declare.name(), isReadNow ? all(rows) : shown(rows, declare), declared, declare.current());
        if (declare.isHold()) {
            run.session().portals().putHeld(cursor);
        } else {
            run.session().portals().put(cursor);
        }
        return new Outcome.Done("DECLARE CURSOR");
    }

    /** The columns that the query asks for; of a row there may be more. */
    private static Outcome.Rows shown(Outcome.Rows rows, DeclareCursor declare) {
        int hidden = declare.current() == null ? 0 : declare.current().columns();
        return new Outcome.Rows(
                rows.columns().subList(0, rows.columns().size() - hidden), rows.stream(), rows.tag());
    }

    private static Outcome.Rows all(Outcome.Rows rows) throws InterruptedException {
        List<DeltaBatch> batches = new ArrayList<>();
        long bytes = 0;
        try (RowStream stream = rows.stream()) {
            for (DeltaBatch batch = stream.next(); batch != null; batch = stream.next()) {
                bytes += batch.heapBytes();
                if (bytes > HELD_BYTES_MAX) {
                    throw new SqlException(
                                    SqlState.PROGRAM_LIMIT_EXCEEDED, "the cursor's rows are more than can be held")
                            .withHint("Declare it without WITH HOLD, or ask for fewer rows.");
                }
                batches.add(batch);
            }
        }
        Schema schema = new Schema(rows.columns().stream()
                .map(column -> new Schema.Field(column.name(), column.type(), true))
                .toList());
        return new Outcome.Rows(rows.columns(), RowStream.of(DeltaBatch.concat(schema, batches)), rows.tag());
    }
}

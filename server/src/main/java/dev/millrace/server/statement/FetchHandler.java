package dev.millrace.server.statement;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.CursorRows;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.LiveRows;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Portal;
import dev.millrace.server.session.RowStream;

/**
 * FETCH and MOVE; of SQL cursors and of the protocol's portals alike. Of a subscription they take what
 * is there, and wait only for the first row.
 */
final class FetchHandler implements Handler<Statement.Fetch> {

    private static final long DAYS_MAX = 365;

    @Override
    public Outcome handle(Statement.Fetch fetch, Execution run) throws InterruptedException {
        Portal cursor = cursor(fetch, run);
        try {
            return read(fetch, cursor, run);
        } catch (SqlException e) {
            throw failed(cursor, e);
        }
    }

    /** What a subscription has still to tell is as it was: whoever was interrupted may ask again. */
    private static SqlException failed(Portal cursor, SqlException error) {
        if (!(((Outcome.Rows) cursor.outcome()).stream() instanceof LiveRows)) {
            cursor.fail();
        }
        return error;
    }

    private static Portal cursor(Statement.Fetch fetch, Execution run) {
        Portal cursor = run.session().portals().find(fetch.cursor());
        if (cursor == null || !(cursor.outcome() instanceof Outcome.Rows)) {
            throw new SqlException(
                    SqlState.INVALID_CURSOR_NAME, "cursor \"" + fetch.cursor() + "\" does not exist");
        }
        cursor.checkRunnable();
        return cursor;
    }

    private static Outcome read(Statement.Fetch fetch, Portal cursor, Execution run) throws InterruptedException {
        Outcome.Rows rows = (Outcome.Rows) cursor.outcome();
        if (fetch.isMove() && cursor.cursorRows() != null && staysWhereItIs(fetch, cursor.cursorRows())) {
            return new Outcome.Done("MOVE " + (cursor.cursorRows().isOnRow() ? 1 : 0));
        }
        RowStream taken = rows.stream() instanceof LiveRows live
                ? live(fetch, cursor, live, run)
                : taken(fetch, cursor);
        if (!fetch.isMove()) {
            return new Outcome.Rows(rows.columns(), failing(taken, cursor), "FETCH %d", cursor.isBinary());
        }
        long moved = 0;
        for (DeltaBatch batch = taken.next(); batch != null; batch = taken.next()) {
            moved += batch.size();
        }
        return new Outcome.Done("MOVE " + moved);
    }

    /** Rows whose failure is the cursor's. */
    private static RowStream failing(RowStream rows, Portal cursor) {
        return () -> {
            try {
                return rows.next();
            } catch (SqlException e) {
                throw failed(cursor, e);
            }
        };
    }

    /** A MOVE by nothing, and one back to where it begins already: every cursor can do that. */
    private static boolean staysWhereItIs(Statement.Fetch move, CursorRows rows) {
        return switch (move.direction()) {
            case FORWARD, RELATIVE -> move.count() == 0;
            case BACKWARD -> move.count() == 0 || move.count() == Long.MAX_VALUE && rows.isAtStart();
            case ABSOLUTE -> false;
        };
    }

    private static RowStream taken(Statement.Fetch fetch, Portal cursor) throws InterruptedException {
        CursorRows rows = cursor.cursorRows();
        if (rows == null) {
            checkForward(fetch, "Declare it with SCROLL option to enable backward scan.");
            return cursor.take(fetch.count());
        }
        return switch (fetch.direction()) {
            case FORWARD -> rows.forward(fetch.count());
            case BACKWARD -> rows.backward(fetch.count());
            case ABSOLUTE -> rows.absolute(fetch.count());
            case RELATIVE -> rows.relative(fetch.count());
        };
    }

    private static RowStream live(Statement.Fetch fetch, Portal cursor, LiveRows rows, Execution run) {
        checkForward(fetch, "What a subscription has told is not kept.");
        return cursor.takeLive(rows, fetch.count(), patienceNanos(fetch, run), run.cancellation());
    }

    private static void checkForward(Statement.Fetch fetch, String hint) {
        if (fetch.direction() != Statement.Fetch.Direction.FORWARD) {
            throw new SqlException(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "cursor can only scan forward")
                    .withHint(hint);
        }
    }

    private static long patienceNanos(Statement.Fetch fetch, Execution run) {
        if (fetch.timeout() == null) {
            return Long.MAX_VALUE;
        }
        Expr text = new Expr.Literal(fetch.timeout(), SqlType.TEXT);
        BytesColumn interval = (BytesColumn) new RowExpressions(run).evaluate(
                new Expr.Cast(text, SqlType.INTERVAL), DeltaBatch.inserts(new Column[0], 1));
        Interval time = Interval.read(interval, 0);
        long days = time.months() * 30L + time.days();
        if (days > DAYS_MAX || days < 0 || time.micros() < 0) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "invalid value for \"timeout\": \"" + fetch.timeout() + "\"");
        }
        return (days * Interval.MICROS_PER_DAY + time.micros()) * 1000;
    }
}

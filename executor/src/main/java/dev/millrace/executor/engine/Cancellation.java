package dev.millrace.executor.engine;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** A statement's wish to end, set by a cancel request, a timeout or a shutdown, and asked by whoever works for it. */
public final class Cancellation {

    /** Never cancelled. */
    public static final Cancellation NONE = new Cancellation();

    /** A power of two: some ten microseconds of work. */
    private static final int ROWS_BETWEEN_CHECKS = 1024;

    private volatile SqlException reason;

    /** Ends the statement with this error; the first reason counts. */
    public void cancel(SqlException why) {
        if (reason == null && this != NONE) {
            reason = why;
        }
    }

    public void cancelByUser() {
        cancel(new SqlException(SqlState.QUERY_CANCELED, "canceling statement due to user request"));
    }

    public boolean isCancelled() {
        return reason != null;
    }

    /** @throws SqlException the reason, when cancelled */
    public void check() {
        SqlException why = reason;
        if (why != null) {
            throw why;
        }
    }

    /** Looks now and then in a loop over rows, of which there can be millions. @throws SqlException as above */
    public void check(int row) {
        if ((row & (ROWS_BETWEEN_CHECKS - 1)) == 0) {
            check();
        }
    }
}

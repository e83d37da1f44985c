package dev.millrace.planner.lower;

import java.time.ZoneId;

import dev.millrace.executor.plan.SqlException;

/**
 * That a query's result is kept up to date, also while only the clock moves.
 *
 * @param zone of the session, fixed into the plan
 * @param clockPosition where the statement asks for the current time, 0 for nowhere
 */
public record Keeping(ZoneId zone, int clockPosition) {

    /** 0A000 for a use of the clock whose result might change with every tick. */
    SqlException refusal() {
        return SqlException.unsupported("the current time here, in a query that is kept up to date,")
                .withHint("Compare it, less days, hours or minutes, with a row's time in WHERE or HAVING:"
                        + " ts > now() - interval '5 minutes'.")
                .at(clockPosition);
    }
}

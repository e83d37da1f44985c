package dev.millrace.planner.lower;

import java.time.ZoneId;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.logical.Rel;

/**
 * That a query's result is kept up to date, also while only the clock moves.
 *
 * @param zone of the session, fixed into the plan
 * @param clockPosition where the statement asks for the current time, 0 for nowhere
 * @param emitsOnClose whether rows of windows come only when the window is closed
 */
public record Keeping(ZoneId zone, int clockPosition, boolean emitsOnClose) {

    /** What the server says of itself is no relation that changes. */
    void check(Rel rel) {
        if (rel instanceof Rel.Get get && get.relation().id() < 0) {
            throw SqlException.unsupported(
                    "the system relation \"" + get.relation().name() + "\" in a query that is kept up to date");
        }
    }

    /** 0A000 for a use of the clock where nothing watches it. */
    SqlException refusal() {
        return SqlException.unsupported("the current time here, in a query that is kept up to date,")
                .withHint("Compare it, less days, hours or minutes, with a row's time in WHERE or HAVING:"
                        + " ts > now() - interval '5 minutes'.")
                .at(clockPosition);
    }
}

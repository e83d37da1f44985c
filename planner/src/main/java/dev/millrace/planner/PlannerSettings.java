package dev.millrace.planner;

import java.time.ZoneId;
import java.util.List;

/**
 * What a session's settings say to the planner.
 *
 * @param timeZone of {@code timestamptz} literals and casts; fixed into a view's plan at CREATE
 * @param searchPath schemas in order
 * @param user who the session acts as; {@code sessionUser}: who it logged in as
 * @param recursionLimit how often WITH RECURSIVE may go round; fixed into a view's plan at CREATE
 * @param hasDateStyle whether dates or intervals are text in another style than PostgreSQL's default
 * @param clockMicros the transaction's moment, for what a view keeps of it
 * @param checksBodies whether a function's text is looked at when it is created, and not only when it is called
 * @param effort what reading and planning may cost
 */
public record PlannerSettings(
        ZoneId timeZone,
        List<String> searchPath,
        String user,
        String sessionUser,
        String database,
        int recursionLimit,
        boolean hasDateStyle,
        long clockMicros,
        boolean checksBodies,
        Effort effort) {

    public PlannerSettings(
            ZoneId timeZone, List<String> searchPath, String user, String sessionUser, String database,
            int recursionLimit, Effort effort) {
        this(timeZone, searchPath, user, sessionUser, database, recursionLimit, false, 0, true, effort);
    }

    /** Where nobody has set another. */
    public static final int RECURSION_LIMIT = 100_000;
}

package dev.millrace.planner;

import java.time.ZoneId;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a session's settings say to the planner.
 *
 * @param timeZone of {@code timestamptz} literals and casts; fixed into a view's plan at CREATE
 * @param searchPath schemas in order
 * @param user who the session acts as; {@code sessionUser}: who it logged in as
 * @param recursionLimit how often WITH RECURSIVE may go round; fixed into a view's plan at CREATE
 * @param isCancelled asked now and then while planning; true ends it with 57014
 */
public record PlannerSettings(
        ZoneId timeZone,
        List<String> searchPath,
        String user,
        String sessionUser,
        String database,
        int recursionLimit,
        BooleanSupplier isCancelled) {

    /** Where nobody has set another. */
    public static final int RECURSION_LIMIT = 100_000;
}

package dev.millrace.planner;

import java.time.ZoneId;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a session's settings say to the planner.
 *
 * @param timeZone of {@code timestamptz} literals and casts; fixed into a view's plan at CREATE
 * @param searchPath schemas in order
 * @param isCancelled asked now and then while planning; true ends it with 57014
 */
public record PlannerSettings(
        ZoneId timeZone, List<String> searchPath, String user, String database, BooleanSupplier isCancelled) {}

package dev.millrace.planner;

import dev.millrace.executor.plan.SqlType;

/**
 * What the names in an expression mean that a definition keeps.
 *
 * @param table whose columns they are, or null; {@code hasOldAndNew}: they are those of its rows OLD and NEW
 * @param value the type of a domain's VALUE, or null
 */
public record ExpressionPlace(PlannerCatalog.Stored table, boolean hasOldAndNew, SqlType value) {

    /** There are none. */
    public static final ExpressionPlace NOWHERE = new ExpressionPlace(null, false, null);

    public static ExpressionPlace ofTable(PlannerCatalog.Stored table) {
        return new ExpressionPlace(table, false, null);
    }

    public static ExpressionPlace ofTrigger(PlannerCatalog.Stored table) {
        return new ExpressionPlace(table, true, null);
    }

    public static ExpressionPlace ofDomain(SqlType base) {
        return new ExpressionPlace(null, false, base);
    }
}

package dev.millrace.server.statement;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.CatalogObject;

/** How a row is refused that breaks a rule of what it was to be written to. */
final class RowFaults {

    private RowFaults() {}

    /** @param row as it may be shown; null for nothing of it */
    static SqlException missing(CatalogObject.Relation holder, String column, String row) {
        return new SqlException(
                SqlState.NOT_NULL_VIOLATION,
                "null value in column \"" + column + "\" of relation \"" + holder.name()
                        + "\" violates not-null constraint")
                .withDetail(row)
                .withOrigin(new SqlException.Origin(holder.schemaName(), holder.name(), column, null));
    }

    static SqlException broken(CatalogObject.Relation holder, String check, String row) {
        return new SqlException(
                SqlState.CHECK_VIOLATION,
                "new row for relation \"" + holder.name() + "\" violates check constraint \"" + check + "\"")
                .withDetail(row)
                .withOrigin(new SqlException.Origin(holder.schemaName(), holder.name(), null, check));
    }

    /** The row is none of the partition through which it was to be written. */
    static SqlException elsewhere(CatalogObject.Table partition, String row) {
        return new SqlException(
                SqlState.CHECK_VIOLATION,
                "new row for relation \"" + partition.name() + "\" violates partition constraint")
                .withDetail(row)
                .withOrigin(new SqlException.Origin(partition.schemaName(), partition.name(), null, null));
    }

    /** @param key columns and values */
    static SqlException duplicate(CatalogObject.Relation holder, String constraint, String key) {
        return new SqlException(
                SqlState.UNIQUE_VIOLATION,
                "duplicate key value violates unique constraint \"" + constraint + "\"")
                .withDetail("Key " + key + " already exists.")
                .withOrigin(new SqlException.Origin(holder.schemaName(), holder.name(), null, constraint));
    }
}

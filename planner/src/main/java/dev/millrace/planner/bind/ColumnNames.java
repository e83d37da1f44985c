package dev.millrace.planner.bind;

import java.util.Set;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Names that columns cannot have. */
final class ColumnNames {

    private static final Set<String> SYSTEM = Set.of("tableoid", "ctid", "xmin", "xmax", "cmin", "cmax");

    private ColumnNames() {}

    /** @throws SqlException 42701 for a name that PostgreSQL has in every table */
    static void requireOwn(String column) {
        if (SYSTEM.contains(column)) {
            throw new SqlException(
                    SqlState.DUPLICATE_COLUMN,
                    "column name \"" + column + "\" conflicts with a system column name");
        }
    }
}

package dev.millrace.planner;

import java.util.List;

import dev.millrace.executor.plan.SqlType;

/**
 * DECLARE … CURSOR FOR: the query's text is planned when declared.
 *
 * @param current the table whose rows the cursor stands on, which the query gives behind its own columns, or null
 */
public record DeclareCursor(
        String name, boolean isHold, Scrolling scrolling, boolean isBinary, Statement query, CurrentOf.Row current)
        implements Statement.Composed {

    @Override
    public List<SqlType> parameters() {
        return query.parameters();
    }
}

package dev.millrace.planner.logical;

import dev.millrace.executor.plan.SqlType;

/** Hands out the numbers of one statement's columns. */
public final class ColumnNumbers {

    private int next;

    public Column column(String name, SqlType type, boolean nullable) {
        return new Column(next++, name, type, nullable);
    }

    /** The same column under a new number. */
    public Column copyOf(Column column) {
        return column(column.name(), column.type(), column.nullable());
    }
}

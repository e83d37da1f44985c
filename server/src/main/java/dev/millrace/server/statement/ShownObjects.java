package dev.millrace.server.statement;

import java.util.Locale;

import dev.millrace.executor.plan.Schema;
import dev.millrace.planner.Statement;

/** What {@code SHOW TABLES} and its like list, and in which columns. */
enum ShownObjects {
    TABLES("schema", "name"),
    STREAMS("schema", "name", "connector"),
    SOURCES("schema", "name", "connector", "status", "position", "lag", "rejected", "last_rejection", "message"),
    VIEWS("schema", "name"),
    MATERIALIZED_VIEWS("schema", "name"),
    SINKS("schema", "name", "connector", "guarantee", "status", "message"),
    INDEXES("schema", "name", "on"),
    SCHEMAS("name"),
    DATABASES("name"),
    COLUMNS("name", "type", "nullable", "default"),
    JOBS("name", "phase", "rows_read", "rows_total", "started"),
    SESSIONS("pid", "user", "application", "client", "state", "statement"),
    SUBSCRIPTIONS("pid", "statement"),
    ERRORS("view", "sqlstate", "message", "rows"),
    CREATE("name", "create_statement");

    private final Schema columns;

    ShownObjects(String... columns) {
        this.columns = ResultColumns.text(columns);
    }

    Schema columns() {
        return columns;
    }

    /** Null when there is no such list. */
    static ShownObjects of(Statement.ShowObjects show) {
        String word = show.what().strip().toUpperCase(Locale.ROOT).replace(' ', '_');
        if (word.startsWith("CREATE")) {
            return CREATE;
        }
        for (ShownObjects objects : values()) {
            if (objects.name().equals(word)) {
                return objects;
            }
        }
        return null;
    }

    static Schema columns(Statement.ShowObjects show) {
        ShownObjects objects = of(show);
        return objects == null ? null : objects.columns;
    }
}

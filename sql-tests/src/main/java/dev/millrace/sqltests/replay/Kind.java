package dev.millrace.sqltests.replay;

import java.util.List;

import dev.millrace.sqltests.script.Entry;

/** What an entry does, as far as it matters for whether others may be moved past it. */
enum Kind {
    /** Changes rows, or fails and changes nothing. */
    CHANGE,
    /** Asks, and changes nothing. */
    QUERY,
    CREATE_TABLE,
    CREATE_VIEW,
    /** Begins or ends a transaction, drops, restarts, steps: nothing passes. */
    BARRIER;

    /** Who asks the catalog or the clock sees more than rows. */
    private static final List<String> NOSY =
            List.of("pg_catalog", "information_schema", "millrace", "pg_class", "pg_matviews", "pg_views",
            "pg_get_viewdef", "pg_get_indexdef", "show",
            "explain", "now", "current_timestamp");

    static Kind of(Entry entry) {
        return switch (entry) {
            case Entry.Statement statement -> of(statement);
            case Entry.Query query -> isNosy(SqlWords.of(query.sql())) || returnsChanges(query) ? BARRIER : QUERY;
            case Entry.Step step -> BARRIER;
            case Entry.Changes changes -> BARRIER;
            case Entry.Restart restart -> BARRIER;
            case Entry.Clock clock -> BARRIER;
        };
    }

    private static Kind of(Entry.Statement statement) {
        SqlWords words = SqlWords.of(statement.sql());
        boolean succeeds = !(statement.expected() instanceof Entry.Outcome.Failure);
        return switch (words.word(0)) {
            case "insert", "update", "delete" -> CHANGE;
            case "select", "values", "with" -> isNosy(words) ? BARRIER : QUERY;
            case "create" -> !succeeds ? BARRIER : switch (words.word(1)) {
                case "table", "stream" -> CREATE_TABLE;
                case "view", "materialized" -> CREATE_VIEW;
                case "index" -> CHANGE; // an index changes how fast, never what
                default -> BARRIER;
            };
            default -> BARRIER;
        };
    }

    /** INSERT … RETURNING is written as a query. */
    private static boolean returnsChanges(Entry.Query query) {
        return List.of("insert", "update", "delete").contains(SqlWords.of(query.sql()).word(0));
    }

    private static boolean isNosy(SqlWords words) {
        return NOSY.stream().anyMatch(words.words()::contains);
    }
}

package dev.millrace.server.pgcatalog;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** What PostgreSQL says of a name that means nothing. */
final class MissingObject {

    private MissingObject() {}

    /** @param catalog the one that would have it */
    static SqlException of(String catalog, String name) {
        String quoted = "\"" + name + "\"";
        return switch (catalog) {
            case "pg_class" -> missing(SqlState.UNDEFINED_TABLE, "relation " + quoted);
            case "pg_proc" -> missing(SqlState.UNDEFINED_FUNCTION, "function " + quoted);
            case "pg_namespace" -> missing(SqlState.INVALID_SCHEMA_NAME, "schema " + quoted);
            case "pg_database" -> missing(SqlState.INVALID_CATALOG_NAME, "database " + quoted);
            case "pg_authid" -> missing(SqlState.UNDEFINED_OBJECT, "role " + quoted);
            case "pg_type" -> missing(SqlState.UNDEFINED_OBJECT, "type " + quoted);
            case "pg_language" -> missing(SqlState.UNDEFINED_OBJECT, "language " + quoted);
            default -> missing(SqlState.UNDEFINED_OBJECT, quoted);
        };
    }

    private static SqlException missing(String state, String what) {
        return new SqlException(state, what + " does not exist");
    }
}

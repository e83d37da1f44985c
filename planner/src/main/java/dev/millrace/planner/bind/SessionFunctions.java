package dev.millrace.planner.bind;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;

/**
 * What SQL writes as a name or an empty call and means the session or the clock: {@code current_user}, {@code now()}.
 */
final class SessionFunctions {

    private SessionFunctions() {}

    /** The value, or null when the name is none of these. */
    static Expr bind(String name, Binding binding, SqlNode at) {
        return switch (name) {
            case "now", "current_timestamp", "transaction_timestamp", "statement_timestamp", "clock_timestamp" ->
                now(binding, at);
            case "localtimestamp" -> binding.coercion.cast(now(binding, at), SqlType.TIMESTAMP, at);
            case "current_date" -> binding.coercion.cast(now(binding, at), SqlType.DATE, at);
            case "localtime" -> binding.coercion.cast(now(binding, at), SqlType.TIME, at);
            case "current_user", "session_user", "user", "current_role" -> text(binding.settings.user());
            case "current_catalog", "current_database" -> text(binding.settings.database());
            case "current_schema" -> text(currentSchema(binding));
            default -> null;
        };
    }

    private static String currentSchema(Binding binding) {
        return binding.settings.searchPath().stream()
                .filter(binding.catalog.schemaNames()::contains)
                .findFirst()
                .orElse(null);
    }

    private static Expr now(Binding binding, SqlNode at) {
        binding.askClock(at);
        return new Expr.Now(SqlType.TIMESTAMPTZ);
    }

    private static Expr text(String value) {
        return new Expr.Literal(value, SqlType.TEXT);
    }
}

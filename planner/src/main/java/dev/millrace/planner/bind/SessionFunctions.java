package dev.millrace.planner.bind;

import java.util.List;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/**
 * What SQL writes as a name or an empty call and means the session or the clock: {@code current_user}, {@code now()}.
 */
final class SessionFunctions {

    private SessionFunctions() {}

    /** The value, or null when the name is none of these. */
    static Expr bind(String name, Binding binding, SqlNode at) {
        return switch (name) {
            case "now", "current_timestamp", "transaction_timestamp", "statement_timestamp" -> now(binding, at);
            case "localtimestamp" -> binding.coercion.cast(now(binding, at), SqlType.TIMESTAMP, at);
            case "current_date" -> binding.coercion.cast(now(binding, at), SqlType.DATE, at);
            case "current_time" -> new Expr.Cast(now(binding, at), SqlType.TIMETZ);
            case "localtime" -> binding.coercion.cast(now(binding, at), SqlType.TIME, at);
            case "session_user" -> name(binding.settings.sessionUser());
            case "current_user", "user", "current_role" -> name(binding.settings.user());
            case "current_catalog", "current_database" -> name(binding.settings.database());
            case "current_schema" -> name(currentSchema(binding));
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

    private static Expr name(String value) {
        return new Expr.Literal(value, SqlType.NAME);
    }

    /** The current time with a number of digits of its seconds' fraction. */
    static Expr rounded(String name, List<SqlNode> nodes, Binding binding, SqlNode at) {
        Expr value = bind(name, binding, at);
        boolean isNumber = nodes.size() == 1
                && nodes.getFirst() instanceof SqlNumericLiteral literal
                && literal.isInteger();
        if (value == null || !isNumber) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "syntax error at or near \"" + name + "\"")
                    .at(binding.at(at));
        }
        int digits = Math.min(((SqlNumericLiteral) nodes.getFirst()).intValue(true), TypeNames.FRACTION_MAX);
        SqlType type = value.type();
        return digits == TypeNames.FRACTION_MAX
                ? value
                : new Expr.Cast(value, new SqlType(type.kind(), digits, SqlType.UNSPECIFIED, null));
    }
}

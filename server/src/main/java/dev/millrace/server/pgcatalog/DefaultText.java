package dev.millrace.server.pgcatalog;

import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/**
 * The text of a column's DEFAULT as PostgreSQL shows it: a literal as the value that it is for the column, with its
 * type where the value does not tell it. Expressions are shown as they were written.
 */
final class DefaultText {

    private static final Pattern STRING = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern NEGATIVE = Pattern.compile("-\\s*(\\d+(\\.\\d*)?|\\.\\d+)");
    private static final Pattern NUMBER_IN_PARENTHESES = Pattern.compile("\\(\\s*(\\d+(\\.\\d*)?)\\s*\\)");
    private static final Set<String> KEYWORDS = Set.of(
            "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "current_user",
            "current_role", "session_user", "user");

    private DefaultText() {}

    /** Null for none. @param names what types are called where the session stands */
    static String of(String sql, SqlType type, Function<SqlType, String> names) {
        if (sql == null || sql.equalsIgnoreCase("null")) {
            return null;
        }
        String lower = sql.toLowerCase(Locale.ROOT);
        if (KEYWORDS.contains(lower)) {
            return sql.toUpperCase(Locale.ROOT);
        }
        if (lower.equals("true") || lower.equals("false")) {
            return lower;
        }
        if (STRING.matcher(sql).matches()) {
            return literal(sql, type, names);
        }
        if (NEGATIVE.matcher(sql).matches()) {
            return "'" + sql.replaceAll("\\s", "") + "'::" + numberType(sql);
        }
        Matcher inParentheses = NUMBER_IN_PARENTHESES.matcher(sql);
        return inParentheses.matches() ? inParentheses.group(1) : sql;
    }

    /** The type of a number as it is written. */
    private static String numberType(String sql) {
        if (sql.contains(".")) {
            return "numeric";
        }
        try {
            Integer.parseInt(sql.replaceAll("\\s", ""));
            return "integer";
        } catch (NumberFormatException e) {
            return sql.length() > 19 ? "numeric" : "bigint";
        }
    }

    private static String literal(String sql, SqlType type, Function<SqlType, String> names) {
        String value = value(sql.substring(1, sql.length() - 1).replace("''", "'"), type);
        boolean isOwnType = switch (type.kind()) {
            case BOOLEAN -> true;
            case INTEGER, NUMERIC -> value != null && !value.startsWith("-") && !value.equals("NaN");
            default -> false;
        };
        if (isOwnType && value != null) {
            return value;
        }
        String literal = value == null ? sql : "'" + value + "'";
        return literal + "::" + (type.kind() == SqlType.Kind.CHAR ? "bpchar" : names.apply(type));
    }

    /** As values of the type are written; null where that is left as it was. */
    private static String value(String text, SqlType type) {
        boolean isTold = switch (type.kind()) {
            case BOOLEAN, DATE, TIME, TIMESTAMP -> true;
            default -> type.kind().isNumber();
        };
        if (!isTold) {
            return null;
        }
        try {
            // The column's precision is met by the value when it comes to stand there.
            SqlType plain = type.kind() == SqlType.Kind.NUMERIC ? SqlType.NUMERIC : type;
            ColumnBuilder column = new ColumnBuilder(plain.layout());
            TextForm.parse(plain, text, ZoneOffset.UTC, column);
            String value = TextForm.format(plain, column.build(), 0, ZoneOffset.UTC);
            return type.kind() == SqlType.Kind.BOOLEAN ? (value.startsWith("t") ? "true" : "false") : value;
        } catch (SqlException notOne) {
            return null; // 'now' and its like were replaced when the default was made; what is left says so itself
        }
    }
}

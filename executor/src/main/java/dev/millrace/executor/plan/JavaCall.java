package dev.millrace.executor.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.millrace.executor.plan.FunctionSignature.Volatility;

/**
 * What a plan says of a method of somebody's: everything that is needed to call it. Its text is the name of a function
 * signature, so that a call of it is a call like others; nothing is looked up when it is made.
 *
 * @param jar SHA-256 of the file that has it, in hexadecimal
 * @param className with its package
 * @param columns what it returns, of the types of {@link #handed}
 * @param form one value, any number of values, or any number of rows
 */
public record JavaCall(
        String jar, String className, String method, List<SqlType> columns, Form form, boolean isStrict,
        Volatility volatility) {

    /** What a method gives. */
    public enum Form {
        VALUE,
        /** A list of values: an array. */
        LIST,
        /** A list of rows: an array of each row's bytes, which {@link JavaField} takes apart. */
        ROWS,
        /** One row: an array of one row's bytes. */
        ROW
    }

    private static final String PREFIX = "java:";
    private static final String ARRAY = "[]";
    private static final int PARTS = 8;

    /** Those whose values have a class of the JDK; values of all others are handed over as text. */
    private static final Set<SqlType.Kind> OWN = Set.of(
            SqlType.Kind.BOOLEAN, SqlType.Kind.SMALLINT, SqlType.Kind.INTEGER, SqlType.Kind.BIGINT, SqlType.Kind.REAL,
            SqlType.Kind.DOUBLE, SqlType.Kind.NUMERIC, SqlType.Kind.BYTEA, SqlType.Kind.DATE, SqlType.Kind.TIMESTAMP,
            SqlType.Kind.TIMESTAMPTZ);

    public JavaCall {
        columns = List.copyOf(columns);
    }

    /** The type of which a value has to be when somebody's method takes or gives it. */
    public static SqlType handed(SqlType type) {
        if (type.kind() == SqlType.Kind.ARRAY) {
            return SqlType.arrayOf(handed(type.element()));
        }
        return OWN.contains(type.kind()) ? SqlType.of(type.kind()) : SqlType.TEXT;
    }

    /** Whether this names a method of somebody's. */
    public static boolean is(String function) {
        return function.startsWith(PREFIX);
    }

    /** What names it. */
    public String text() {
        return PREFIX + String.join(
                ":", jar, className, method, text(columns), form.name().toLowerCase(Locale.ROOT),
                isStrict ? "strict" : "called", volatility.name().toLowerCase(Locale.ROOT));
    }

    /** Of what it evaluates to. */
    public SqlType type() {
        return switch (form) {
            case VALUE -> columns.getFirst();
            case LIST -> SqlType.arrayOf(columns.getFirst());
            case ROWS, ROW -> SqlType.arrayOf(SqlType.BYTEA);
        };
    }

    public FunctionSignature signature(List<SqlType> parameters) {
        return new FunctionSignature(
                FunctionSignature.Kind.SCALAR, text(), parameters, false, type(), isStrict, volatility, "");
    }

    /** What the name of a function, or its id, says. */
    public static JavaCall of(String function) {
        int end = function.indexOf('(');
        String[] parts = (end < 0 ? function : function.substring(0, end)).split(":");
        if (parts.length != PARTS || !is(function)) {
            throw new IllegalArgumentException(function);
        }
        return new JavaCall(
                parts[1], parts[2], parts[3], types(parts[4]), Form.valueOf(parts[5].toUpperCase(Locale.ROOT)),
                parts[6].equals("strict"), Volatility.valueOf(parts[7].toUpperCase(Locale.ROOT)));
    }

    static String text(List<SqlType> types) {
        return types.stream()
                .map(type -> type.kind() == SqlType.Kind.ARRAY
                        ? type.element().kind().name() + ARRAY
                        : type.kind().name())
                .collect(Collectors.joining(","));
    }

    static List<SqlType> types(String text) {
        return Arrays.stream(text.split(",")).map(JavaCall::type).toList();
    }

    private static SqlType type(String text) {
        return text.endsWith(ARRAY)
                ? SqlType.arrayOf(type(text.substring(0, text.length() - ARRAY.length())))
                : SqlType.of(SqlType.Kind.valueOf(text));
    }
}

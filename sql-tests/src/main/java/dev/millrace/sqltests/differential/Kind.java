package dev.millrace.sqltests.differential;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types that cases are about, each with a few values that meet often. */
enum Kind {
    INT("int", "0", "1", "2", "3", "-1", "7", "10", "42", "-5", "100"),
    BIGINT("bigint", "0::bigint", "1::bigint", "-3::bigint", "5000000000", "12::bigint"),
    NUMERIC("numeric", "0.00", "1.50", "-2.25", "10.00", "3.14", "99.99", "0.01", "7.00"),
    FLOAT("float8", "0::float8", "1.5::float8", "-2.25::float8", "100::float8", "0.5::float8", "3::float8"),
    TEXT("text", "''", "'a'", "'b'", "'abc'", "'Abc'", "'a b'", "'xyz'", "'10'", "'ä'", "'%_'", "'a,b,c'"),
    BOOL("boolean", "true", "false"),
    DATE("date", "DATE '2024-01-01'", "DATE '2024-02-29'", "DATE '2023-12-31'", "DATE '2024-07-15'"),
    TIME("time", "TIME '00:00:00'", "TIME '12:30:45.5'", "TIME '23:59:59'"),
    TIMESTAMP("timestamp", "TIMESTAMP '2024-01-01 00:00:00'", "TIMESTAMP '2024-02-29 12:30:00'",
            "TIMESTAMP '2023-12-31 23:59:59.999'", "TIMESTAMP '2024-07-15 06:00:00'"),
    TIMESTAMPTZ("timestamptz", "TIMESTAMPTZ '2024-01-01 00:00:00+00'", "TIMESTAMPTZ '2024-03-31 01:30:00+01'",
            "TIMESTAMPTZ '2024-07-15 06:00:00-05'"),
    INTERVAL("interval", "INTERVAL '1 day'", "INTERVAL '2 hours 30 minutes'", "INTERVAL '1 month'",
            "INTERVAL '-3 days'", "INTERVAL '1 year 2 months 3 days'", "INTERVAL '0'"),
    INTS("int[]", "'{}'::int[]", "ARRAY[1, 2, 3]", "ARRAY[1]", "ARRAY[NULL, 2]", "ARRAY[3, 2, 1]", "ARRAY[7, 7]"),
    TEXTS("text[]", "'{}'::text[]", "ARRAY['a', 'b']", "ARRAY['abc', NULL]", "ARRAY['']"),
    JSONB("jsonb", "'{\"a\": 1, \"b\": \"x\"}'::jsonb", "'{\"a\": null}'::jsonb", "'{\"a\": {\"b\": [1, 2]}}'::jsonb",
            "'[1, \"two\", 3.5]'::jsonb", "'\"text\"'::jsonb", "'{}'::jsonb", "'7'::jsonb"),
    SMALLINT("smallint", "0::smallint", "1::smallint", "-7::smallint", "30::smallint"),
    CHARS("char(4)", "'a'::char(4)", "'ab'::char(4)", "''::char(4)", "'abcd'::char(4)", "'B'::char(4)"),
    BYTES("bytea", "'\\x'::bytea", "'\\x00ff'::bytea", "'abc'::bytea", "'\\x61'::bytea"),
    RANGE("int4range", "int4range(1, 5)", "int4range(3, 3)", "int4range(NULL, 2)", "int4range(4, 9, '[]')",
            "int4range(0, NULL)"),
    INET("inet", "'10.1.2.3'::inet", "'10.1.0.0/16'::inet", "'192.168.0.1/24'::inet", "'::1'::inet"),
    BITS("varbit", "B'1011'::varbit", "B''::varbit", "B'0001'::varbit", "B'10'::varbit"),
    UUID("uuid", "'00000000-0000-0000-0000-000000000001'::uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid");

    /** What is often asked of, and what it can be computed from by most others. */
    private static final List<Kind> COMMON = List.of(INT, INT, INT, BIGINT, NUMERIC, NUMERIC, FLOAT, TEXT, TEXT, TEXT,
            BOOL, DATE, TIMESTAMP, INTERVAL, JSONB, INTS, TEXTS, TIMESTAMPTZ, TIME, UUID, SMALLINT, CHARS, BYTES,
            RANGE, INET, BITS);

    private final String sqlName;
    private final List<String> values;

    Kind(String sqlName, String... values) {
        this.sqlName = sqlName;
        this.values = List.of(values);
    }

    static Kind any(Dice dice) {
        return dice.of(COMMON);
    }

    String sqlName() {
        return sqlName;
    }

    /** As a column of a table is declared. */
    String columnType() {
        return this == NUMERIC ? "numeric(10,2)" : sqlName;
    }

    String value(Dice dice) {
        return dice.of(values);
    }

    String nullValue() {
        return "NULL::" + sqlName;
    }

    /** By which templates name it. */
    String placeholder() {
        return "{" + name().toLowerCase(Locale.ROOT) + "}";
    }

    /** Of all kinds, as a pattern's alternatives. */
    static String names() {
        return Stream.of(values()).map(kind -> kind.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining("|"));
    }

    static Kind ofPlaceholder(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}

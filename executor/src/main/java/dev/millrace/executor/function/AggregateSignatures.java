package dev.millrace.executor.function;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/** The aggregates, with PostgreSQL's result types. Their accumulators are in {@code executor.operator}, found by id. */
final class AggregateSignatures {

    private static final List<SqlType> INTEGERS = List.of(SqlType.SMALLINT, SqlType.INTEGER, SqlType.BIGINT);
    private static final List<SqlType> NUMBERS = List.of(
            SqlType.SMALLINT, SqlType.INTEGER, SqlType.BIGINT, SqlType.NUMERIC, SqlType.REAL, SqlType.DOUBLE);

    private final List<FunctionSignature> all = new ArrayList<>();

    private AggregateSignatures() {}

    static List<FunctionSignature> all() {
        AggregateSignatures signatures = new AggregateSignatures();
        signatures.counting();
        signatures.sums();
        signatures.statistics();
        signatures.extremes();
        signatures.others();
        return signatures.all;
    }

    private void add(String name, SqlType result, String description, SqlType... parameters) {
        // Not strict: an aggregate of no rows has a result, and each decides about NULL itself.
        all.add(new FunctionSignature(
                FunctionSignature.Kind.AGGREGATE,
                name,
                List.of(parameters),
                false,
                result,
                false,
                FunctionSignature.Volatility.IMMUTABLE,
                description));
    }

    private void counting() {
        add("count", SqlType.BIGINT, "How many rows.");
        add("count", SqlType.BIGINT, "How many rows have a value that is not NULL.", SqlType.UNKNOWN);
    }

    private void sums() {
        String sum = "The sum of the values; NULL without any.";
        add("sum", SqlType.BIGINT, sum, SqlType.SMALLINT);
        add("sum", SqlType.BIGINT, sum, SqlType.INTEGER);
        add("sum", SqlType.NUMERIC, sum, SqlType.BIGINT);
        for (SqlType type : List.of(SqlType.NUMERIC, SqlType.REAL, SqlType.DOUBLE, SqlType.INTERVAL)) {
            add("sum", type, sum, type);
        }
        String average = "The mean of the values; NULL without any.";
        for (SqlType type : INTEGERS) {
            add("avg", SqlType.NUMERIC, average, type);
        }
        add("avg", SqlType.NUMERIC, average, SqlType.NUMERIC);
        add("avg", SqlType.DOUBLE, average, SqlType.REAL);
        add("avg", SqlType.DOUBLE, average, SqlType.DOUBLE);
        add("avg", SqlType.INTERVAL, average, SqlType.INTERVAL);
    }

    private void statistics() {
        for (SqlType type : NUMBERS) {
            SqlType result = type.kind().isFloat() ? SqlType.DOUBLE : SqlType.NUMERIC;
            add("stddev", result, "The sample standard deviation.", type);
            add("stddev_samp", result, "The sample standard deviation.", type);
            add("stddev_pop", result, "The population standard deviation.", type);
            add("variance", result, "The sample variance.", type);
            add("var_samp", result, "The sample variance.", type);
            add("var_pop", result, "The population variance.", type);
        }
    }

    private void extremes() {
        for (Kind kind : ComparisonFunctions.ORDERED) {
            // PostgreSQL has none for these either.
            if (kind != Kind.BOOLEAN && kind != Kind.UUID && kind != Kind.BYTEA && kind != Kind.JSONB) {
                add("min", SqlType.of(kind), "The smallest value.", SqlType.of(kind));
                add("max", SqlType.of(kind), "The largest value.", SqlType.of(kind));
            }
        }
    }

    private void others() {
        for (String name : List.of("bool_and", "every")) {
            add(name, SqlType.BOOLEAN, "Whether all values are true.", SqlType.BOOLEAN);
        }
        add("bool_or", SqlType.BOOLEAN, "Whether any value is true.", SqlType.BOOLEAN);
        add("string_agg", SqlType.TEXT, "The values, put together with a separator.", SqlType.TEXT, SqlType.TEXT);
        for (Kind kind : Kind.values()) {
            if (kind != Kind.ARRAY && kind != Kind.UNKNOWN) {
                SqlType type = SqlType.of(kind);
                add("any_value", type, "One of the values: the smallest, so that it is a function of them.", type);
                add("single_value", type, "The value of the only row; an error when there are several.", type);
                add("array_agg", SqlType.arrayOf(type), "The values as an array.", type);
            }
        }
    }
}

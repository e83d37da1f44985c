package dev.millrace.executor.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.data.RangeTypes;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/** The aggregates, with PostgreSQL's result types. Their accumulators are in {@code executor.operator}, found by id. */
final class AggregateSignatures {

    /** What has an order, and no smallest value to anyone. */
    private static final Set<Kind> UNSORTED =
            Set.of(Kind.BOOLEAN, Kind.UUID, Kind.BYTEA, Kind.JSONB, Kind.BIT, Kind.VARBIT, Kind.RECORD);


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
        signatures.arraysAndRanges();
        signatures.json();
        signatures.bits();
        signatures.regressions();
        signatures.orderedSets();
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
        add("approx_count_distinct", SqlType.BIGINT, "How many different values there are.", SqlType.UNKNOWN);
    }

    private void sums() {
        String sum = "The sum of the values; NULL without any.";
        add("sum", SqlType.BIGINT, sum, SqlType.SMALLINT);
        add("sum", SqlType.BIGINT, sum, SqlType.INTEGER);
        add("sum", SqlType.NUMERIC, sum, SqlType.BIGINT);
        for (SqlType type : List.of(SqlType.NUMERIC, SqlType.REAL, SqlType.DOUBLE, SqlType.INTERVAL, SqlType.MONEY)) {
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
            if (!UNSORTED.contains(kind) && !RangeTypes.isRange(kind) && !RangeTypes.isMultirange(kind)) {
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
        add("string_agg", SqlType.BYTEA, "The values, put together with a separator.", SqlType.BYTEA, SqlType.BYTEA);
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

    private void arraysAndRanges() {
        SqlType any = SqlType.arrayOf(SqlType.UNKNOWN);
        add("min", any, "The smallest array.", any);
        add("max", any, "The largest array.", any);
        add("any_value", any, "One of the arrays: the smallest, so that it is a function of them.", any);
        for (Kind kind : Kind.values()) {
            if (RangeTypes.isRange(kind) || RangeTypes.isMultirange(kind)) {
                SqlType type = SqlType.of(kind);
                SqlType multirange = SqlType.of(RangeTypes.multirange(kind));
                add("range_agg", multirange, "What is in any of the values.", type);
                add("range_intersect_agg", type, "What is in all of the values.", type);
            }
        }
        add("array_agg", any, "The arrays as an array of one dimension more.", any);
    }

    private void json() {
        String list = "The values as a JSON array.";
        add("json_agg", SqlType.JSON, list, SqlType.UNKNOWN);
        add("json_agg row", SqlType.JSON, list, SqlType.JSON);
        add("jsonb_agg", SqlType.JSONB, list, SqlType.UNKNOWN);
        String object = "Keys and values as a JSON object.";
        add("json_object_agg", SqlType.JSON, object, SqlType.TEXT, SqlType.UNKNOWN);
        add("jsonb_object_agg", SqlType.JSONB, object, SqlType.TEXT, SqlType.UNKNOWN);
    }

    private void bits() {
        for (SqlType type : INTEGERS) {
            add("bit_and", type, "The bits that all values have.", type);
            add("bit_or", type, "The bits that any value has.", type);
            add("bit_xor", type, "The bits that an odd number of values have.", type);
        }
    }

    private void regressions() {
        add("regr_count", SqlType.BIGINT, "How many pairs have no NULL.", SqlType.DOUBLE, SqlType.DOUBLE);
        regression("corr", "The correlation coefficient.");
        regression("covar_pop", "The population covariance.");
        regression("covar_samp", "The sample covariance.");
        regression("regr_avgx", "The mean of the independent values.");
        regression("regr_avgy", "The mean of the dependent values.");
        regression("regr_intercept", "Where the line fitted by least squares meets x = 0.");
        regression("regr_r2", "The square of the correlation coefficient.");
        regression("regr_slope", "The slope of the line fitted by least squares.");
        regression("regr_sxx", "The sum of squares of the independent values about their mean.");
        regression("regr_sxy", "The sum of products of both values about their means.");
        regression("regr_syy", "The sum of squares of the dependent values about their mean.");
    }

    private void regression(String name, String description) {
        add(name, SqlType.DOUBLE, description, SqlType.DOUBLE, SqlType.DOUBLE);
    }

    /** What is ordered comes first, then the arguments in parentheses, as the planner passes them. */
    private void orderedSets() {
        SqlType fractions = SqlType.arrayOf(SqlType.DOUBLE);
        String continuous = "The value at a fraction of the order, between two values where it lies between them.";
        for (SqlType type : List.of(SqlType.DOUBLE, SqlType.INTERVAL)) {
            add("percentile_cont", type, continuous, type, SqlType.DOUBLE);
            add("percentile_cont", SqlType.arrayOf(type), continuous, type, fractions);
        }
        String discrete = "The first value at or above a fraction of the order.";
        add("percentile_disc", SqlType.UNKNOWN, discrete, SqlType.UNKNOWN, SqlType.DOUBLE);
        add("percentile_disc", SqlType.arrayOf(SqlType.UNKNOWN), discrete, SqlType.UNKNOWN, fractions);
        add("mode", SqlType.UNKNOWN, "The most frequent value, the first of several.", SqlType.UNKNOWN);
        hypothetical("rank", SqlType.BIGINT, "The rank that a row would have.");
        hypothetical("dense_rank", SqlType.BIGINT, "The rank without gaps that a row would have.");
        hypothetical("percent_rank", SqlType.DOUBLE, "The relative rank that a row would have.");
        hypothetical("cume_dist", SqlType.DOUBLE, "The part of the rows up to where a row would be.");
    }

    private void hypothetical(String name, SqlType result, String description) {
        all.add(new FunctionSignature(
                FunctionSignature.Kind.AGGREGATE,
                "hypothetical " + name,
                List.of(SqlType.UNKNOWN),
                true,
                result,
                false,
                FunctionSignature.Volatility.IMMUTABLE,
                description));
    }
}

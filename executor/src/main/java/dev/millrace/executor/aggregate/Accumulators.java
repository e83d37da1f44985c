package dev.millrace.executor.aggregate;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntFunction;

import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FoldCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.state.OrderedTable;

/** Which accumulator computes which aggregate function. */
public final class Accumulators {

    private Accumulators() {}

    /**
     * @param isAppendOnly no row is ever taken back
     * @param tables makes the call's n-th ordered state table
     * @param compiler for what somebody's aggregate is made of
     * @throws SqlException 0A000 for a function that there is none for
     */
    public static Accumulator of(
            AggregateCall call, Schema input, boolean isAppendOnly, IntFunction<OrderedTable> tables,
            Function<Expr, Evaluator> compiler) {
        if (FoldCall.is(call.function())) {
            Folding folding =
                    new Folding(FoldCall.of(call.function()).steps(), call.arguments().size(), compiler);
            return new FoldAccumulator(folding, call, input, tables.apply(0));
        }
        String name = call.function().substring(0, call.function().indexOf('('));
        int[] arguments = call.arguments().stream().mapToInt(Integer::intValue).toArray();
        if (name.equals("count") || name.equals("approx_count_distinct")) {
            return new CountAccumulator(arguments);
        }
        int argument = arguments[0];
        SqlType type = input.type(argument);
        return switch (name) {
            case "sum" -> sum(argument, type, call);
            case "avg" -> average(argument, type, call);
            case "bool_and", "every" -> new BooleanAccumulator(argument, true);
            case "bool_or" -> new BooleanAccumulator(argument, false);
            case "min", "any_value", "max" -> extreme(input, argument, name.equals("max"), isAppendOnly, tables);
            case "single_value" ->
                new ExtremeAccumulator(input, argument, false, true, isAppendOnly ? null : tables.apply(0));
            case "stddev", "stddev_samp", "stddev_pop", "variance", "var_samp", "var_pop" ->
                new VarianceAccumulator(argument, type, !name.endsWith("_pop"), name.startsWith("stddev"));
            case "string_agg", "array_agg", "range_agg", "range_intersect_agg" ->
                new ListAccumulator(call, input, tables.apply(0));
            case "json_agg", "jsonb_agg", "json_agg row", "json_object_agg", "jsonb_object_agg" ->
                new JsonListAccumulator(call, input, tables.apply(0));
            case "bit_and" -> new BitAccumulator(argument, BitAccumulator.Kind.AND);
            case "bit_or" -> new BitAccumulator(argument, BitAccumulator.Kind.OR);
            case "bit_xor" -> new BitAccumulator(argument, BitAccumulator.Kind.XOR);
            case "percentile_cont", "percentile_disc" ->
                new PercentileAccumulator(call, input, name.equals("percentile_cont"), tables.apply(0));
            case "mode" -> new ModeAccumulator(call, input, tables.apply(0));
            case "hypothetical rank", "hypothetical dense_rank", "hypothetical percent_rank",
                    "hypothetical cume_dist" -> {
                String kind = name.substring(name.indexOf(' ') + 1).toUpperCase(Locale.ROOT);
                yield new HypotheticalRankAccumulator(
                        HypotheticalRankAccumulator.Kind.valueOf(kind), call, input, tables.apply(0));
            }
            case "corr", "covar_pop", "covar_samp", "regr_avgx", "regr_avgy", "regr_count", "regr_intercept",
                    "regr_r2", "regr_slope", "regr_sxx", "regr_sxy", "regr_syy" ->
                new RegressionAccumulator(name, argument, arguments[1]);
            default -> throw unsupported(call);
        };
    }

    private static Accumulator extreme(
            Schema input, int argument, boolean isMax, boolean isAppendOnly, IntFunction<OrderedTable> tables) {
        if (isAppendOnly && WordExtremeAccumulator.suits(input.type(argument))) {
            return new WordExtremeAccumulator(argument, isMax);
        }
        return new ExtremeAccumulator(input, argument, isMax, false, isAppendOnly ? null : tables.apply(0));
    }

    private static SqlException unsupported(AggregateCall call) {
        return SqlException.unsupported("aggregate " + call.function());
    }

    private static Accumulator sum(int argument, SqlType type, AggregateCall call) {
        return switch (type.kind()) {
            case SMALLINT, INTEGER ->
                new IntegerSumAccumulator(argument, IntegerSumAccumulator.Output.SUM_BIGINT);
            case BIGINT -> new IntegerSumAccumulator(
                    argument,
                    call.type().kind() == SqlType.Kind.BIGINT
                            ? IntegerSumAccumulator.Output.SUM_BIGINT
                            : IntegerSumAccumulator.Output.SUM_NUMERIC);
            case NUMERIC -> new NumericSumAccumulator(argument, false);
            case REAL -> new FloatSumAccumulator(argument, FloatSumAccumulator.Output.SUM_REAL);
            case DOUBLE -> new FloatSumAccumulator(argument, FloatSumAccumulator.Output.SUM_DOUBLE);
            case INTERVAL -> new IntervalSumAccumulator(argument, false);
            case MONEY -> new IntegerSumAccumulator(argument, IntegerSumAccumulator.Output.SUM_MONEY);
            case BOOLEAN, OID, TEXT, VARCHAR, CHAR, BYTEA, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID, JSON, JSONB,
                    ARRAY, RECORD,
                    TIMETZ, INET, CIDR, MACADDR, PG_LSN, XID8, PG_SNAPSHOT,
                    ENUM, JSONPATH, BIT, VARBIT, INT4RANGE, INT8RANGE, NUMRANGE,
                    TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE,
                    TSTZMULTIRANGE, DATEMULTIRANGE, UNKNOWN -> throw unsupported(call);
        };
    }

    private static Accumulator average(int argument, SqlType type, AggregateCall call) {
        return switch (type.kind()) {
            case SMALLINT, INTEGER, BIGINT ->
                new IntegerSumAccumulator(argument, IntegerSumAccumulator.Output.AVERAGE);
            case NUMERIC -> new NumericSumAccumulator(argument, true);
            case REAL, DOUBLE -> new FloatSumAccumulator(argument, FloatSumAccumulator.Output.AVERAGE);
            case INTERVAL -> new IntervalSumAccumulator(argument, true);
            case BOOLEAN, OID, TEXT, VARCHAR, CHAR, BYTEA, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID, JSON, JSONB,
                    ARRAY, RECORD,
                    TIMETZ, INET, CIDR, MACADDR, MONEY, PG_LSN, XID8, PG_SNAPSHOT,
                    ENUM, JSONPATH, BIT, VARBIT, INT4RANGE, INT8RANGE, NUMRANGE,
                    TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE,
                    TSTZMULTIRANGE, DATEMULTIRANGE, UNKNOWN -> throw unsupported(call);
        };
    }
}

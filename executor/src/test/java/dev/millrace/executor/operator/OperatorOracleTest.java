package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Distribution;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.TimeBound;
import dev.millrace.executor.plan.TimeWindows;

/** Every operator against the naive interpreter: see {@link Oracle}. */
class OperatorOracleTest {

    private static final List<Integer> ALL = List.of(0, 1, 2, 3, 4);
    /** One by default; run with more after a change to operators or state. */
    private static final int SEEDS = Integer.getInteger("millrace.oracle.seeds", 1);

    private int uids;

    private String uid() {
        return "n" + ++uids;
    }

    private Plan scan(long relation, Integer... columns) {
        return new Plan.Scan(uid(), relation, List.of(columns), History.SCHEMA.select(List.of(columns)));
    }

    private Plan by(Plan input, Integer... columns) {
        return new Plan.Exchange(uid(), input, new Distribution.Hash(List.of(columns)));
    }

    private Plan single(Plan input) {
        return new Plan.Exchange(uid(), input, new Distribution.Single());
    }

    private static Expr input(Schema schema, int column) {
        return new Expr.Input(column, schema.type(column));
    }

    private static Expr call(String function, SqlType type, Expr... operands) {
        return new Expr.Call(function, List.of(operands), type);
    }

    /** Fails for negative numbers. */
    private static Expr positive(Expr operand) {
        return call("positive", SqlType.BIGINT, operand);
    }

    private static Expr number(long value) {
        return new Expr.Literal(value, SqlType.BIGINT);
    }

    private void check(Plan plan, int relations, int domain) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            History history = History.random(seed * 31 + uids, relations, 20, 16, domain);
            Oracle.check(plan, history);
            Oracle.check(overStreams(plan), history.insertsOnly());
        }
    }

    /** The same plan over relations of which no row is ever taken back. */
    private static Plan overStreams(Plan plan) {
        return plan instanceof Plan.Scan scan
                ? new Plan.Scan(scan.uid(), scan.relation(), scan.columns(), scan.schema(), true)
                : plan.withInputs(plan.uid(), plan.inputs().stream().map(OperatorOracleTest::overStreams).toList());
    }

    @Test
    void statelessOperatorsAreLinear() {
        Plan left = scan(1, 0, 1);
        Plan filtered = new Plan.Filter(
                uid(), left, call("<", SqlType.BOOLEAN, positive(input(left.schema(), 0)), number(5)));
        Plan right = scan(2, 0, 1);
        Plan projected = new Plan.Project(
                uid(),
                right,
                List.of(
                        call("+", SqlType.BIGINT, positive(input(right.schema(), 0)), number(7)),
                        input(right.schema(), 1)),
                right.schema());
        Plan values = new Plan.Values(
                uid(),
                List.of(List.of(number(1), number(2)), List.of(number(1), number(2))),
                Schema.of(new Schema.Field("a", SqlType.BIGINT, false), new Schema.Field("b", SqlType.BIGINT, false)));
        Plan pairs = new Plan.Project(
                uid(), left, List.of(input(left.schema(), 0), input(left.schema(), 0)), values.schema());
        check(new Plan.Union(uid(), List.of(filtered, projected), left.schema()), 2, 9);
        check(new Plan.Union(uid(), List.of(values, pairs), values.schema()), 2, 9);
    }

    @Test
    void windowsContainTheirTimes() {
        Schema schema = Schema.of(new Schema.Field("t", SqlType.TIMESTAMP, true));
        Plan times = new Plan.Scan(uid(), 1, List.of(0), schema);
        Schema output = schema.concat(Schema.of(
                new Schema.Field("window_start", SqlType.TIMESTAMP, false),
                new Schema.Field("window_end", SqlType.TIMESTAMP, false)));
        for (TimeWindows windows : List.of(
                new TimeWindows(10, 10, 0, false),
                new TimeWindows(10, 3, 1, false),
                new TimeWindows(2, 7, -3, false),
                new TimeWindows(12, 3, 1, true))) {
            check(new Plan.Hop(uid(), times, 0, windows, output), 1, 60);
        }
    }

    @Test
    void rowsComeAndGoWithTheClock() {
        Plan rows = by(scan(1, 0, 1, 3), 0, 1);
        Expr time = input(rows.schema(), 0);
        Expr now = new Expr.Now(SqlType.BIGINT);
        TimeBound falls = new TimeBound(
                TimeBound.Kind.FALLS,
                call("<", SqlType.BOOLEAN, call("+", SqlType.BIGINT, now, number(4)), positive(time)));
        TimeBound rises = new TimeBound(TimeBound.Kind.RISES, call("<", SqlType.BOOLEAN, time, now));
        List<List<TimeBound>> all = new ArrayList<>(List.of(
                List.of(falls),
                List.of(rises),
                List.of(rises, falls),
                List.of(new TimeBound(TimeBound.Kind.AFTER, time),
                        new TimeBound(TimeBound.Kind.BEFORE, call("+", SqlType.BIGINT, time, number(6))))));
        for (TimeBound.Kind kind : List.of(
                TimeBound.Kind.SINCE, TimeBound.Kind.AFTER, TimeBound.Kind.UNTIL, TimeBound.Kind.BEFORE)) {
            all.add(List.of(new TimeBound(kind, positive(time))));
        }
        for (List<TimeBound> bounds : all) {
            check(new Plan.TemporalFilter(uid(), rows, bounds, List.of(0, 1)), 1, 30);
        }
    }

    private Plan join(JoinKind kind, Plan left, Plan right, List<Integer> keys, boolean nullSafe, Expr condition) {
        Schema schema = kind.isLeftOnly() ? left.schema() : left.schema().concat(right.schema());
        List<Boolean> nullSafes = keys.stream().map(key -> nullSafe).toList();
        return new Plan.Join(uid(), left, right, kind, keys, keys, nullSafes, condition, schema);
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void joinsByKeys(JoinKind kind) {
        for (List<Integer> keys : List.of(List.of(0), List.of(2), List.of(3), List.of(0, 1))) {
            for (boolean nullSafe : new boolean[] {false, true}) {
                Integer[] columns = keys.toArray(Integer[]::new);
                Plan left = by(scan(1, 0, 1, 2, 3), columns);
                Plan right = by(scan(2, 0, 1, 2, 3), columns);
                check(join(kind, left, right, keys, nullSafe, null), 2, 6);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void joinsByConditions(JoinKind kind) {
        Plan left = by(scan(1, 0, 4), 1);
        Plan right = by(scan(2, 0, 4), 1);
        Schema pair = left.schema().concat(right.schema());
        Expr less = call("<", SqlType.BOOLEAN, positive(input(pair, 0)), input(pair, 2));
        check(join(kind, left, right, List.of(1), false, less), 2, 12);
        check(join(kind, single(scan(1, 0, 4)), single(scan(2, 0, 4)), List.of(), false, less), 2, 12);
        check(join(kind, single(scan(1, 0, 4)), single(scan(2, 0, 4)), List.of(), false, null), 2, 12);
    }

    @Test
    void joinsARelationWithItself() {
        Plan shared = by(scan(1, 0, 1), 0);
        check(join(JoinKind.FULL, shared, shared, List.of(0), false, null), 1, 6);
        check(join(JoinKind.INNER, shared, shared, List.of(0), true, null), 1, 3);
    }

    private static AggregateCall aggregate(String name, SqlType result, int argument, boolean distinct, int filter) {
        List<Integer> arguments = argument < 0 ? List.of() : List.of(argument);
        return new AggregateCall(name + "()", arguments, distinct, filter, List.of(), result);
    }

    private static List<AggregateCall> calls() {
        List<AggregateCall> calls = new ArrayList<>();
        for (int filter : new int[] {-1, 4}) {
            for (boolean distinct : new boolean[] {false, true}) {
                calls.add(aggregate("count", SqlType.BIGINT, 1, distinct, filter));
                calls.add(aggregate("sum", SqlType.BIGINT, 0, distinct, filter));
                calls.add(aggregate("sum", SqlType.NUMERIC, 0, distinct, filter));
                calls.add(aggregate("avg", SqlType.NUMERIC, 0, distinct, filter));
                calls.add(aggregate("sum", SqlType.NUMERIC, 2, distinct, filter));
                calls.add(aggregate("sum", SqlType.DOUBLE, 3, distinct, filter));
                calls.add(aggregate("avg", SqlType.DOUBLE, 3, distinct, filter));
                calls.add(aggregate("string_agg", SqlType.TEXT, 1, distinct, filter));
            }
            calls.add(aggregate("count", SqlType.BIGINT, -1, false, filter));
            for (int argument = 0; argument < 4; argument++) {
                calls.add(aggregate("min", History.SCHEMA.type(argument), argument, false, filter));
                calls.add(aggregate("max", History.SCHEMA.type(argument), argument, false, filter));
            }
            calls.add(aggregate("bool_and", SqlType.BOOLEAN, 4, false, filter));
            calls.add(aggregate("bool_or", SqlType.BOOLEAN, 4, false, filter));
        }
        return calls;
    }

    private Plan aggregate(List<Integer> keys, List<AggregateCall> calls) {
        Plan input = scan(1, ALL.toArray(Integer[]::new));
        Plan dealt = keys.isEmpty() ? single(input) : by(input, keys.toArray(Integer[]::new));
        List<Schema.Field> fields = new ArrayList<>(History.SCHEMA.select(keys).fields());
        calls.forEach(call -> fields.add(new Schema.Field("", call.type(), true)));
        return new Plan.Aggregate(uid(), dealt, keys, calls, new Schema(fields));
    }

    @Test
    void aggregatesByKeys() {
        check(aggregate(List.of(), calls()), 1, 7);
        check(aggregate(List.of(0), calls()), 1, 7);
        check(aggregate(List.of(1, 4), calls()), 1, 7);
        check(aggregate(List.of(2), calls()), 1, 7);
        check(aggregate(List.of(3), calls()), 1, 7);
    }

    @Test
    void anAggregateThatFailsIsAnErrorOfItsGroup() {
        AggregateCall single = aggregate("single_value", SqlType.BIGINT, 0, false, -1);
        check(aggregate(List.of(), List.of(single)), 1, 7);
        check(aggregate(List.of(1), List.of(single, aggregate("count", SqlType.BIGINT, -1, false, -1))), 1, 7);
    }

    @Test
    void distinctRows() {
        check(new Plan.Distinct(uid(), by(scan(1, 0, 1), 0, 1)), 1, 5);
        check(new Plan.Distinct(uid(), by(scan(1, 2, 3), 0, 1)), 1, 5);
        check(new Plan.Distinct(uid(), by(scan(1, 2), 0)), 1, 5);
    }

    @ParameterizedTest
    @EnumSource(Plan.SetOperation.Kind.class)
    void setOperations(Plan.SetOperation.Kind kind) {
        for (boolean all : new boolean[] {false, true}) {
            Plan left = by(scan(1, 0, 4), 0, 1);
            check(new Plan.SetOperation(uid(), kind, all, left, by(scan(2, 0, 4), 0, 1), left.schema()), 2, 4);
            Plan decimals = by(scan(1, 2), 0);
            check(new Plan.SetOperation(uid(), kind, all, decimals, by(scan(2, 2), 0), decimals.schema()), 2, 4);
        }
    }

    @Test
    void firstRowsOfPartitions() {
        List<List<SortKey>> orders = List.of(
                List.of(SortKey.ascending(0)),
                List.of(SortKey.descending(2), SortKey.ascending(1)),
                List.of(new SortKey(3, true, false), new SortKey(0, false, true)));
        for (List<Integer> partition : List.<List<Integer>>of(List.of(), List.of(4), List.of(2))) {
            for (List<SortKey> order : orders) {
                for (long[] cut : new long[][] {{0, 3}, {2, 2}, {0, -1}, {3, -1}, {0, 0}}) {
                    for (int variant = 0; variant < 3; variant++) {
                        check(topK(partition, order, cut[0], cut[1], variant == 1 && cut[1] >= 0, variant == 2));
                    }
                }
            }
        }
    }

    private void check(Plan plan) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Oracle.check(plan, History.random(seed * 31 + uids, 1, 8, 10, 5));
        }
    }

    private Plan topK(
            List<Integer> partition, List<SortKey> order, long offset, long limit, boolean ties, boolean rank) {
        Plan input = scan(1, ALL.toArray(Integer[]::new));
        Plan dealt = partition.isEmpty() ? single(input) : by(input, partition.toArray(Integer[]::new));
        Schema schema = rank
                ? input.schema().concat(Schema.of(new Schema.Field("rank", SqlType.BIGINT, false)))
                : input.schema();
        return new Plan.TopK(uid(), dealt, partition, order, offset, limit, ties, rank, schema);
    }

    @Test
    void plansOfManyOperators() {
        Plan shared = by(scan(1, 0, 1, 2, 3, 4), 0);
        List<AggregateCall> calls = List.of(
                aggregate("count", SqlType.BIGINT, -1, false, -1), aggregate("max", SqlType.NUMERIC, 2, false, -1));
        Plan counts = new Plan.Aggregate(
                uid(),
                shared,
                List.of(0),
                calls,
                Schema.of(
                        new Schema.Field("a", SqlType.BIGINT, true),
                        new Schema.Field("count", SqlType.BIGINT, false),
                        new Schema.Field("max", SqlType.NUMERIC, true)));
        Plan joined = new Plan.Join(
                uid(),
                by(shared, 0),
                by(counts, 0),
                JoinKind.LEFT,
                List.of(0),
                List.of(0),
                List.of(true),
                null,
                shared.schema().concat(counts.schema()));
        Plan top = new Plan.TopK(
                uid(),
                single(joined),
                List.of(),
                List.of(SortKey.descending(6), SortKey.ascending(2)),
                1,
                5,
                false,
                true,
                joined.schema().concat(Schema.of(new Schema.Field("rank", SqlType.BIGINT, false))));
        check(top, 1, 5);
        List<Integer> everything = IntStream.range(0, top.schema().size()).boxed().toList();
        check(new Plan.Distinct(uid(), by(top, everything.toArray(Integer[]::new))), 1, 5);
    }
}

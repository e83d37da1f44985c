package dev.millrace.executor.operator;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.RowErrors;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.state.StateTable;

/**
 * Thread CPU time a row of operators with a million keys, the smallest and the median of several rounds. Run by hand:
 * {@code java -cp ... dev.millrace.executor.operator.OperatorBenchmark}.
 */
final class OperatorBenchmark {

    private static final int KEYS = 1_000_000;
    private static final int BATCH = 1024;
    private static final int ROUND_BATCHES = 200;
    private static final int ROUNDS = 15;
    private static final Schema LONGS = Schema.of(
            new Schema.Field("k", SqlType.BIGINT, false), new Schema.Field("v", SqlType.BIGINT, false));
    private static final Schema TEXTS = Schema.of(
            new Schema.Field("k", SqlType.TEXT, false), new Schema.Field("v", SqlType.BIGINT, false));

    private OperatorBenchmark() {}

    public static void main(String[] arguments) {
        for (Schema schema : List.of(LONGS, TEXTS)) {
            String kind = schema == LONGS ? "bigint" : "12-byte text";
            Plan left = new Plan.Scan("l", 1, List.of(0, 1), schema);
            Plan right = new Plan.Scan("r", 2, List.of(0, 1), schema);
            groupBy(kind, schema, left);
            run("distinct, " + kind + " key", new Plan.Distinct("d", left), schema, 1);
            run(
                    "join probe and insert, 1 match, " + kind + " key",
                    new Plan.Join(
                            "j", left, right, JoinKind.INNER, List.of(0), List.of(0), List.of(false), null,
                            schema.concat(schema)),
                    schema,
                    2);
            Schema top = schema;
            run(
                    "top 1 of each key, " + kind + " key",
                    new Plan.TopK(
                            "t", left, List.of(0), List.of(SortKey.descending(1)), 0, 1, false, false, top),
                    schema,
                    1);
        }
    }

    private static void groupBy(String kind, Schema schema, Plan input) {
        List<AggregateCall> sums = List.of(
                new AggregateCall("count()", List.of(), false, -1, List.of(), SqlType.BIGINT),
                new AggregateCall("sum(bigint)", List.of(1), false, -1, List.of(), SqlType.BIGINT));
        Schema.Field value = new Schema.Field("", SqlType.BIGINT, true);
        Schema output = new Schema(List.of(schema.field(0), value, value));
        Plan counted = new Plan.Aggregate("a", input, List.of(0), sums, output);
        run("group by count, sum, " + kind + " key", counted, schema, 1);
        List<AggregateCall> extremes = List.of(
                new AggregateCall("min(bigint)", List.of(1), false, -1, List.of(), SqlType.BIGINT));
        Schema one = new Schema(List.of(schema.field(0), value));
        run("group by min, " + kind + " key", new Plan.Aggregate("m", input, List.of(0), extremes, one), schema, 1);
    }

    /** Fills the state of the last relation with every key once, then times random keys of the first. */
    private static void run(String what, Plan plan, Schema schema, long filled) {
        if (!what.contains(System.getProperty("only", ""))) {
            return;
        }
        Dataflow dataflow = new DataflowBuilder(1, StateTables.NONE, TestExpressions::compile).build(plan);
        Random random = new Random(1);
        for (int from = 0; from < KEYS; from += BATCH) {
            int first = from;
            step(dataflow, filled, batch(schema, i -> first + i, random));
        }
        List<Double> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            DeltaBatch[] batches = new DeltaBatch[ROUND_BATCHES];
            Arrays.setAll(batches, i -> batch(schema, row -> random.nextInt(KEYS), random));
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (DeltaBatch batch : batches) {
                step(dataflow, 1, batch);
            }
            long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            rounds.add((double) nanos / (ROUND_BATCHES * BATCH));
        }
        rounds.sort(null);
        long bytes = dataflow.stateTables().stream().mapToLong(StateTable::heapBytes).sum();
        System.out.printf(
                Locale.ROOT, "%-50s %6.0f / %6.0f ns/row   %4d MB%n", what, rounds.getFirst(), rounds.get(ROUNDS / 2),
                bytes >> 20);
        dataflow.close();
    }

    /** Which key a row has. */
    private interface KeyOf {
        int key(int row);
    }

    private static DeltaBatch batch(Schema schema, KeyOf keyOf, Random random) {
        BatchBuilder builder = new BatchBuilder(schema);
        for (int row = 0; row < BATCH; row++) {
            int key = keyOf.key(row);
            if (schema == LONGS) {
                builder.column(0).appendWord(key * 0x9E3779B97F4A7C15L);
            } else {
                builder.column(0).appendText(String.format(Locale.ROOT, "key-%08d", key));
            }
            builder.column(1).appendWord(random.nextInt(1000));
            builder.endRow(1);
        }
        return builder.build();
    }

    private static void step(Dataflow dataflow, long relation, DeltaBatch batch) {
        dataflow.step(new Step(1, 0, false, new RowErrors()), Map.of(relation, batch));
    }
}

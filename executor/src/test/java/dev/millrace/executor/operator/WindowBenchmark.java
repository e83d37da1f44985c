package dev.millrace.executor.operator;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.RowErrors;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FrameBound;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.WindowCall;
import dev.millrace.executor.plan.WindowFrame;

/**
 * Thread CPU time of a change of one row in a partition of 100,000, and beside it of computing the partition anew. Run
 * by hand: {@code java -cp ... dev.millrace.executor.operator.WindowBenchmark}.
 */
final class WindowBenchmark {

    private static final int ROWS = 100_000;
    private static final int CHANGES = 200;
    private static final int ROUNDS = 7;
    private static final Schema SCHEMA = Schema.of(
            new Schema.Field("k", SqlType.BIGINT, false),
            new Schema.Field("at", SqlType.BIGINT, false),
            new Schema.Field("v", SqlType.BIGINT, false));
    private static final Expr AT = new Expr.Input(1, SqlType.BIGINT);
    private static final Expr VALUE = new Expr.Input(2, SqlType.BIGINT);

    private WindowBenchmark() {}

    public static void main(String[] arguments) {
        measure("lag", call("lag", SqlType.BIGINT, WindowFrame.DEFAULT, VALUE));
        measure("sum, rows 2 preceding to 2 following", sum(WindowFrame.Unit.ROWS, preceding(2), following(2)));
        measure("max, rows 20 preceding", new WindowCall(
                "max()", List.of(VALUE), -1, frame(WindowFrame.Unit.ROWS, preceding(20), FrameBound.CURRENT_ROW),
                SqlType.BIGINT));
        measure("sum, range 50 preceding", sum(WindowFrame.Unit.RANGE, preceding(50), FrameBound.CURRENT_ROW));
        measure("sum, range of 10,000 rows", sum(WindowFrame.Unit.RANGE, preceding(100_000), FrameBound.CURRENT_ROW));
        measure("running sum", sum(WindowFrame.Unit.RANGE, FrameBound.UNBOUNDED_PRECEDING, FrameBound.CURRENT_ROW));
        measure("rank", call("rank", SqlType.BIGINT, WindowFrame.DEFAULT));
    }

    private static WindowCall call(String name, SqlType type, WindowFrame frame, Expr... arguments) {
        return new WindowCall(name + "()", List.of(arguments), -1, frame, type);
    }

    private static FrameBound preceding(long offset) {
        return new FrameBound(FrameBound.Kind.PRECEDING, new Expr.Literal(offset, SqlType.BIGINT), null);
    }

    private static FrameBound following(long offset) {
        return new FrameBound(FrameBound.Kind.FOLLOWING, new Expr.Literal(offset, SqlType.BIGINT), null);
    }

    private static WindowFrame frame(WindowFrame.Unit unit, FrameBound start, FrameBound end) {
        return new WindowFrame(
                unit, start, end, WindowFrame.Exclusion.NO_OTHERS, unit == WindowFrame.Unit.RANGE ? AT : null);
    }

    private static WindowCall sum(WindowFrame.Unit unit, FrameBound start, FrameBound end) {
        return call("sum", SqlType.BIGINT, frame(unit, start, end), VALUE);
    }

    private static void measure(String what, WindowCall call) {
        Schema output = SCHEMA.concat(Schema.of(new Schema.Field("w", call.type(), true)));
        Plan plan = new Plan.Window(
                "w", new Plan.Scan("s", 1, List.of(0, 1, 2), SCHEMA), List.of(0), List.of(SortKey.ascending(1)),
                List.of(call), output);
        DeltaBatch all = rows(0, ROWS);
        List<Double> whole = new ArrayList<>();
        Dataflow dataflow = null;
        for (int round = 0; round < ROUNDS; round++) {
            dataflow = new DataflowBuilder(1, StateTables.NONE, TestExpressions::compile).build(plan);
            whole.add(time(dataflow, all, 1));
        }
        Random random = new Random(1);
        List<Double> inside = new ArrayList<>();
        List<Double> atEnd = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Dataflow changed = dataflow;
            inside.add(times(i -> update(changed, random.nextInt(ROWS - 1000))));
            int first = ROWS + round * CHANGES;
            atEnd.add(times(i -> time(changed, rows(first + i, first + i + 1), 1)));
        }
        whole.sort(null);
        inside.sort(null);
        atEnd.sort(null);
        double recomputed = whole.get(ROUNDS / 2);
        double change = inside.get(ROUNDS / 2);
        double append = atEnd.get(ROUNDS / 2);
        System.out.printf(
                Locale.ROOT, "%-46s whole %8.0f us   one changed %8.1f us, 1/%.0f   one appended %7.1f us, 1/%.0f%n",
                what, recomputed, change, recomputed / change, append, recomputed / append);
    }

    /** One change, numbered; returns microseconds. */
    private interface Change {
        double apply(int number);
    }

    private static double times(Change change) {
        double sum = 0;
        for (int i = 0; i < CHANGES; i++) {
            sum += change.apply(i);
        }
        return sum / CHANGES;
    }

    /** A row's value becomes another, and back. */
    private static double update(Dataflow dataflow, int row) {
        BatchBuilder builder = new BatchBuilder(SCHEMA);
        append(builder, row, 1000, 1);
        append(builder, row, row % 1000, -1);
        DeltaBatch there = builder.build();
        return (time(dataflow, there, 1) + time(dataflow, there.negate(), 1)) / 2;
    }

    private static DeltaBatch rows(int from, int to) {
        BatchBuilder builder = new BatchBuilder(SCHEMA);
        for (int row = from; row < to; row++) {
            append(builder, row, row % 1000, 1);
        }
        return builder.build();
    }

    private static void append(BatchBuilder builder, int row, long value, long weight) {
        builder.column(0).appendWord(7);
        builder.column(1).appendWord(row * 10L);
        builder.column(2).appendWord(value);
        builder.endRow(weight);
    }

    private static double time(Dataflow dataflow, DeltaBatch batch, long epoch) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        dataflow.step(new Step(epoch, 0, false, new RowErrors()), Map.of(1L, batch));
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1000.0;
    }
}

package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

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

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Window functions over partitions that are long enough for states to be saved in them: after every step the output is
 * what a dataflow that sees all rows at once puts out, and the little changes put out little.
 */
class LongPartitionTest {

    private static final Schema SCHEMA = Schema.of(
            new Schema.Field("k", SqlType.BIGINT, true),
            new Schema.Field("at", SqlType.BIGINT, true),
            new Schema.Field("v", SqlType.BIGINT, true),
            new Schema.Field("t", SqlType.TEXT, true));
    private static final int ROWS = 1500;

    private final Random random = new Random(11);
    private final Bag content = new Bag();
    private final List<List<Object>> rows = new ArrayList<>();
    private final Bag output = new Bag();
    private final MemoryState storage = new MemoryState();
    private Plan plan;
    private Dataflow dataflow;
    private long epoch;

    private static Expr column(int index) {
        return new Expr.Input(index, SCHEMA.type(index));
    }

    private static WindowCall call(String name, SqlType type, WindowFrame frame, Expr... arguments) {
        return new WindowCall(name + "()", List.of(arguments), -1, frame, type);
    }

    private static FrameBound bound(FrameBound.Kind kind, long offset) {
        return new FrameBound(kind, new Expr.Literal(offset, SqlType.BIGINT), null);
    }

    private static WindowFrame upTo(WindowFrame.Unit unit, FrameBound end) {
        return new WindowFrame(
                unit, FrameBound.UNBOUNDED_PRECEDING, end, WindowFrame.Exclusion.NO_OTHERS, null);
    }

    private static List<WindowCall> ranks() {
        return List.of(
                call("row_number", SqlType.BIGINT, WindowFrame.DEFAULT),
                call("rank", SqlType.BIGINT, WindowFrame.DEFAULT),
                call("dense_rank", SqlType.BIGINT, WindowFrame.DEFAULT));
    }

    private static List<WindowCall> running() {
        List<WindowCall> calls = new ArrayList<>();
        FrameBound behind = bound(FrameBound.Kind.PRECEDING, 3);
        FrameBound ahead = bound(FrameBound.Kind.FOLLOWING, 2);
        for (WindowFrame.Unit unit : new WindowFrame.Unit[] {WindowFrame.Unit.ROWS, WindowFrame.Unit.GROUPS}) {
            for (FrameBound end : List.of(behind, FrameBound.CURRENT_ROW, ahead)) {
                calls.add(call("sum", SqlType.NUMERIC, upTo(unit, end), column(2)));
                calls.add(call("first_value", SqlType.TEXT, upTo(unit, end), column(3)));
                calls.add(call("last_value", SqlType.BIGINT, upTo(unit, end), column(2)));
            }
        }
        calls.add(call("min", SqlType.TEXT, WindowFrame.DEFAULT, column(3)));
        calls.add(call("max", SqlType.BIGINT, WindowFrame.DEFAULT, column(2)));
        calls.add(call("nth_value", SqlType.BIGINT, WindowFrame.DEFAULT, column(2),
                new Expr.Literal(700L, SqlType.INTEGER)));
        calls.add(call("lag", SqlType.TEXT, WindowFrame.DEFAULT, column(3), new Expr.Literal(2L, SqlType.INTEGER)));
        return calls;
    }

    private static Plan window(List<WindowCall> calls) {
        List<Schema.Field> fields = new ArrayList<>(SCHEMA.fields());
        calls.forEach(call -> fields.add(new Schema.Field(call.name(), call.type(), true)));
        Plan scan = new Plan.Scan("scan", 1, List.of(0, 1, 2, 3), SCHEMA);
        return new Plan.Window(
                "window", scan, List.of(0), List.of(SortKey.ascending(1)), calls, new Schema(fields));
    }

    private List<Object> row(long at) {
        boolean isNull = random.nextInt(10) == 0;
        return Arrays.asList(
                random.nextInt(12) == 0 ? 2L : 1L, at, isNull ? null : (Object) (long) random.nextInt(50),
                "t" + random.nextInt(5));
    }

    private void insert(List<History.Change> changes, List<Object> row) {
        rows.add(row);
        changes.add(new History.Change(1, row, 1));
    }

    private void delete(List<History.Change> changes) {
        changes.add(new History.Change(1, rows.remove(random.nextInt(rows.size())), -1));
    }

    private static Map<Long, DeltaBatch> batches(List<History.Change> changes) {
        BatchBuilder builder = new BatchBuilder(SCHEMA);
        changes.forEach(change -> Bag.append(builder, SCHEMA, change.row(), change.weight()));
        return new HashMap<>(Map.of(1L, builder.build()));
    }

    private static Dataflow open(Plan plan, StateTables tables) {
        return new DataflowBuilder(1, tables, TestExpressions::compile).build(plan);
    }

    /** Returns how many rows were put out. */
    private int step(List<History.Change> changes) {
        changes.forEach(change -> content.add(change.row(), change.weight()));
        DeltaBatch delta = dataflow.step(new Step(++epoch, 0, false, new RowErrors()), batches(changes));
        output.addAll(delta);
        List<History.Change> all = new ArrayList<>();
        content.weights.forEach((row, weight) -> all.add(new History.Change(1, row, weight)));
        Bag expected = new Bag();
        try (Dataflow fresh = open(plan, StateTables.NONE)) {
            expected.addAll(fresh.step(new Step(1, 0, true, new RowErrors()), batches(all)));
        }
        assertEquals(expected.minus(output), output.minus(expected), () -> "after epoch " + epoch + ": " + changes);
        return delta.size();
    }

    private void checkpoint(boolean restarts) {
        storage.write(dataflow.stateTables());
        storage.settle(dataflow.stateTables());
        dataflow.stateTables().forEach(table -> table.evict(Long.MAX_VALUE));
        if (restarts) {
            dataflow.close();
            storage.restart();
            dataflow = open(plan, storage);
        }
    }

    private void check(List<WindowCall> calls) {
        plan = window(calls);
        dataflow = open(plan, storage);
        List<History.Change> load = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            insert(load, row(random.nextInt(ROWS)));
        }
        step(load);
        for (int round = 0; round < 60; round++) {
            List<History.Change> changes = new ArrayList<>();
            switch (random.nextInt(5)) {
                case 0 -> insert(changes, row(ROWS + round));
                case 1 -> insert(changes, row(random.nextInt(ROWS)));
                case 2 -> delete(changes);
                case 3 -> {
                    List<Object> old = rows.remove(random.nextInt(rows.size()));
                    changes.add(new History.Change(1, old, -1));
                    insert(changes, row((Long) old.get(1)));
                }
                default -> {
                    for (int i = 0; i < 40; i++) {
                        delete(changes);
                        insert(changes, row(random.nextInt(ROWS)));
                    }
                }
            }
            step(changes);
            if (round % 7 == 3) {
                checkpoint(round % 2 == 0);
            }
        }
        while (!rows.isEmpty()) {
            List<History.Change> changes = new ArrayList<>();
            for (int i = 0; i < 300 && !rows.isEmpty(); i++) {
                delete(changes);
            }
            step(changes);
        }
        checkpoint(false);
        assertEquals(0, storage.entries(), "state of rows that are no more");
        dataflow.close();
    }

    @Test
    void ranksGoOnFromSavedStates() {
        check(ranks());
    }

    @Test
    void runningFunctionsGoOnFromSavedStates() {
        check(running());
    }

    @Test
    void everythingTogether() {
        List<WindowCall> all = new ArrayList<>(ranks());
        all.addAll(running().subList(0, 6));
        check(all);
    }

    /** A change that comes out even leaves the rows behind it alone. */
    @Test
    void nothingIsPutOutForRowsThatStayAsTheyAre() {
        plan = window(ranks());
        dataflow = open(plan, StateTables.NONE);
        List<History.Change> load = new ArrayList<>();
        for (long i = 0; i < ROWS; i++) {
            insert(load, Arrays.asList(1L, i, 5L, "t"));
        }
        step(load);
        List<History.Change> update = new ArrayList<>();
        update.add(new History.Change(1, rows.remove(20), -1));
        insert(update, Arrays.asList(1L, 20L, 6L, "t"));
        assertEquals(2, step(update));
        List<History.Change> append = new ArrayList<>();
        insert(append, Arrays.asList(1L, 5000L, 6L, "t"));
        assertEquals(1, step(append));
    }
}

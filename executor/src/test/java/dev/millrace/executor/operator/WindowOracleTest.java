package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.millrace.executor.plan.Distribution;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FrameBound;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.WindowCall;
import dev.millrace.executor.plan.WindowFrame;
import dev.millrace.executor.plan.WindowFrame.Exclusion;
import dev.millrace.executor.plan.WindowFrame.Unit;

/** Window functions, incrementally, against their definition: see {@link Oracle}. */
class WindowOracleTest {

    private static final List<List<SortKey>> ORDERS = List.of(
            List.of(SortKey.ascending(0)),
            List.of(SortKey.descending(0)),
            List.of(new SortKey(0, false, true)),
            List.of(SortKey.descending(2), SortKey.ascending(1)),
            List.of());
    private static final int SEEDS = Integer.getInteger("millrace.oracle.seeds", 1);

    private int uids;

    private Plan window(List<Integer> partition, List<SortKey> order, List<WindowCall> calls) {
        Plan input = new Plan.Scan("scan" + ++uids, 1, List.of(0, 1, 2, 3, 4), History.SCHEMA);
        Plan dealt = new Plan.Exchange(
                "exchange" + uids,
                input,
                partition.isEmpty() ? new Distribution.Single() : new Distribution.Hash(partition));
        List<Schema.Field> fields = new ArrayList<>(History.SCHEMA.fields());
        calls.forEach(call -> fields.add(new Schema.Field(call.name(), call.type(), true)));
        return new Plan.Window("window" + uids, dealt, partition, order, calls, new Schema(fields));
    }

    private void check(List<Integer> partition, List<SortKey> order, List<WindowCall> calls) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Plan plan = window(partition, order, calls);
            Oracle.check(plan, History.random(seed * 31 + uids, 1, 8, 10, 7));
        }
    }

    private static Expr column(int index) {
        return new Expr.Input(index, History.SCHEMA.type(index));
    }

    private static Expr number(long value) {
        return new Expr.Literal(value, SqlType.INTEGER);
    }

    private static WindowCall call(String name, SqlType type, WindowFrame frame, int filter, Expr... arguments) {
        return new WindowCall(name + "()", List.of(arguments), filter, frame, type);
    }

    private static WindowCall call(String name, SqlType type, Expr... arguments) {
        return call(name, type, WindowFrame.DEFAULT, -1, arguments);
    }

    private static FrameBound bound(FrameBound.Kind kind, Object offset, SqlType type) {
        return new FrameBound(kind, new Expr.Literal(offset, type), null);
    }

    private static FrameBound preceding(long offset) {
        return bound(FrameBound.Kind.PRECEDING, offset, SqlType.BIGINT);
    }

    private static FrameBound following(long offset) {
        return bound(FrameBound.Kind.FOLLOWING, offset, SqlType.BIGINT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"row_number", "rank", "dense_rank", "percent_rank", "cume_dist"})
    void ranks(String name) {
        SqlType type = name.equals("percent_rank") || name.equals("cume_dist") ? SqlType.DOUBLE : SqlType.BIGINT;
        for (List<SortKey> order : ORDERS) {
            check(List.of(4), order, List.of(call(name, type)));
            check(List.of(), order, List.of(call(name, type)));
        }
    }

    @Test
    void partsOfEqualLength() {
        for (int parts : new int[] {1, 2, 3, 7, 100}) {
            check(List.of(4), ORDERS.getFirst(), List.of(call("ntile", SqlType.INTEGER, number(parts))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lag", "lead"})
    void rowsBeforeAndBehind(String name) {
        for (List<SortKey> order : ORDERS) {
            check(List.of(4), order, List.of(call(name, SqlType.TEXT, column(1))));
            check(List.of(), order, List.of(call(name, SqlType.NUMERIC, column(2), number(3), column(2))));
            check(List.of(2), order, List.of(call(name, SqlType.BIGINT, column(0), number(-2), number(9))));
            check(List.of(), order, List.of(
                    call(name, SqlType.TEXT, column(1), column(0)), call(name, SqlType.BIGINT, column(0), number(0))));
            check(List.of(4), order, List.of(
                    call(name, SqlType.BIGINT, column(0), new Expr.Literal(null, SqlType.INTEGER))));
        }
    }

    /** Frames that end near the row, and such that reach to the partition's ends. */
    private static List<WindowFrame> frames(Unit unit, Exclusion exclusion) {
        List<FrameBound> starts =
                List.of(FrameBound.UNBOUNDED_PRECEDING, preceding(2), FrameBound.CURRENT_ROW, following(1));
        List<FrameBound> ends = List.of(
                preceding(1), FrameBound.CURRENT_ROW, following(0), following(2), FrameBound.UNBOUNDED_FOLLOWING);
        List<WindowFrame> frames = new ArrayList<>();
        for (FrameBound start : starts) {
            for (FrameBound end : ends) {
                boolean isLegal = start.kind().compareTo(end.kind()) <= 0;
                if (isLegal) {
                    frames.add(new WindowFrame(
                            unit, start, end, exclusion, unit == Unit.RANGE ? column(0) : null));
                }
            }
        }
        return frames;
    }

    private static List<WindowCall> aggregates(WindowFrame frame, int filter) {
        return List.of(
                call("count", SqlType.BIGINT, frame, filter),
                call("sum", SqlType.BIGINT, frame, filter, column(0)),
                call("avg", SqlType.NUMERIC, frame, filter, column(2)),
                call("sum", SqlType.DOUBLE, frame, filter, column(3)),
                call("min", SqlType.NUMERIC, frame, filter, column(2)),
                call("max", SqlType.TEXT, frame, filter, column(1)),
                call("string_agg", SqlType.TEXT, frame, filter, column(1)));
    }

    private static List<WindowCall> values(WindowFrame frame) {
        return List.of(
                call("first_value", SqlType.TEXT, frame, -1, column(1)),
                call("last_value", SqlType.NUMERIC, frame, -1, column(2)),
                call("nth_value", SqlType.BIGINT, frame, -1, column(0), number(2)));
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void framesOfAllBounds(Unit unit) {
        List<List<SortKey>> orders = unit == Unit.RANGE ? ORDERS.subList(0, 3) : ORDERS.subList(1, 4);
        int turn = 0;
        for (Exclusion exclusion : Exclusion.values()) {
            for (WindowFrame frame : frames(unit, exclusion)) {
                List<SortKey> order = orders.get(turn++ % orders.size());
                check(List.of(4), order, aggregates(frame, -1));
                check(List.of(), order, values(frame));
            }
        }
    }

    @Test
    void framesByFloatingPointNumbers() {
        FrameBound start = bound(FrameBound.Kind.PRECEDING, 0.15, SqlType.DOUBLE);
        FrameBound end = bound(FrameBound.Kind.FOLLOWING, 1e16, SqlType.DOUBLE);
        for (SortKey order : new SortKey[] {SortKey.ascending(3), SortKey.descending(3)}) {
            WindowFrame frame = new WindowFrame(Unit.RANGE, start, end, Exclusion.NO_OTHERS, column(3));
            check(List.of(4), List.of(order), List.of(call("count", SqlType.BIGINT, frame, -1)));
        }
    }

    @Test
    void filtersAndArgumentsThatFail() {
        WindowFrame frame =
                new WindowFrame(Unit.ROWS, preceding(1), following(1), Exclusion.NO_OTHERS, null);
        check(List.of(), ORDERS.getFirst(), aggregates(frame, 4));
        check(List.of(), ORDERS.getFirst(), aggregates(WindowFrame.DEFAULT, 4));
        check(List.of(4), ORDERS.getFirst(), List.of(
                call("nth_value", SqlType.TEXT, frame, -1, column(1), column(0)),
                call("count", SqlType.BIGINT, frame, -1)));
    }

    /** Functions of all kinds at once: what one needs to see the others see too. */
    @Test
    void functionsTogether() {
        Random random = new Random(5);
        List<WindowCall> all = new ArrayList<>();
        for (Unit unit : Unit.values()) {
            for (WindowFrame frame : frames(unit, Exclusion.NO_OTHERS)) {
                all.addAll(aggregates(frame, random.nextBoolean() ? 4 : -1));
                all.addAll(values(frame));
            }
        }
        all.add(call("lag", SqlType.TEXT, column(1), number(2)));
        all.add(call("lead", SqlType.TEXT, column(1)));
        all.add(call("rank", SqlType.BIGINT));
        for (int i = 0; i < 40; i++) {
            List<WindowCall> some = new ArrayList<>();
            for (int n = random.nextInt(1, 5); n > 0; n--) {
                some.add(all.get(random.nextInt(all.size())));
            }
            check(List.of(4), ORDERS.get(random.nextInt(3)), some);
        }
    }

    /** Partitions of several saved states: frames that slide go on from them, with what falls out read far before. */
    @Test
    void slidingFramesOverManyRows() {
        List<FrameBound> ends = List.of(FrameBound.CURRENT_ROW, following(15), following(0));
        for (int turn = 0; turn < 6 * SEEDS; turn++) {
            List<WindowCall> calls = new ArrayList<>(sums(sliding(preceding(20 * (turn % 3)), ends.get(turn % 2))));
            if (turn % 3 == 1) {
                calls.addAll(sums(sliding(preceding(150), ends.get(turn % 3))));
            }
            if (turn % 4 == 2) {
                calls.add(call("rank", SqlType.BIGINT));
                calls.add(call("lag", SqlType.TEXT, column(1), number(2)));
                calls.add(call("max", SqlType.NUMERIC, sliding(preceding(9), following(9)), -1, column(2)));
            }
            Plan plan = window(turn % 2 == 0 ? List.of() : List.of(4), ORDERS.get(turn / 2 % 3), calls);
            Oracle.check(plan, History.random(turn, 1, 6, 150, 300));
        }
    }

    /** What was saved at rows that see a change behind them is saved anew. */
    @Test
    void growingFramesThatEndBehindTheRow() {
        for (int turn = 0; turn < 3 * SEEDS; turn++) {
            Unit unit = List.of(Unit.ROWS, Unit.RANGE, Unit.GROUPS).get(turn % 3);
            WindowFrame frame = new WindowFrame(
                    unit, FrameBound.UNBOUNDED_PRECEDING, following(15), Exclusion.NO_OTHERS,
                    unit == Unit.RANGE ? column(0) : null);
            Plan plan = window(List.of(), ORDERS.get(turn % 3), sums(frame));
            Oracle.check(plan, History.random(turn, 1, 6, 150, 300));
        }
    }

    private static WindowFrame sliding(FrameBound start, FrameBound end) {
        return new WindowFrame(Unit.RANGE, start, end, Exclusion.NO_OTHERS, column(0));
    }

    private static List<WindowCall> sums(WindowFrame frame) {
        return List.of(
                call("count", SqlType.BIGINT, frame, -1),
                call("sum", SqlType.BIGINT, frame, 4, column(0)),
                call("avg", SqlType.NUMERIC, frame, -1, column(2)),
                call("sum", SqlType.DOUBLE, frame, -1, column(3)));
    }
}

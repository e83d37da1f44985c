package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.AsofJoin;
import dev.millrace.executor.plan.Distribution;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SessionWindow;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.TimeWindows;
import dev.millrace.executor.plan.WindowClose;

/** Sessions, ASOF joins and closing windows, incrementally, against their definition: see {@link Oracle}. */
class EventTimeOracleTest {

    private static final int SEEDS = Integer.getInteger("millrace.oracle.seeds", 1);

    private int uids;

    private String uid() {
        return "n" + ++uids;
    }

    private Plan dealt(long relation, Schema schema, List<Integer> columns, List<Integer> keys) {
        Plan scan = new Plan.Scan(uid(), relation, columns, schema);
        return new Plan.Exchange(
                uid(), scan, keys.isEmpty() ? new Distribution.Single() : new Distribution.Hash(keys));
    }

    private void check(Plan plan, int relations, int domain) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Oracle.check(plan, History.random(seed * 31 + uids, relations, 20, 16, domain));
        }
    }

    @Test
    void sessionsEndWithAPause() {
        Schema schema = Schema.of(
                new Schema.Field("t", SqlType.TIMESTAMP, true),
                new Schema.Field("b", SqlType.TEXT, true),
                new Schema.Field("c", SqlType.NUMERIC, true));
        Schema output = schema.concat(Schema.of(
                new Schema.Field("window_start", SqlType.TIMESTAMP, false),
                new Schema.Field("window_end", SqlType.TIMESTAMP, false)));
        for (List<Integer> partition : List.of(List.<Integer>of(), List.of(1), List.of(2), List.of(2, 1))) {
            for (long gap : new long[] {1, 3, 10, Long.MAX_VALUE / 2}) {
                Plan rows = dealt(1, schema, List.of(0, 1, 2), partition);
                check(new SessionWindow(uid(), rows, partition, 0, gap, output), 1, partition.isEmpty() ? 200 : 40);
            }
        }
    }

    private Plan latest(Schema schema, long relation) {
        Plan scan = dealt(relation, schema.select(List.of(0)), List.of(0), List.of());
        AggregateCall max =
                new AggregateCall("max()", List.of(0), false, -1, List.of(), SqlType.TIMESTAMP);
        Plan latest = new Plan.Aggregate(uid(), scan, List.of(), List.of(max), schema.select(List.of(0)));
        return new Plan.Exchange(uid(), latest, new Distribution.Broadcast());
    }

    private static Schema withWindow(Schema schema) {
        return schema.concat(Schema.of(
                new Schema.Field("window_start", SqlType.TIMESTAMP, false),
                new Schema.Field("window_end", SqlType.TIMESTAMP, false)));
    }

    @Test
    void windowsCloseAndOpenWithTheWatermark() {
        Schema schema = Schema.of(
                new Schema.Field("t", SqlType.TIMESTAMP, true), new Schema.Field("b", SqlType.TEXT, true));
        for (int streams = 1; streams <= 2; streams++) {
            Plan rows = dealt(1, schema, List.of(0, 1), List.of(1));
            Plan windows =
                    new Plan.Hop(uid(), rows, 0, new TimeWindows(6, 3, 0, false), withWindow(schema));
            List<Plan> latest = new ArrayList<>(List.of(latest(schema, 1)));
            List<Long> delays = new ArrayList<>(List.of(2L));
            if (streams == 2) {
                latest.add(latest(schema, 2));
                delays.add(9L);
            }
            check(new WindowClose(uid(), windows, latest, delays, 3, List.of(1), false), streams, 40);
        }
    }

    /** Of a stream whose rows never come behind its watermark, as every row that was late is refused. */
    @Test
    void nothingIsRememberedOfClosedWindows() {
        Schema schema = Schema.of(
                new Schema.Field("t", SqlType.TIMESTAMP, true), new Schema.Field("b", SqlType.TEXT, true));
        for (boolean isSession : new boolean[] {false, true}) {
            Plan rows = dealt(1, schema, List.of(0, 1), List.of(1));
            Plan windows = isSession
                    ? new SessionWindow(uid(), rows, List.of(1), 0, 4, withWindow(schema))
                    : new Plan.Hop(uid(), rows, 0, new TimeWindows(6, 3, 0, false), withWindow(schema));
            Plan closed =
                    new WindowClose(uid(), windows, List.of(latest(schema, 1)), List.of(5L), 3, List.of(1), true);
            Plan counts = new Plan.Aggregate(
                    uid(),
                    new Plan.Exchange(uid(), closed, new Distribution.Hash(List.of(3))),
                    List.of(3),
                    List.of(
                            new AggregateCall("count()", List.of(), false, -1, List.of(), SqlType.BIGINT),
                            new AggregateCall("count()", List.of(1), true, -1, List.of(), SqlType.BIGINT)),
                    Schema.of(
                            new Schema.Field("window_end", SqlType.TIMESTAMP, false),
                            new Schema.Field("n", SqlType.BIGINT, false),
                            new Schema.Field("different", SqlType.BIGINT, false)));
            for (long seed = 1; seed <= SEEDS; seed++) {
                History history = History.random(seed * 31 + uids, 1, 60, 16, 40);
                Oracle.checkInOrder(counts, history.insertsOnly().drifting(10, 5));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(AsofJoin.Match.class)
    void rowsMatchTheNearestOne(AsofJoin.Match match) {
        List<Integer> columns = List.of(0, 1, 2, 3);
        Schema schema = History.SCHEMA.select(columns);
        for (List<Integer> keys : List.of(List.<Integer>of(), List.of(1), List.of(3, 1))) {
            for (int time : new int[] {0, 2}) {
                for (boolean isOuter : new boolean[] {false, true}) {
                    Plan left = dealt(1, schema, columns, keys);
                    Plan right = dealt(2, schema, columns, keys);
                    Schema both = schema.concat(schema);
                    check(
                            new AsofJoin(uid(), left, right, isOuter, match, keys, keys, time, time, both), 2,
                            keys.isEmpty() ? 100 : 20);
                }
            }
        }
    }
}

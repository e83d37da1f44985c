package dev.millrace.planner.lower;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Distribution;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.TimeBound;
import dev.millrace.executor.plan.WindowClose;
import dev.millrace.planner.PlannerCatalog;

/**
 * How far the times of streams have come, as relations of one row, in every shard. Where a stream has partitions that
 * is the earliest of their latest times; of those that are idle, because the last row of each came too long ago, none
 * counts, unless all are. Infinity is no time.
 */
final class LatestTimes {

    private static final int TIME = 0;

    private final Nodes nodes;
    private final List<Plan> latest = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();
    private final List<Integer> standIns = new ArrayList<>();
    private final List<Plan> stoodFor = new ArrayList<>();
    private final List<Long> stoodForDelays = new ArrayList<>();

    LatestTimes(Nodes nodes) {
        this.nodes = nodes;
    }

    void add(PlannerCatalog.Stored stream) {
        PlannerCatalog.Watermark mark = stream.watermark();
        delays.add(mark.delayMicros());
        if (!mark.isOfParts()) {
            latest.add(everywhere(ofAll("max", finite(stream, List.of(mark.column())))));
            standIns.add(-1);
            return;
        }
        Plan parts = parts(stream, mark);
        if (mark.idleMicros() == 0) {
            latest.add(everywhere(ofAll("min", parts)));
            standIns.add(-1);
            return;
        }
        latest.add(everywhere(ofAll("min", awake(parts, mark))));
        standIns.add(stoodFor.size());
        stoodFor.add(everywhere(ofAll("max", parts)));
        stoodForDelays.add(mark.delayMicros());
    }

    /** The node, above what has been added. */
    WindowClose close(Plan input, int endColumn, List<Integer> key, boolean isFinal) {
        int streams = latest.size();
        List<Plan> all = new ArrayList<>(latest);
        all.addAll(stoodFor);
        List<Long> allDelays = new ArrayList<>(delays);
        allDelays.addAll(stoodForDelays);
        List<Integer> places = standIns.stream().map(place -> place < 0 ? -1 : streams + place).toList();
        return new WindowClose("", input, all, allDelays, places, endColumn, key, isFinal);
    }

    /** Columns of the stream, the time first, of the rows that have one. */
    private Plan finite(PlannerCatalog.Stored stream, List<Integer> columns) {
        Schema schema = stream.schema().select(columns);
        SqlType type = schema.type(TIME);
        SqlType plain = type.withoutModifiers();
        Plan scan = nodes.scan(stream.id(), columns, schema, stream.isAppendOnly());
        return nodes.filter(
                scan,
                new Expr.Call(
                        "<(" + plain + "," + plain + ")",
                        List.of(new Expr.Input(TIME, type), new Expr.Literal(Long.MAX_VALUE, plain)),
                        SqlType.BOOLEAN));
    }

    /** The latest time of each partition, and when its last row came; partitions in the last column. */
    private Plan parts(PlannerCatalog.Stored stream, PlannerCatalog.Watermark mark) {
        List<Integer> columns = new ArrayList<>(List.of(mark.column()));
        if (mark.idleMicros() > 0) {
            columns.add(mark.arrival());
        }
        int times = columns.size();
        if (mark.partition() >= 0) {
            columns.add(mark.partition());
        }
        Plan rows = finite(stream, columns);
        List<Integer> by = mark.partition() < 0 ? List.of() : List.of(times);
        Plan dealt = nodes.exchange(rows, by.isEmpty() ? new Distribution.Single() : new Distribution.Hash(by));
        List<AggregateCall> calls = new ArrayList<>();
        List<Schema.Field> fields = new ArrayList<>();
        by.forEach(column -> fields.add(rows.schema().field(column)));
        for (int i = 0; i < times; i++) {
            SqlType type = rows.schema().type(i);
            calls.add(call("max", i, type));
            fields.add(new Schema.Field(i == TIME ? "latest" : "arrival", type, true));
        }
        Plan grouped = nodes.aggregate(dealt, by, calls, new Schema(fields));
        List<Integer> wanted = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            wanted.add(by.size() + i);
        }
        by.forEach(column -> wanted.add(0));
        return nodes.select(grouped, wanted, grouped.schema().select(wanted));
    }

    /** Those partitions whose last row came not too long ago. */
    private Plan awake(Plan parts, PlannerCatalog.Watermark mark) {
        int arrival = TIME + 1;
        Expr until = TimeBounds.plus(new Expr.Input(arrival, parts.schema().type(arrival)), mark.idleMicros());
        List<Integer> key = new ArrayList<>();
        for (int i = 0; i < parts.schema().size(); i++) {
            key.add(i);
        }
        Plan dealt = nodes.exchange(parts, new Distribution.Hash(key));
        return nodes.temporalFilter(dealt, List.of(new TimeBound(TimeBound.Kind.BEFORE, until)), key);
    }

    private Plan ofAll(String function, Plan times) {
        SqlType type = times.schema().type(TIME);
        Plan single = nodes.exchange(times, new Distribution.Single());
        Schema schema = Schema.of(new Schema.Field("latest", type, true));
        return nodes.aggregate(single, List.of(), List.of(call(function, TIME, type)), schema);
    }

    private static AggregateCall call(String function, int column, SqlType type) {
        return new AggregateCall(
                function + "(" + type.withoutModifiers() + ")", List.of(column), false, -1, List.of(), type);
    }

    private Plan everywhere(Plan plan) {
        return nodes.exchange(plan, new Distribution.Broadcast());
    }
}

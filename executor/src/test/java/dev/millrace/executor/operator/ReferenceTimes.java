package dev.millrace.executor.operator;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.AsofJoin;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SessionWindow;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.TimeBound;
import dev.millrace.executor.plan.TimeWindows;
import dev.millrace.executor.plan.WindowClose;

/** What depends on time, naively: temporal filters, windows, sessions and ASOF joins. */
final class ReferenceTimes {

    private ReferenceTimes() {}

    static Bag present(ReferenceInterpreter reference, Plan.TemporalFilter filter, long clock) {
        Bag out = new Bag();
        reference.evaluate(filter.input()).weights.forEach((row, weight) -> {
            boolean isPresent = true;
            for (TimeBound bound : filter.bounds()) {
                Expr expr = bound.expr().rewrite(
                        node -> node instanceof Expr.Now now ? new Expr.Literal(clock, now.type()) : node);
                List<Object> value = reference.value(expr, filter.schema(), row, weight);
                isPresent &= value != null && value.getFirst() instanceof Long word && holds(bound.kind(), word, clock);
                if (value == null) {
                    break;
                }
            }
            if (isPresent) {
                out.add(row, weight);
            }
        });
        return out;
    }

    /** Every window near the time is asked whether it holds it. */
    static Bag windows(Bag input, Plan.Hop hop) {
        TimeWindows windows = hop.windows();
        long size = windows.sizeMicros();
        long distance = windows.grows() ? size : windows.slideMicros();
        Bag out = new Bag();
        input.weights.forEach((row, weight) -> {
            if (!(row.get(hop.timeColumn()) instanceof Long time)) {
                return;
            }
            long first = (time - size - windows.offsetMicros()) / distance - 2;
            for (long n = first; n * distance + windows.offsetMicros() <= time; n++) {
                long start = n * distance + windows.offsetMicros();
                long shortest = windows.grows() ? windows.slideMicros() : size;
                for (long length = shortest; length <= size; length += windows.slideMicros()) {
                    if (start + length > time) {
                        out.add(ReferenceInterpreter.concat(row, List.of(start, start + length)), weight);
                    }
                }
            }
        });
        return out;
    }

    /** A row begins a session where none before it is near. */
    static Bag sessions(SessionWindow session, Collection<Bag> partitions) {
        Schema schema = session.input().schema();
        int time = session.timeColumn();
        Bag out = new Bag();
        for (Bag partition : partitions) {
            List<List<Object>> rows = ReferenceWindows.inOrder(schema, List.of(SortKey.ascending(time)), partition);
            rows.removeIf(row -> row.get(time) == null);
            for (List<Object> row : rows) {
                int at = rows.indexOf(row);
                int first = at;
                int last = at;
                while (first > 0 && isNear(rows.get(first - 1), rows.get(first), session)) {
                    first--;
                }
                while (last + 1 < rows.size() && isNear(rows.get(last), rows.get(last + 1), session)) {
                    last++;
                }
                long end = (Long) rows.get(last).get(time) + session.gapMicros();
                out.add(ReferenceInterpreter.concat(row, List.of(rows.get(first).get(time), end)), 1);
            }
        }
        return out;
    }

    private static boolean isNear(List<Object> row, List<Object> next, SessionWindow session) {
        int time = session.timeColumn();
        return (Long) next.get(time) - (Long) row.get(time) < session.gapMicros();
    }

    /** Every pair is asked. */
    static Bag asofJoin(AsofJoin join, Bag left, Bag right) {
        Schema rightSchema = join.right().schema();
        SqlType type = rightSchema.type(join.rightTime());
        List<List<Object>> rights =
                ReferenceWindows.inOrder(rightSchema, List.of(SortKey.ascending(join.rightTime())), right);
        if (join.match().looksBack()) {
            Collections.reverse(rights);
        }
        Bag out = new Bag();
        left.weights.forEach((row, weight) -> {
            List<Object> keys = ReferenceInterpreter.canonical(join.left().schema(), join.leftKeys(), row);
            Object time = row.get(join.leftTime());
            for (List<Object> candidate : rights) {
                List<Object> candidateKeys =
                        ReferenceInterpreter.canonical(rightSchema, join.rightKeys(), candidate);
                Object candidateTime = candidate.get(join.rightTime());
                boolean isComplete = time != null && candidateTime != null && !keys.contains(null);
                if (isComplete && keys.equals(candidateKeys)) {
                    int order = ReferenceInterpreter.compare(type, time, candidateTime);
                    boolean isMatch = order == 0
                            ? join.match().isInclusive()
                            : join.match().looksBack() == order > 0;
                    if (isMatch) {
                        out.add(ReferenceInterpreter.concat(row, candidate), weight);
                        return;
                    }
                }
            }
            if (join.isOuter()) {
                out.add(ReferenceInterpreter.concat(row, Collections.nCopies(rightSchema.size(), null)), weight);
            }
        });
        return out;
    }

    /** The watermark is computed anew, and may go back. */
    static Bag closed(WindowClose close, Bag input, List<Bag> latest) {
        long watermark = Long.MAX_VALUE;
        for (int stream = 0; stream < latest.size(); stream++) {
            Object time = latest.get(stream).weights.keySet().iterator().next().getFirst();
            watermark = time == null
                    ? Long.MIN_VALUE
                    : Math.min(watermark, (Long) time - close.delaysMicros().get(stream));
        }
        Bag out = new Bag();
        for (Map.Entry<List<Object>, Long> row : input.weights.entrySet()) {
            if ((Long) row.getKey().get(close.endColumn()) <= watermark) {
                out.add(row.getKey(), row.getValue());
            }
        }
        return out;
    }

    private static boolean holds(TimeBound.Kind kind, long value, long clock) {
        return switch (kind) {
            case SINCE -> clock >= value;
            case AFTER -> clock > value;
            case UNTIL -> clock <= value;
            case BEFORE -> clock < value;
            case RISES, FALLS -> value != 0;
        };
    }
}

package dev.millrace.executor.operator;

import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.TimeBound;
import dev.millrace.executor.plan.TimeWindows;

/** What depends on time, naively: temporal filters and windows. */
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

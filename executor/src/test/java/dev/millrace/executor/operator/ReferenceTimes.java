package dev.millrace.executor.operator;

import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.TimeBound;

/** Temporal filters, naively: every row is asked at every clock. */
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

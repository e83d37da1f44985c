package dev.millrace.executor.operator;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.TimeBound;

/**
 * From when until when the rows of a batch are there: {@code from <= clock < until}. A function of the row alone,
 * whatever the clock says when it is asked.
 */
final class Presence {

    private final List<Bound> bounds;
    private long[] from = new long[16];
    private long[] until = new long[16];

    /**
     * A condition.
     *
     * @param evaluator the instant; for {@code RISES} and {@code FALLS} the condition over the row's columns and,
     *     behind them, the clock
     */
    record Bound(TimeBound.Kind kind, Evaluator evaluator) {}

    Presence(List<Bound> bounds) {
        this.bounds = List.copyOf(bounds);
    }

    long from(int row) {
        return from[row];
    }

    /** {@code Long.MAX_VALUE} for ever; not above {@link #from} for a row that is never there. */
    long until(int row) {
        return until[row];
    }

    /** Decides for every row; those that cannot be decided are never there and their failure is noted. */
    void of(DeltaBatch batch, Step step, Evaluator.Failures failures) {
        int size = batch.size();
        if (from.length < size) {
            from = new long[size];
            until = new long[size];
        }
        Arrays.fill(from, 0, size, Long.MIN_VALUE);
        Arrays.fill(until, 0, size, Long.MAX_VALUE);
        for (Bound bound : bounds) {
            switch (bound.kind()) {
                case SINCE, AFTER, UNTIL, BEFORE -> compare(bound, batch, step.clockMicros(), failures);
                case RISES, FALLS -> search(bound, batch, step.clockMicros(), failures);
            }
        }
        for (int row = 0; row < size; row++) {
            if (failures.of(row) != null) {
                until[row] = Long.MIN_VALUE;
            }
        }
    }

    private void compare(Bound bound, DeltaBatch batch, long clockMicros, Evaluator.Failures failures) {
        WordColumn instants = (WordColumn) bound.evaluator().evaluate(batch, clockMicros, failures);
        for (int row = 0; row < batch.size(); row++) {
            if (instants.isNull(row)) {
                until[row] = Long.MIN_VALUE;
                continue;
            }
            long instant = instants.value(row);
            switch (bound.kind()) {
                case SINCE -> from[row] = Math.max(from[row], instant);
                case AFTER -> from[row] = Math.max(from[row], next(instant));
                case UNTIL -> until[row] = Math.min(until[row], next(instant));
                case BEFORE -> until[row] = Math.min(until[row], instant);
                case RISES, FALLS -> throw new IllegalStateException("decided by a search");
            }
        }
    }

    private static long next(long instant) {
        return instant == Long.MAX_VALUE ? instant : instant + 1;
    }

    private void search(Bound bound, DeltaBatch batch, long clockMicros, Evaluator.Failures failures) {
        boolean rises = bound.kind() == TimeBound.Kind.RISES;
        long[] turns = TurnSearch.of(bound.evaluator(), rises, batch, clockMicros, failures);
        for (int row = 0; row < batch.size(); row++) {
            if (rises) {
                from[row] = Math.max(from[row], turns[row]);
            } else {
                until[row] = Math.min(until[row], turns[row]);
            }
        }
    }
}

package com.example.visits;

import java.time.Instant;

import dev.millrace.api.Context;
import dev.millrace.api.Processor;
import dev.millrace.api.Row;
import dev.millrace.api.Timer;
import dev.millrace.api.ValueState;

/**
 * How far each value is from the one before, and "silent" a minute after the last one, as far as the watermark knows:
 * {@code steps(TABLE) RETURNS TABLE (ts timestamptz, what text, step bigint)}. Refuses negative values.
 */
public final class Steps implements Processor {

    @Override
    public void process(Row row, Context context) {
        ValueState<Long> before = context.value("before", Long.class);
        long value = row.getLong("v");
        ValueState<Instant> last = context.value("last", Instant.class);
        if (last.get() != null) {
            context.cancelTimer(Timer.Kind.EVENT_TIME, last.get().plusSeconds(60));
        }
        last.set(context.time());
        context.setTimer(Timer.Kind.EVENT_TIME, context.time().plusSeconds(60));
        Long known = before.get();
        before.set(value);
        context.emit(context.time(), "step", known == null ? null : value - known);
        if (value < 0) {
            throw new IllegalArgumentException(value + " is negative");
        }
    }

    @Override
    public void onTimer(Timer timer, Context context) {
        context.emit(timer.time(), "silent", context.value("before", Long.class).get());
    }
}

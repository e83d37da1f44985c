package com.example.visits;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.millrace.api.Context;
import dev.millrace.api.ListState;
import dev.millrace.api.MapState;
import dev.millrace.api.Processor;
import dev.millrace.api.Row;
import dev.millrace.api.Timer;
import dev.millrace.api.ValueState;

/**
 * The visits of each visitor: one row when a visit ends, 30 minutes after its last click, whether or not anything comes
 * then. What was spent before (initial state) is carried on.
 *
 * <pre>
 * CREATE FUNCTION visits(TABLE, TABLE)
 *   RETURNS TABLE (began timestamptz, ended timestamptz, pages text, favourite text, spent numeric) ...
 * </pre>
 */
public final class Visits implements Processor {

    private static final Duration PAUSE = Duration.ofMinutes(30);

    @Override
    public void initialise(Row row, Context context) {
        context.value("spent", BigDecimal.class).set(row.getDecimal("spent"));
    }

    @Override
    public void process(Row row, Context context) {
        ValueState<Instant> last = context.value("last", Instant.class);
        ValueState<Instant> first = context.value("first", Instant.class);
        if (last.get() == null) {
            first.set(context.time());
        } else {
            context.cancelTimer(Timer.Kind.CLOCK, last.get().plus(PAUSE));
        }
        last.set(context.time());
        context.setTimer(Timer.Kind.CLOCK, context.time().plus(PAUSE));
        String page = row.getString("page");
        context.list("pages", String.class).add(page);
        // What was looked at on one day is forgotten a day later, whatever visit it was in.
        MapState<String, Integer> looked = context.map("looked", String.class, Integer.class, Duration.ofDays(1));
        Integer before = looked.get(page);
        looked.put(page, before == null ? 1 : before + 1);
        if (!row.isNull("amount")) {
            ValueState<BigDecimal> spent = context.value("spent", BigDecimal.class);
            spent.set(spent.orElse(BigDecimal.ZERO).add(row.getDecimal("amount")));
        }
    }

    @Override
    public void onTimer(Timer timer, Context context) {
        ListState<String> pages = context.list("pages", String.class);
        ValueState<Instant> first = context.value("first", Instant.class);
        ValueState<Instant> last = context.value("last", Instant.class);
        context.emit(
                first.get(), last.get(), String.join(" ", pages.all()), favourite(context),
                context.value("spent", BigDecimal.class).get());
        pages.clear();
        first.set(null);
        last.set(null);
    }

    private static String favourite(Context context) {
        Map<String, Integer> looked =
                context.map("looked", String.class, Integer.class, Duration.ofDays(1)).all();
        List<String> pages = new ArrayList<>(looked.keySet());
        pages.sort((a, b) -> looked.get(b).equals(looked.get(a)) ? a.compareTo(b) : looked.get(b) - looked.get(a));
        return pages.isEmpty() ? null : pages.getFirst();
    }
}

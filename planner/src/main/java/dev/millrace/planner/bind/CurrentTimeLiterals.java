package dev.millrace.planner.bind;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/**
 * The literals of dates and times that mean the current time: {@code 'now'}, {@code 'today'}, {@code 'tomorrow'},
 * {@code 'yesterday'}. In a view they mean the time of its creation for ever, as in PostgreSQL: they are literals.
 */
final class CurrentTimeLiterals {

    private static final Map<String, Integer> DAYS = Map.of("yesterday", -1, "today", 0, "tomorrow", 1);

    private CurrentTimeLiterals() {}

    /** The current time as this type, or null when the text means none. */
    static Expr read(String text, SqlType target, Binding binding, SqlNode at) {
        boolean isTime = target.kind() == Kind.TIME || target.kind() == Kind.TIMETZ;
        boolean isDay = target.kind() == Kind.DATE || target.kind() == Kind.TIMESTAMP
                || target.kind() == Kind.TIMESTAMPTZ;
        if (!isTime && !isDay) {
            return null;
        }
        String word = text.strip().toLowerCase(Locale.ROOT);
        int blank = word.indexOf(' ');
        Integer days = blank < 0 || isTime || target.kind() == Kind.DATE ? null : DAYS.get(word.substring(0, blank));
        if (days != null) {
            // A time of that day, or its beginning in a time zone.
            Expr read = new Expr.Call(
                    "||(text,text)",
                    List.of(
                            cast(day(days, SqlType.DATE, binding, at), SqlType.TEXT),
                            new Expr.Literal(word.substring(blank), SqlType.TEXT)),
                    SqlType.TEXT);
            return settled(cast(read, target), binding);
        }
        return switch (word) {
            case "now" -> settled(cast(now(binding, at), target), binding);
            case "today" -> isTime ? null : settled(day(0, target, binding, at), binding);
            case "tomorrow" -> isTime ? null : settled(day(1, target, binding, at), binding);
            case "yesterday" -> isTime ? null : settled(day(-1, target, binding, at), binding);
            default -> null;
        };
    }

    private static Expr settled(Expr value, Binding binding) {
        return binding.isKept() ? binding.constants.evaluate(value) : value;
    }

    private static Expr now(Binding binding, SqlNode at) {
        if (binding.isKept()) {
            return new Expr.Literal(binding.settings.clockMicros(), SqlType.TIMESTAMPTZ);
        }
        binding.askClock(at);
        return new Expr.Now(SqlType.TIMESTAMPTZ);
    }

    private static Expr day(long offset, SqlType target, Binding binding, SqlNode at) {
        Expr today = new Expr.Cast(now(binding, at), SqlType.DATE);
        Expr day = offset == 0
                ? today
                : new Expr.Call(
                        "+(date,integer)", List.of(today, new Expr.Literal(offset, SqlType.INTEGER)), SqlType.DATE);
        return cast(day, target);
    }

    private static Expr cast(Expr value, SqlType target) {
        return value.type().equals(target) ? value : new Expr.Cast(value, target);
    }
}

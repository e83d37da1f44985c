package dev.millrace.planner.bind;

import java.util.List;
import java.util.Locale;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/**
 * The literals of dates and times that mean the current time: {@code 'now'}, {@code 'today'}, {@code 'tomorrow'},
 * {@code 'yesterday'}. A view would have to keep the time of its creation for ever, which nobody means: there they are
 * left to be refused.
 */
final class CurrentTimeLiterals {

    private CurrentTimeLiterals() {}

    /** The current time as this type, or null when the text means none. */
    static Expr read(String text, SqlType target, Binding binding, SqlNode at) {
        boolean isTime = target.kind() == Kind.TIME || target.kind() == Kind.TIMETZ;
        boolean isDay = target.kind() == Kind.DATE || target.kind() == Kind.TIMESTAMP
                || target.kind() == Kind.TIMESTAMPTZ;
        if (!isTime && !isDay || binding.isKept()) {
            return null;
        }
        String word = text.strip().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "now" -> cast(now(binding, at), target);
            case "today" -> isTime ? null : day(0, target, binding, at);
            case "tomorrow" -> isTime ? null : day(1, target, binding, at);
            case "yesterday" -> isTime ? null : day(-1, target, binding, at);
            default -> null;
        };
    }

    private static Expr now(Binding binding, SqlNode at) {
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

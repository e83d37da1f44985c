package dev.millrace.planner.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.TimeBound;
import dev.millrace.planner.logical.IntervalLength;

/**
 * Makes bounds of a temporal filter of conditions that ask the clock. A comparison of the clock, shifted by constant
 * intervals, with a row's time is solved for the clock, so that a row's moment is one expression; whatever else goes
 * one way only is left to be searched.
 */
final class TimeBounds {

    private final Keeping keeping;

    TimeBounds(Keeping keeping) {
        this.keeping = keeping;
    }

    /** Whether a condition is known to change at most once. */
    boolean keep(Expr condition) {
        return !(condition instanceof Expr.Call call && call.function().startsWith("=("))
                ? bound(condition) != null
                : bound(renamed(call, ">=")) != null && bound(renamed(call, "<=")) != null;
    }

    /** @throws SqlException 0A000 when a condition may change more than once */
    List<TimeBound> of(List<Expr> conditions) {
        List<TimeBound> bounds = new ArrayList<>();
        for (Expr condition : conditions) {
            if (condition instanceof Expr.Call call && call.function().startsWith("=(")) {
                bounds.add(bound(renamed(call, ">=")));
                bounds.add(bound(renamed(call, "<=")));
            } else {
                bounds.add(bound(condition));
            }
        }
        if (bounds.contains(null)) {
            throw keeping.refusal();
        }
        return bounds;
    }

    private static Expr.Call renamed(Expr.Call call, String name) {
        return new Expr.Call(name + call.function().substring(call.function().indexOf('(', 1)), call.operands(),
                call.type());
    }

    /** Null when it may change more than once. */
    private TimeBound bound(Expr condition) {
        if (condition instanceof Expr.Call call && call.operands().size() == 2) {
            TimeBound.Kind kind = kind(ClockDirection.name(call));
            TimeBound solved = kind == null ? null : solved(call.operands().get(0), kind, call.operands().get(1));
            if (solved != null) {
                return solved;
            }
        }
        return switch (ClockDirection.of(condition, keeping.zone())) {
            case RISES -> new TimeBound(TimeBound.Kind.RISES, condition);
            case FALLS -> new TimeBound(TimeBound.Kind.FALLS, condition);
            case STILL, UNKNOWN -> null;
        };
    }

    /** What a comparison says about its left operand, if that is the clock. */
    private static TimeBound.Kind kind(String comparison) {
        return switch (comparison) {
            case ">=" -> TimeBound.Kind.SINCE;
            case ">" -> TimeBound.Kind.AFTER;
            case "<=" -> TimeBound.Kind.UNTIL;
            case "<" -> TimeBound.Kind.BEFORE;
            default -> null;
        };
    }

    private static TimeBound.Kind turned(TimeBound.Kind kind) {
        return switch (kind) {
            case SINCE -> TimeBound.Kind.UNTIL;
            case AFTER -> TimeBound.Kind.BEFORE;
            case UNTIL -> TimeBound.Kind.SINCE;
            case BEFORE -> TimeBound.Kind.AFTER;
            case RISES, FALLS -> throw new IllegalArgumentException("no comparison");
        };
    }

    private TimeBound solved(Expr left, TimeBound.Kind kind, Expr right) {
        boolean isLeft = left.asksClock();
        if (isLeft == right.asksClock()) {
            return null;
        }
        return isLeft ? solve(left, kind, right) : solve(right, turned(kind), left);
    }

    /** Brings everything but the clock itself to the other side; null when that is not possible. */
    private TimeBound solve(Expr clock, TimeBound.Kind kind, Expr other) {
        if (clock instanceof Expr.Now) {
            return other.type().kind() == SqlType.Kind.TIMESTAMPTZ ? new TimeBound(kind, other) : null;
        }
        if (clock instanceof Expr.Cast cast) {
            boolean isLocalTime = cast.type().equals(SqlType.TIMESTAMP)
                    && cast.operand().type().equals(SqlType.TIMESTAMPTZ)
                    && ClockDirection.isFixed(keeping.zone());
            return isLocalTime ? solve(cast.operand(), kind, new Expr.Cast(other, SqlType.TIMESTAMPTZ)) : null;
        }
        if (!(clock instanceof Expr.Call call) || call.operands().size() != 2) {
            return null;
        }
        Expr a = call.operands().get(0);
        Expr b = call.operands().get(1);
        return switch (ClockDirection.name(call)) {
            case "+" -> solveShift(a, b, kind, other, -1);
            case "-" -> b.type().kind() == SqlType.Kind.INTERVAL
                    ? solveShift(a, b, kind, other, 1)
                    : solveAge(a, b, kind, other);
            default -> null;
        };
    }

    /** {@code clock + k < r} is {@code clock < r - k}. */
    private TimeBound solveShift(Expr clock, Expr interval, TimeBound.Kind kind, Expr other, int sign) {
        Long micros = interval.asksClock() ? null : length(interval, clock.type());
        return micros == null ? null : solve(clock, kind, plus(other, sign * micros));
    }

    /** {@code clock - r < k} is {@code clock < r + k}, {@code r - clock < k} is {@code clock > r - k}. */
    private TimeBound solveAge(Expr a, Expr b, TimeBound.Kind kind, Expr other) {
        // Intervals are compared by their length, a day being 24 hours.
        Long micros = isInstant(a) && isInstant(b) ? length(other, SqlType.TIMESTAMP) : null;
        if (micros == null || a.asksClock() == b.asksClock()) {
            return null;
        }
        return a.asksClock()
                ? solve(a, kind, plus(b, micros))
                : solve(b, turned(kind), plus(a, -micros));
    }

    private static boolean isInstant(Expr expr) {
        return expr.type().equals(SqlType.TIMESTAMPTZ) || expr.type().equals(SqlType.TIMESTAMP);
    }

    /** Microseconds of a constant interval that are the same whatever they are added to; null for others. */
    private Long length(Expr interval, SqlType addedTo) {
        if (!(interval instanceof Expr.Literal literal) || !(literal.value() instanceof String text)
                || literal.type().kind() != SqlType.Kind.INTERVAL) {
            return null;
        }
        boolean isSteady = !text.contains("day") || addedTo.kind() != SqlType.Kind.TIMESTAMPTZ
                || ClockDirection.isFixed(keeping.zone());
        OptionalLong micros = isSteady ? IntervalLength.micros(text) : OptionalLong.empty();
        return micros.isPresent() ? micros.getAsLong() : null;
    }

    static Expr plus(Expr moment, long micros) {
        if (micros == 0) {
            return moment;
        }
        SqlType interval = SqlType.of(SqlType.Kind.INTERVAL);
        String function = "+(" + moment.type().withoutModifiers() + "," + interval + ")";
        return new Expr.Call(
                function, List.of(moment, new Expr.Literal(IntervalLength.text(micros), interval)), moment.type());
    }
}

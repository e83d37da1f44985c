package dev.millrace.planner.lower;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.IntervalLength;

/**
 * Which way an expression goes as the clock moves on. A condition that only rises (from false to true) or only falls
 * can be kept with a timer a row; one of which that is not known cannot.
 */
enum ClockDirection {
    /** The clock is not asked. */
    STILL,
    RISES,
    FALLS,
    /** Not known to go one way only. */
    UNKNOWN;

    private static final Set<String> SAME_WAY = Set.of("date_trunc", "timezone", "extract", "date_part");

    private ClockDirection reversed() {
        return switch (this) {
            case RISES -> FALLS;
            case FALLS -> RISES;
            case STILL, UNKNOWN -> this;
        };
    }

    private ClockDirection with(ClockDirection other) {
        if (this == STILL || this == other) {
            return other;
        }
        return other == STILL ? this : UNKNOWN;
    }

    /** @param zone in which instants become local times: one with summer time makes those go back once a year */
    static ClockDirection of(Expr expr, ZoneId zone) {
        return switch (expr) {
            case Expr.Now now -> RISES;
            case Expr other when !other.asksClock() -> STILL;
            case Expr.And and -> all(and.operands(), zone);
            case Expr.Or or -> all(or.operands(), zone);
            case Expr.Not not -> of(not.operand(), zone).reversed();
            case Expr.Cast cast -> isOrderKept(cast.operand().type(), cast.type(), zone)
                    ? of(cast.operand(), zone)
                    : UNKNOWN;
            case Expr.Call call -> ofCall(call, zone);
            case Expr.Input _, Expr.Literal _, Expr.Parameter _, Expr.IsNull _, Expr.IsNotDistinct _, Expr.InList _,
                    Expr.Case _, Expr.Coalesce _, Expr.Row _, Expr.Field _ -> UNKNOWN;
        };
    }

    private static ClockDirection all(List<Expr> operands, ZoneId zone) {
        ClockDirection direction = STILL;
        for (Expr operand : operands) {
            direction = direction.with(of(operand, zone));
        }
        return direction;
    }

    static boolean isFixed(ZoneId zone) {
        return zone.getRules().isFixedOffset();
    }

    private static boolean isOrderKept(SqlType from, SqlType to, ZoneId zone) {
        boolean isZoned = from.kind() == SqlType.Kind.TIMESTAMPTZ || to.kind() == SqlType.Kind.TIMESTAMPTZ;
        if (isMoment(from) && isMoment(to)) {
            return !isZoned || from.kind() == to.kind() || isFixed(zone);
        }
        return from.kind().isNumber() && to.kind().isNumber();
    }

    private static boolean isMoment(SqlType type) {
        return switch (type.kind()) {
            case DATE, TIMESTAMP, TIMESTAMPTZ -> true;
            default -> false;
        };
    }

    static String name(Expr.Call call) {
        return call.function().substring(0, call.function().indexOf('(', 1));
    }

    private static ClockDirection ofCall(Expr.Call call, ZoneId zone) {
        List<Expr> operands = call.operands();
        if (operands.size() != 2) {
            return UNKNOWN;
        }
        ClockDirection left = of(operands.get(0), zone);
        ClockDirection right = of(operands.get(1), zone);
        return switch (name(call)) {
            case ">", ">=" -> left.with(right.reversed());
            case "<", "<=" -> left.reversed().with(right);
            case "+" -> isSteady(call, zone) ? left.with(right) : UNKNOWN;
            case "-" -> isSteady(call, zone) ? left.with(right.reversed()) : UNKNOWN;
            case String name when SAME_WAY.contains(name) -> left == STILL && keepsOrder(call, zone) ? right : UNKNOWN;
            default -> UNKNOWN;
        };
    }

    /** Whether a sum or difference moves as its operands do. */
    private static boolean isSteady(Expr.Call call, ZoneId zone) {
        for (Expr operand : call.operands()) {
            boolean isShift = operand.type().kind() == SqlType.Kind.INTERVAL && isMoment(call.type());
            if (isShift && !isSteady(operand, call, zone)) {
                return false;
            }
        }
        return true;
    }

    /** Adding months puts the 31st and the 30th on one day, adding days keeps local time. */
    private static boolean isSteady(Expr interval, Expr.Call call, ZoneId zone) {
        if (!(interval instanceof Expr.Literal literal) || literal.value() == null) {
            return false;
        }
        String text = (String) literal.value();
        return IntervalLength.micros(text).isPresent()
                && (!text.contains("day") || call.type().kind() != SqlType.Kind.TIMESTAMPTZ || isFixed(zone));
    }

    private static boolean keepsOrder(Expr.Call call, ZoneId zone) {
        boolean isWhole = !(call.operands().getFirst() instanceof Expr.Literal literal)
                || !(name(call).equals("extract") || name(call).equals("date_part"))
                || "epoch".equalsIgnoreCase(String.valueOf(literal.value()));
        return isWhole && (isFixed(zone) || call.operands().get(1).type().kind() != SqlType.Kind.TIMESTAMPTZ);
    }
}

package dev.millrace.executor.function;

import dev.millrace.executor.data.Civil;
import dev.millrace.executor.data.Interval;

import static dev.millrace.executor.plan.SqlType.Kind.DATE;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMP;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;

/** Intervals: arithmetic, and moving between months, days and time. */
final class IntervalFunctions {

    private IntervalFunctions() {}

    @SqlFunction(name = "+", description = "The sum of two intervals, part by part.")
    static Interval add(Interval left, Interval right) {
        return Intervals.add(left, right);
    }

    @SqlFunction(name = "-", description = "The difference of two intervals, part by part.")
    static Interval subtract(Interval left, Interval right) {
        return Intervals.add(left, Intervals.negate(right));
    }

    @SqlFunction(name = "-", description = "The interval backwards.")
    static Interval negate(Interval interval) {
        return Intervals.negate(interval);
    }

    @SqlFunction(name = "*", description = "A multiple of an interval.")
    static Interval multiply(Interval interval, double factor) {
        return Intervals.multiply(interval, factor);
    }

    @SqlFunction(name = "*", description = "A multiple of an interval.")
    static Interval multiply(double factor, Interval interval) {
        return Intervals.multiply(interval, factor);
    }

    @SqlFunction(name = "/", description = "A part of an interval.")
    static Interval divide(Interval interval, double divisor) {
        return Intervals.divide(interval, divisor);
    }

    @SqlFunction(name = "justify_hours", description = "With each 24 hours made a day.")
    static Interval justifyHours(Interval interval) {
        int days = OutOfRange.toInt(interval.days() + interval.micros() / Civil.MICROS_PER_DAY);
        long micros = interval.micros() % Civil.MICROS_PER_DAY;
        if (days > 0 && micros < 0) {
            return new Interval(interval.months(), days - 1, micros + Civil.MICROS_PER_DAY);
        }
        if (days < 0 && micros > 0) {
            return new Interval(interval.months(), days + 1, micros - Civil.MICROS_PER_DAY);
        }
        return new Interval(interval.months(), days, micros);
    }

    @SqlFunction(name = "justify_days", description = "With each 30 days made a month.")
    static Interval justifyDays(Interval interval) {
        int months = OutOfRange.toInt((long) interval.months() + interval.days() / 30);
        int days = interval.days() % 30;
        if (months > 0 && days < 0) {
            return new Interval(months - 1, days + 30, interval.micros());
        }
        if (months < 0 && days > 0) {
            return new Interval(months + 1, days - 30, interval.micros());
        }
        return new Interval(months, days, interval.micros());
    }

    /** Days that hours would come to leave room for them. */
    private static Interval daysFirst(Interval interval) {
        boolean isOneWay = interval.days() > 0 && interval.micros() > 0 || interval.days() < 0 && interval.micros() < 0;
        return isOneWay ? justifyDays(interval) : interval;
    }

    @SqlFunction(name = "justify_interval", description = "With hours made days, days made months, and one sign.")
    static Interval justify(Interval interval) {
        Interval days = justifyDays(justifyHours(daysFirst(interval)));
        int months = days.months();
        int day = days.days();
        long micros = days.micros();
        if (months > 0 && (day < 0 || day == 0 && micros < 0)) {
            day += 30;
            months--;
        } else if (months < 0 && (day > 0 || day == 0 && micros > 0)) {
            day -= 30;
            months++;
        }
        if (day > 0 && micros < 0) {
            micros += Civil.MICROS_PER_DAY;
            day--;
        } else if (day < 0 && micros > 0) {
            micros -= Civil.MICROS_PER_DAY;
            day++;
        }
        return new Interval(months, day, micros);
    }

    @SqlFunction(
            name = "make_interval",
            description = "An interval of years, months, weeks, days, hours, minutes and seconds.")
    static Interval make(int years, int months, int weeks, int days, int hours, int minutes, double seconds) {
        double micros = Math.rint(seconds * Interval.MICROS_PER_SECOND)
                + hours * (double) Interval.MICROS_PER_HOUR
                + minutes * (double) Interval.MICROS_PER_MINUTE;
        if (!(Math.abs(micros) < 0x1p63)) {
            throw OutOfRange.INTERVAL;
        }
        long exact = (long) Math.rint(seconds * Interval.MICROS_PER_SECOND)
                + hours * Interval.MICROS_PER_HOUR
                + minutes * Interval.MICROS_PER_MINUTE;
        return new Interval(OutOfRange.toInt(years * 12L + months), OutOfRange.toInt(weeks * 7L + days), exact);
    }

    @SqlFunction(name = "isfinite", description = "Always true: there is no infinite interval.")
    static boolean isFinite(Interval interval) {
        return true;
    }

    @SqlFunction(
            name = "isfinite",
            kinds = {DATE, TIMESTAMP, TIMESTAMPTZ},
            description = "Whether it is neither infinity.")
    static boolean isFinite(@Each long value) {
        return !Civil.isInfinite(value);
    }

    @SqlFunction(
            name = "age",
            kinds = {TIMESTAMP},
            description = "The time between two timestamps in years, months, days and time.",
            example = "age('2001-04-10', '1957-06-13') = interval '43 years 9 mons 27 days'")
    static Interval age(@Each long left, @Each long right) {
        if (Civil.isInfinite(left) || Civil.isInfinite(right)) {
            throw Civil.timestampOutOfRange();
        }
        return left >= right ? ageOfLater(left, right) : Intervals.negate(ageOfLater(right, left));
    }

    @SqlFunction(
            name = "age",
            description = "The time between two instants in years, months, days and time.",
            volatility = dev.millrace.executor.plan.FunctionSignature.Volatility.STABLE)
    static Interval ageOfInstants(
            @As(TIMESTAMPTZ) long left, @As(TIMESTAMPTZ) long right, java.time.ZoneId zone) {
        return age(Civil.toLocal(left, zone), Civil.toLocal(right, zone));
    }

    /** Missing days are borrowed from the earlier one's month, as long as that is. */
    private static Interval ageOfLater(long later, long earlier) {
        long laterDay = Civil.fromEpochDay(Math.floorDiv(later, Civil.MICROS_PER_DAY));
        long earlierDay = Civil.fromEpochDay(Math.floorDiv(earlier, Civil.MICROS_PER_DAY));
        long micros = Math.floorMod(later, Civil.MICROS_PER_DAY) - Math.floorMod(earlier, Civil.MICROS_PER_DAY);
        int days = Civil.day(laterDay) - Civil.day(earlierDay);
        long months = (Civil.year(laterDay) - Civil.year(earlierDay)) * 12
                + Civil.month(laterDay)
                - Civil.month(earlierDay);
        if (micros < 0) {
            micros += Civil.MICROS_PER_DAY;
            days--;
        }
        while (days < 0) {
            days += Civil.daysInMonth(Civil.year(earlierDay), Civil.month(earlierDay));
            months--;
        }
        return new Interval((int) months, days, micros);
    }
}

package dev.millrace.executor.function;

import dev.millrace.executor.data.Interval;

/** Arithmetic of intervals, checked. */
public final class Intervals {

    private static final double DAYS_PER_MONTH = 30;
    private static final double SECONDS_PER_DAY = 86_400;

    private Intervals() {}

    public static Interval negate(Interval interval) {
        try {
            return interval.negate();
        } catch (ArithmeticException tooLarge) {
            throw OutOfRange.INTERVAL;
        }
    }

    public static Interval add(Interval left, Interval right) {
        try {
            return new Interval(
                    Math.addExact(left.months(), right.months()),
                    Math.addExact(left.days(), right.days()),
                    Math.addExact(left.micros(), right.micros()));
        } catch (ArithmeticException tooLarge) {
            throw OutOfRange.INTERVAL;
        }
    }

    /**
     * PostgreSQL's product: the fraction of months goes to days, of which 30 make one, the fraction of days to time.
     */
    public static Interval multiply(Interval interval, double factor) {
        return scaled(interval.months() * factor, interval.days() * factor, interval.micros() * factor);
    }

    /** Its quotient, by the same rules. */
    public static Interval divide(Interval interval, double divisor) {
        if (divisor == 0) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        return scaled(interval.months() / divisor, interval.days() / divisor, interval.micros() / divisor);
    }

    private static Interval scaled(double months, double days, double micros) {
        int wholeMonths = toInt(months);
        int wholeDays = toInt(days);
        double monthDays = roundMicro((months - wholeMonths) * DAYS_PER_MONTH);
        double seconds = roundMicro((days - wholeDays + monthDays - (int) monthDays) * SECONDS_PER_DAY);
        int cascaded = 0;
        if (Math.abs(seconds) >= SECONDS_PER_DAY) {
            cascaded = (int) (seconds / SECONDS_PER_DAY);
            seconds -= cascaded * SECONDS_PER_DAY;
        }
        double total = Math.rint(micros + seconds * Interval.MICROS_PER_SECOND);
        if (!(total >= -0x1p63 && total < 0x1p63)) {
            throw OutOfRange.INTERVAL;
        }
        try {
            int allDays = Math.addExact(Math.addExact(wholeDays, (int) monthDays), cascaded);
            return new Interval(wholeMonths, allDays, (long) total);
        } catch (ArithmeticException tooLarge) {
            throw OutOfRange.INTERVAL;
        }
    }

    private static double roundMicro(double value) {
        return Math.rint(value * Interval.MICROS_PER_SECOND) / Interval.MICROS_PER_SECOND;
    }

    private static int toInt(double value) {
        if (!(value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE)) {
            throw OutOfRange.INTERVAL;
        }
        return (int) value;
    }
}

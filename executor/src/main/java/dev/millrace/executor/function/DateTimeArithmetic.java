package dev.millrace.executor.function;

import java.time.ZoneId;

import dev.millrace.executor.data.Civil;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.TimeOfDay;
import dev.millrace.executor.data.TimeZones;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.DATE;
import static dev.millrace.executor.plan.SqlType.Kind.TIME;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMP;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;
import static dev.millrace.executor.plan.SqlType.Kind.TIMETZ;

/**
 * {@code + -} of dates, times and intervals. Months are added first (a day past the month's end becomes its last), then
 * days, then time; for an instant months and days are those of the session's time zone.
 */
final class DateTimeArithmetic {

    private DateTimeArithmetic() {}

    private static SqlException dateOutOfRange() {
        return new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "date out of range");
    }

    @SqlFunction(name = "+", description = "A date some days later.")
    @As(DATE)
    static long addDays(@As(DATE) long date, int days) {
        return Civil.isInfinite(date) ? date : Civil.checkDate(date + days);
    }

    @SqlFunction(name = "+", description = "A date some days later.")
    @As(DATE)
    static long addToDays(int days, @As(DATE) long date) {
        return addDays(date, days);
    }

    @SqlFunction(name = "-", description = "A date some days before.")
    @As(DATE)
    static long subtractDays(@As(DATE) long date, int days) {
        return Civil.isInfinite(date) ? date : Civil.checkDate(date - days);
    }

    @SqlFunction(
            name = "-",
            description = "The days between two dates.",
            example = "date '2020-03-01' - date '2020-02-01' = 29")
    static int daysBetween(@As(DATE) long left, @As(DATE) long right) {
        if (Civil.isInfinite(left) || Civil.isInfinite(right)) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite dates");
        }
        return (int) (left - right);
    }

    @SqlFunction(name = "+", description = "A date and a time of that day.")
    @As(TIMESTAMP)
    static long dateAndTime(@As(DATE) long date, @As(TIME) long time) {
        return Civil.isInfinite(date) ? date : Civil.timestamp(date, time);
    }

    @SqlFunction(name = "+", description = "A date and a time of that day.")
    @As(TIMESTAMP)
    static long timeAndDate(@As(TIME) long time, @As(DATE) long date) {
        return dateAndTime(date, time);
    }

    @SqlFunction(name = "+", description = "A date some time later.")
    @As(TIMESTAMP)
    static long addToDate(@As(DATE) long date, Interval interval) {
        return add(CastFunctions.dateToTimestamp(date), interval);
    }

    @SqlFunction(name = "-", description = "A date some time before.")
    @As(TIMESTAMP)
    static long subtractFromDate(@As(DATE) long date, Interval interval) {
        return addToDate(date, Intervals.negate(interval));
    }

    @SqlFunction(name = "+", description = "A date some time later.")
    @As(TIMESTAMP)
    static long addDateTo(Interval interval, @As(DATE) long date) {
        return addToDate(date, interval);
    }

    @SqlFunction(
            name = "+",
            description = "A timestamp some time later.",
            example = "timestamp '2020-01-31' + interval '1 month' = timestamp '2020-02-29'")
    @As(TIMESTAMP)
    static long add(@As(TIMESTAMP) long timestamp, Interval interval) {
        if (Civil.isInfinite(timestamp)) {
            return timestamp;
        }
        return addMicros(addMonthsAndDays(timestamp, interval.months(), interval.days()), interval.micros());
    }

    private static long addMicros(long timestamp, long micros) {
        long sum = timestamp + micros;
        if (((timestamp ^ sum) & (micros ^ sum)) < 0) {
            throw Civil.timestampOutOfRange();
        }
        return Civil.checkTimestamp(sum);
    }

    private static long addMonthsAndDays(long timestamp, int months, int days) {
        if (months == 0 && days == 0) {
            return timestamp;
        }
        long epochDay = Math.floorDiv(timestamp, Civil.MICROS_PER_DAY);
        long time = Math.floorMod(timestamp, Civil.MICROS_PER_DAY);
        if (months != 0) {
            epochDay = addMonths(epochDay, months);
        }
        return Civil.timestamp(epochDay + days, time);
    }

    private static long addMonths(long epochDay, int months) {
        long packed = Civil.fromEpochDay(epochDay);
        long total = Civil.year(packed) * 12 + Civil.month(packed) - 1 + months;
        long year = Math.floorDiv(total, 12L);
        int month = (int) Math.floorMod(total, 12L) + 1;
        return Civil.epochDay(year, month, Math.min(Civil.day(packed), Civil.daysInMonth(year, month)));
    }

    @SqlFunction(name = "+", description = "A timestamp some time later.")
    @As(TIMESTAMP)
    static long addTo(Interval interval, @As(TIMESTAMP) long timestamp) {
        return add(timestamp, interval);
    }

    @SqlFunction(name = "-", description = "A timestamp some time before.")
    @As(TIMESTAMP)
    static long subtract(@As(TIMESTAMP) long timestamp, Interval interval) {
        return add(timestamp, Intervals.negate(interval));
    }

    @SqlFunction(
            name = "+",
            description = "An instant some time later.",
            volatility = dev.millrace.executor.plan.FunctionSignature.Volatility.STABLE)
    @As(TIMESTAMPTZ)
    static long addToInstant(@As(TIMESTAMPTZ) long instant, Interval interval, ZoneId zone) {
        if (Civil.isInfinite(instant)) {
            return instant;
        }
        long moved = instant;
        if (interval.months() != 0 || interval.days() != 0) {
            long local = Civil.toLocal(instant, zone);
            moved = Civil.toInstant(addMonthsAndDays(local, interval.months(), interval.days()), zone);
        }
        return addMicros(moved, interval.micros());
    }

    @SqlFunction(
            name = "+",
            description = "An instant some time later.",
            volatility = dev.millrace.executor.plan.FunctionSignature.Volatility.STABLE)
    @As(TIMESTAMPTZ)
    static long addInstantTo(Interval interval, @As(TIMESTAMPTZ) long instant, ZoneId zone) {
        return addToInstant(instant, interval, zone);
    }

    @SqlFunction(
            name = "-",
            description = "An instant some time before.",
            volatility = dev.millrace.executor.plan.FunctionSignature.Volatility.STABLE)
    @As(TIMESTAMPTZ)
    static long subtractFromInstant(@As(TIMESTAMPTZ) long instant, Interval interval, ZoneId zone) {
        return addToInstant(instant, Intervals.negate(interval), zone);
    }

    @SqlFunction(name = "-", description = "The time between two timestamps, in days and time.")
    static Interval between(@As(TIMESTAMP) long left, @As(TIMESTAMP) long right) {
        if (Civil.isInfinite(left) || Civil.isInfinite(right)) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite timestamps");
        }
        long micros = left - right;
        if (((left ^ right) & (left ^ micros)) < 0) {
            throw OutOfRange.INTERVAL;
        }
        return new Interval(0, (int) (micros / Civil.MICROS_PER_DAY), micros % Civil.MICROS_PER_DAY);
    }

    @SqlFunction(name = "-", description = "The time between two instants, in days of 24 hours and time.")
    static Interval betweenInstants(@As(TIMESTAMPTZ) long left, @As(TIMESTAMPTZ) long right) {
        return between(left, right);
    }

    @SqlFunction(name = "-", description = "The time between two times of day.")
    static Interval betweenTimes(@As(TIME) long left, @As(TIME) long right) {
        return new Interval(0, 0, left - right);
    }

    @SqlFunction(name = "+", description = "A time of day some time later, past midnight from 0 on.")
    @As(TIME)
    static long addToTime(@As(TIME) long time, Interval interval) {
        return Math.floorMod(time + interval.micros() % Civil.MICROS_PER_DAY, Civil.MICROS_PER_DAY);
    }

    @SqlFunction(name = "+", description = "A time of day some time later, past midnight from 0 on.")
    @As(TIME)
    static long addTimeTo(Interval interval, @As(TIME) long time) {
        return addToTime(time, interval);
    }

    @SqlFunction(name = "-", description = "A time of day some time before.")
    @As(TIME)
    static long subtractFromTime(@As(TIME) long time, Interval interval) {
        return Math.floorMod(time - interval.micros() % Civil.MICROS_PER_DAY, Civil.MICROS_PER_DAY);
    }

    @SqlFunction(name = "make_date", description = "A date from year, month and day; negative years are BC.")
    @As(DATE)
    static long makeDate(int year, int month, int day) {
        long astronomical = year < 0 ? year + 1L : year;
        if (year == 0 || month < 1 || month > 12 || day < 1 || day > Civil.daysInMonth(astronomical, month)) {
            throw new SqlException(
                    SqlState.DATETIME_FIELD_OVERFLOW,
                    "date field value out of range: %d-%02d-%02d".formatted(year, month, day));
        }
        long epochDay = Civil.epochDay(astronomical, month, day);
        if (epochDay < Civil.FIRST_DAY || epochDay > Civil.LAST_DAY) {
            throw dateOutOfRange();
        }
        return epochDay;
    }

    @SqlFunction(name = "make_time", description = "A time of day from hour, minute and seconds.")
    @As(TIME)
    static long makeTime(int hour, int minute, double second) {
        boolean isEnd = hour == 24 && minute == 0 && second == 0;
        if (!(hour >= 0 && minute >= 0 && minute < 60 && second >= 0 && second <= 60) || hour > 23 && !isEnd) {
            throw new SqlException(
                    SqlState.DATETIME_FIELD_OVERFLOW,
                    "time field value out of range: %d:%02d:%s%s".formatted(
                            hour,
                            minute,
                            Math.abs(second) < 10 ? "0" : "",
                            dev.millrace.executor.data.NumberText.format(second)));
        }
        return hour * Interval.MICROS_PER_HOUR
                + minute * Interval.MICROS_PER_MINUTE
                + (long) Math.rint(second * Interval.MICROS_PER_SECOND);
    }

    @SqlFunction(name = "make_timestamp", description = "A timestamp from its parts.")
    @As(TIMESTAMP)
    static long makeTimestamp(int year, int month, int day, int hour, int minute, double second) {
        return Civil.timestamp(makeDate(year, month, day), makeTime(hour, minute, second));
    }

    @SqlFunction(name = "timestamptz", description = "The instant of a date and a time of that day.",
            volatility = dev.millrace.executor.plan.FunctionSignature.Volatility.STABLE)
    @As(TIMESTAMPTZ)
    static long instant(@As(DATE) long date, @As(TIME) long time, ZoneId zone) {
        return Civil.isInfinite(date) ? date : Civil.toInstant(Civil.timestamp(date, time), zone);
    }

    @SqlFunction(name = "timestamptz", description = "The instant of a date and a time of that day and its offset.")
    @As(TIMESTAMPTZ)
    static long instant(@As(DATE) long date, @As(TIMETZ) long time) {
        long offset = TimeOfDay.offsetSeconds(time) * Interval.MICROS_PER_SECOND;
        return Civil.isInfinite(date)
                ? date
                : Civil.checkTimestamp(Civil.timestamp(date, TimeOfDay.micros(time)) - offset);
    }

    @SqlFunction(
            name = "make_timestamptz",
            description = "An instant from its parts in the session's time zone.",
            volatility = dev.millrace.executor.plan.FunctionSignature.Volatility.STABLE)
    @As(TIMESTAMPTZ)
    static long makeInstant(int year, int month, int day, int hour, int minute, double second, ZoneId zone) {
        return Civil.toInstant(makeTimestamp(year, month, day, hour, minute, second), zone);
    }

    @SqlFunction(
            name = "make_timestamptz",
            description = "An instant from its parts in a time zone.",
            example = "make_timestamptz(2013, 7, 15, 8, 15, 23.5, 'America/New_York') = '2013-07-15 12:15:23.5+00'")
    @As(TIMESTAMPTZ)
    static long makeInstant(int year, int month, int day, int hour, int minute, double second, String zone) {
        long local = makeTimestamp(year, month, day, hour, minute, second);
        String offset = zone.strip();
        if (offset.isEmpty() || !Character.isDigit(offset.charAt(0)) && "+-".indexOf(offset.charAt(0)) < 0) {
            return TruncateFunctions.atZone(zone, local);
        }
        // A number is how far the zone is to the east, as in ISO 8601 and not as in POSIX.
        try {
            if (Character.isDigit(offset.charAt(0))) {
                throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "no sign");
            }
            return Civil.checkTimestamp(local - TimeZones.offsetSeconds(offset) * Interval.MICROS_PER_SECOND);
        } catch (SqlException malformed) {
            if (malformed.sqlState().equals("22009")) {
                throw new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE, "numeric time zone \"" + zone + "\" out of range");
            }
            throw new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "invalid input syntax for type numeric time zone: \"" + zone + "\"")
                    .withHint("Numeric time zones must have \"-\" or \"+\" as first character.");
        }
    }
}

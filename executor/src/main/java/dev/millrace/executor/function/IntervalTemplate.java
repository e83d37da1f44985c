package dev.millrace.executor.function;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * What {@code to_char} shows of an interval where it is not what it shows of a timestamp. An interval has no calendar,
 * so PostgreSQL refuses names of days and months and time zones; of weeks and of the day of the year it makes what its
 * formulas for dates make of any three numbers, and so do we.
 */
final class IntervalTemplate {

    private static final int MONTHS_PER_YEAR = 12;
    private static final int DAYS_PER_MONTH = 30;

    private IntervalTemplate() {}

    static String text(DateTimeTemplate.Piece piece, DateTimeParts parts) {
        boolean fill = piece.fill();
        long year = parts.year();
        return switch (piece.keyword()) {
            case "AD", "ad", "A.D.", "a.d.", "BC", "bc", "B.C.", "b.c.", "MONTH", "Month", "month", "MON", "Mon", "mon",
                 "DAY", "Day", "day", "DY", "Dy", "dy", "D", "ID", "TZ", "tz", "TZH", "TZM", "OF" ->
                throw new SqlException(
                                SqlState.INVALID_DATETIME_FORMAT,
                                "invalid format specification for an interval value")
                        .withHint("Intervals are not tied to specific calendar dates.");
            case "HH", "HH12" -> {
                long hour = parts.hour() % 12;
                yield padded(hour == 0 ? 12 : hour, signed(2, parts.hour()), fill);
            }
            case "MS" -> padded(parts.micros() / 1000, 3, fill);
            case "US" -> padded(parts.micros(), 6, fill);
            case "FF1" -> padded(parts.micros() / 100_000, 1, false);
            case "FF2" -> padded(parts.micros() / 10_000, 2, false);
            case "FF3" -> padded(parts.micros() / 1000, 3, false);
            case "FF4" -> padded(parts.micros() / 100, 4, false);
            case "FF5" -> padded(parts.micros() / 10, 5, false);
            case "FF6" -> padded(parts.micros(), 6, false);
            case "DD" -> padded(parts.day(), 2, fill);
            case "DDD" -> padded(dayOfYear(parts), 3, fill);
            case "WW" -> padded((dayOfYear(parts) - 1) / 7 + 1, 2, fill);
            case "J" -> String.valueOf(julianDay(parts));
            case "IW" -> padded(isoWeek(parts), 2, fill);
            case "IDDD" -> padded(julianDay(parts) - firstIsoDay(isoYear(parts)) + 1, 3, fill);
            case "YYY" -> padded(year % 1000, signed(3, year), fill);
            case "YY" -> padded(year % 100, signed(2, year), fill);
            case "Y" -> String.valueOf(year % 10);
            case "Y,YYY" -> year / 1000 + "," + padded(year % 1000, 3, false);
            case "IYYY" -> padded(isoYear(parts), signed(4, year), fill);
            case "IYY" -> padded(isoYear(parts) % 1000, signed(3, year), fill);
            case "IY" -> padded(isoYear(parts) % 100, signed(2, year), fill);
            case "I" -> String.valueOf(isoYear(parts) % 10);
            case "CC" -> padded(year / 100, signed(2, year / 100), fill);
            case "RM", "rm" -> year == 0 && parts.month() == 0 ? "" : DateTimeTemplate.text(piece, parts);
            default -> DateTimeTemplate.text(piece, parts);
        };
    }

    /** As many characters, and one more for the sign of what decides. */
    private static int signed(int width, long decisive) {
        return decisive < 0 ? width + 1 : width;
    }

    /** Zeros in front until there are so many characters; a sign is one of them. */
    private static String padded(long value, int width, boolean fill) {
        String digits = String.valueOf(Math.abs(value));
        String sign = value < 0 ? "-" : "";
        String zeros = fill ? "" : "0".repeat(Math.max(0, width - sign.length() - digits.length()));
        return sign + zeros + digits;
    }

    /** The whole span in days, more or less. */
    private static long dayOfYear(DateTimeParts parts) {
        return (parts.year() * MONTHS_PER_YEAR + parts.month()) * DAYS_PER_MONTH + parts.day();
    }

    private static long julianDay(DateTimeParts parts) {
        return julianDay(parts.year(), parts.month(), parts.day());
    }

    /** PostgreSQL's date2j, for numbers that need not be a date. */
    private static long julianDay(long year, long month, long day) {
        long shiftedMonth = month > 2 ? month + 1 : month + 13;
        long shiftedYear = month > 2 ? year + 4800 : year + 4799;
        long century = shiftedYear / 100;
        return shiftedYear * 365 - 32167 + shiftedYear / 4 - century + century / 4 + 7834 * shiftedMonth / 256 + day;
    }

    /** Monday of the week that has the fourth of January. */
    private static long firstIsoDay(long year) {
        long fourth = julianDay(year, 1, 4);
        return fourth - Math.floorMod(fourth, 7L);
    }

    private static long isoYear(DateTimeParts parts) {
        long day = julianDay(parts);
        long year = day < firstIsoDay(parts.year()) ? parts.year() - 1 : parts.year();
        boolean isLate = (day - firstIsoDay(year)) / 7 + 1 >= 52;
        return isLate && day >= firstIsoDay(year + 1) ? year + 1 : year;
    }

    private static long isoWeek(DateTimeParts parts) {
        long day = julianDay(parts);
        long start = firstIsoDay(parts.year());
        long week = (day - (day < start ? firstIsoDay(parts.year() - 1) : start)) / 7 + 1;
        long next = firstIsoDay(parts.year() + 1);
        return week >= 52 && day >= next ? (day - next) / 7 + 1 : week;
    }
}

package dev.millrace.executor.data;

import java.time.ZoneId;

/** Dates and times as PostgreSQL prints them with {@code DateStyle = ISO}. */
public final class DateTimeText {

    private DateTimeText() {}

    private static boolean appendInfinite(StringBuilder out, long value) {
        if (value == Civil.INFINITY) {
            out.append("infinity");
        } else if (value == Civil.NEGATIVE_INFINITY) {
            out.append("-infinity");
        } else {
            return false;
        }
        return true;
    }

    public static void appendDate(StringBuilder out, long epochDay) {
        if (!appendInfinite(out, epochDay)) {
            appendBc(out, appendDay(out, epochDay));
        }
    }

    /** Returns the year, whose era goes to the very end of the text. */
    private static long appendDay(StringBuilder out, long epochDay) {
        long packed = Civil.fromEpochDay(epochDay);
        long year = Civil.year(packed);
        appendPadded(out, year > 0 ? year : 1 - year, 4);
        out.append('-');
        appendPadded(out, Civil.month(packed), 2);
        out.append('-');
        appendPadded(out, Civil.day(packed), 2);
        return year;
    }

    private static void appendBc(StringBuilder out, long year) {
        if (year <= 0) {
            out.append(" BC");
        }
    }

    static void appendPadded(StringBuilder out, long value, int digits) {
        for (long limit = Numeric.POWERS_OF_TEN[digits - 1]; value < limit && limit > 1; limit /= 10) {
            out.append('0');
        }
        out.append(value);
    }

    public static void appendTime(StringBuilder out, long microsOfDay) {
        appendPadded(out, microsOfDay / Interval.MICROS_PER_HOUR, 2);
        out.append(':');
        appendPadded(out, microsOfDay / Interval.MICROS_PER_MINUTE % 60, 2);
        out.append(':');
        appendPadded(out, microsOfDay / Interval.MICROS_PER_SECOND % 60, 2);
        appendFraction(out, microsOfDay % Interval.MICROS_PER_SECOND);
    }

    /** The point and the digits of a fraction of a second, without trailing zeros; nothing for 0. */
    static void appendFraction(StringBuilder out, long micros) {
        if (micros != 0) {
            out.append('.');
            appendPadded(out, micros, 6);
            int end = out.length();
            while (out.charAt(end - 1) == '0') {
                end--;
            }
            out.setLength(end);
        }
    }

    public static void appendTimestamp(StringBuilder out, long micros) {
        if (!appendInfinite(out, micros)) {
            appendBc(out, appendLocal(out, micros));
        }
    }

    private static long appendLocal(StringBuilder out, long micros) {
        long year = appendDay(out, Math.floorDiv(micros, Civil.MICROS_PER_DAY));
        out.append(' ');
        appendTime(out, Math.floorMod(micros, Civil.MICROS_PER_DAY));
        return year;
    }

    public static void appendTimestampTz(StringBuilder out, long micros, ZoneId zone) {
        if (appendInfinite(out, micros)) {
            return;
        }
        int offset = Civil.offsetAt(zone, micros);
        long year = appendLocal(out, micros + offset * Interval.MICROS_PER_SECOND);
        appendOffset(out, offset);
        appendBc(out, year);
    }

    /** {@code +02}, {@code -03:30}, {@code +00:53:28}. */
    public static void appendOffset(StringBuilder out, int seconds) {
        int size = Math.abs(seconds);
        out.append(seconds < 0 ? '-' : '+');
        appendPadded(out, size / 3600, 2);
        if (size % 3600 != 0) {
            out.append(':');
            appendPadded(out, size / 60 % 60, 2);
            if (size % 60 != 0) {
                out.append(':');
                appendPadded(out, size % 60, 2);
            }
        }
    }
}

package dev.millrace.executor.connector.format;

import dev.millrace.executor.data.Civil;

/**
 * Reads timestamps of the plain form {@code 2020-01-31 12:30:59.123456}, with a T for the blank, and an offset, if
 * wished. Anything else is left to the full parser. The day of the last date is kept, because it is mostly the next
 * one's.
 */
final class TimestampScan {

    /** Not of the plain form. No plain timestamp is this. */
    static final long OTHER = Long.MIN_VALUE;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int[] MICROS_OF_DIGITS = {0, 100_000, 10_000, 1_000, 100, 10, 1};
    private static final int PLAIN_LENGTH = 19;

    private int lastDate;
    private long lastDay;

    /**
     * Microseconds since 1970, or {@link #OTHER}.
     *
     * @param isZoned whether an offset counts; otherwise it is passed over, as PostgreSQL does for a timestamp without
     *     time zone
     */
    long parse(byte[] data, int start, int end, boolean isZoned) {
        if (end - start < PLAIN_LENGTH
                || data[start + 4] != '-' || data[start + 7] != '-'
                || data[start + 10] != ' ' && data[start + 10] != 'T'
                || data[start + 13] != ':' || data[start + 16] != ':') {
            return OTHER;
        }
        int century = twoDigits(data, start);
        int yearOfCentury = twoDigits(data, start + 2);
        int month = twoDigits(data, start + 5);
        int day = twoDigits(data, start + 8);
        int hour = twoDigits(data, start + 11);
        int minute = twoDigits(data, start + 14);
        int second = twoDigits(data, start + 17);
        if ((century | yearOfCentury | month | day | hour | minute | second) < 0 || hour > 23 || minute > 59
                || second > 59) {
            return OTHER;
        }
        long epochDay = epochDay(century * 100 + yearOfCentury, month, day);
        if (epochDay == OTHER) {
            return OTHER;
        }
        int at = start + PLAIN_LENGTH;
        long micros = 0;
        if (at < end && data[at] == '.') {
            at++;
            int digits = 0;
            while (at < end && data[at] >= '0' && data[at] <= '9') {
                micros = micros * 10 + (data[at++] - '0');
                digits++;
            }
            if (digits == 0 || digits > 6) {
                return OTHER;
            }
            micros *= MICROS_OF_DIGITS[digits];
        }
        long offsetSeconds = at == end ? 0 : offset(data, at, end);
        if (offsetSeconds == OTHER) {
            return OTHER;
        }
        long seconds = epochDay * 86_400L + hour * 3600L + minute * 60L + second - (isZoned ? offsetSeconds : 0);
        return seconds * MICROS_PER_SECOND + micros;
    }

    private long epochDay(int year, int month, int day) {
        int date = year << 9 | month << 5 | day;
        if (date != lastDate) {
            if (year < 1 || month < 1 || month > 12 || day < 1 || day > Civil.daysInMonth(year, month)) {
                return OTHER;
            }
            lastDay = Civil.epochDay(year, month, day);
            lastDate = date;
        }
        return lastDay;
    }

    /** Seconds east of UTC of {@code Z}, {@code +hh}, {@code +hhmm} or {@code +hh:mm}. */
    private static long offset(byte[] data, int start, int end) {
        int length = end - start;
        if (length == 1) {
            return data[start] == 'Z' ? 0 : OTHER;
        }
        boolean isColon = length == 6 && data[start + 3] == ':';
        if (length != 3 && length != 5 && !isColon || data[start] != '+' && data[start] != '-') {
            return OTHER;
        }
        int hours = twoDigits(data, start + 1);
        int minutes = length == 3 ? 0 : twoDigits(data, end - 2);
        if ((hours | minutes) < 0 || hours > 15 || minutes > 59) {
            return OTHER;
        }
        long seconds = hours * 3600L + minutes * 60L;
        return data[start] == '-' ? -seconds : seconds;
    }

    private static int twoDigits(byte[] data, int at) {
        int tens = data[at] - '0';
        int ones = data[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }
}

package dev.millrace.executor.function;

import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.Locale;

import dev.millrace.executor.data.Civil;
import dev.millrace.executor.data.Interval;

/**
 * A timestamp or an interval taken apart for {@code to_char}.
 *
 * @param year astronomical for a timestamp
 * @param isInterval there is no calendar: no week, no name of a day
 * @param zone may be null, as of a timestamp without one
 */
record DateTimeParts(
        long year,
        int month,
        int day,
        long hour,
        int minute,
        int second,
        int micros,
        long epochDay,
        boolean isInterval,
        ZoneId zone,
        int offsetSeconds,
        String zoneName) {

    static DateTimeParts of(long timestamp) {
        long epochDay = Math.floorDiv(timestamp, Civil.MICROS_PER_DAY);
        long time = Math.floorMod(timestamp, Civil.MICROS_PER_DAY);
        long packed = Civil.fromEpochDay(epochDay);
        return new DateTimeParts(
                Civil.year(packed),
                Civil.month(packed),
                Civil.day(packed),
                time / Interval.MICROS_PER_HOUR,
                (int) (time / Interval.MICROS_PER_MINUTE % 60),
                (int) (time / Interval.MICROS_PER_SECOND % 60),
                (int) (time % Interval.MICROS_PER_SECOND),
                epochDay,
                false,
                null,
                0,
                "");
    }

    static DateTimeParts of(Interval interval) {
        long time = interval.micros();
        return new DateTimeParts(
                interval.months() / 12,
                interval.months() % 12,
                interval.days(),
                time / Interval.MICROS_PER_HOUR,
                (int) (time / Interval.MICROS_PER_MINUTE % 60),
                (int) (time / Interval.MICROS_PER_SECOND % 60),
                (int) (time % Interval.MICROS_PER_SECOND),
                0,
                true,
                null,
                0,
                "");
    }

    DateTimeParts inZone(ZoneId zone, long instant) {
        int offset = Civil.offsetAt(zone, instant);
        boolean summer = zone.getRules()
                .isDaylightSavings(java.time.Instant.ofEpochSecond(Math.floorDiv(instant, Interval.MICROS_PER_SECOND)));
        String name = java.util.TimeZone.getTimeZone(zone).getDisplayName(summer, java.util.TimeZone.SHORT, Locale.US);
        String shown = zone instanceof java.time.ZoneOffset ? zone.getDisplayName(TextStyle.SHORT, Locale.US) : name;
        return new DateTimeParts(
                year,
                month,
                day,
                hour,
                minute,
                second,
                micros,
                epochDay,
                isInterval,
                zone,
                offset,
                offset == 0 && shown.equals("Z") ? "UTC" : shown);
    }

    long secondsOfDay() {
        return hour * 3600 + minute * 60L + second;
    }

    /** The year as people count: 1 BC, not 0. */
    long shownYear() {
        return isInterval || year > 0 ? year : 1 - year;
    }
}

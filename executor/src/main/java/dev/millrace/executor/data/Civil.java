package dev.millrace.executor.data;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * Arithmetic of the proleptic Gregorian calendar on the physical forms of dates and timestamps. Years are astronomical:
 * 0 is 1 BC. A packed date is {@code year << 16 | month << 8 | day}.
 */
public final class Civil {

    public static final long INFINITY = Long.MAX_VALUE;
    public static final long NEGATIVE_INFINITY = Long.MIN_VALUE;
    public static final long MICROS_PER_DAY = Interval.MICROS_PER_DAY;

    /** 4714-11-24 BC, where PostgreSQL's calendar begins. */
    public static final long FIRST_DAY = epochDay(-4713, 11, 24);
    /** 5874897-12-31, PostgreSQL's last date. */
    public static final long LAST_DAY = epochDay(5874897, 12, 31);

    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

    private Civil() {}

    public static boolean isInfinite(long value) {
        return value == INFINITY || value == NEGATIVE_INFINITY;
    }

    public static boolean isLeap(long year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    public static int daysInMonth(long year, int month) {
        return switch (month) {
            case 2 -> isLeap(year) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Days since 1970-01-01. */
    public static long epochDay(long year, int month, int day) {
        long shifted = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(shifted, 400L);
        long yearOfEra = shifted - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146097 + dayOfEra - 719468;
    }

    /** The packed date of a day. */
    public static long fromEpochDay(long epochDay) {
        long shifted = epochDay + 719468;
        long era = Math.floorDiv(shifted, 146097L);
        long dayOfEra = shifted - era * 146097;
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shiftedMonth = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
        long month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return year << 16 | month << 8 | day;
    }

    public static long year(long packed) {
        return packed >> 16;
    }

    public static int month(long packed) {
        return (int) (packed >> 8) & 0xFF;
    }

    public static int day(long packed) {
        return (int) packed & 0xFF;
    }

    /** 1-based. */
    public static int dayOfYear(long packed) {
        int month = month(packed);
        return DAYS_BEFORE_MONTH[month - 1] + day(packed) + (month > 2 && isLeap(year(packed)) ? 1 : 0);
    }

    /** 0 is Sunday. */
    public static int dayOfWeek(long epochDay) {
        return (int) Math.floorMod(epochDay + 4, 7L);
    }

    /** A timestamp from its parts. @throws SqlException 22008 {@code timestamp out of range} */
    public static long timestamp(long epochDay, long microsOfDay) {
        if (epochDay < FIRST_DAY || epochDay > 106_751_991L) {
            throw timestampOutOfRange();
        }
        long micros = epochDay * MICROS_PER_DAY + microsOfDay;
        if (microsOfDay > 0 && micros < 0 && epochDay > 0) {
            throw timestampOutOfRange();
        }
        return checkTimestamp(micros);
    }

    public static long checkTimestamp(long micros) {
        if (micros < FIRST_DAY * MICROS_PER_DAY || micros == INFINITY) {
            throw timestampOutOfRange();
        }
        return micros;
    }

    public static long checkDate(long epochDay) {
        if (epochDay < FIRST_DAY || epochDay > LAST_DAY) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "date out of range");
        }
        return epochDay;
    }

    public static SqlException timestampOutOfRange() {
        return new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
    }

    /** Seconds east of UTC that hold in a zone at an instant. */
    public static int offsetAt(ZoneId zone, long instantMicros) {
        ZoneRules rules = zone.getRules();
        if (rules.isFixedOffset()) {
            return rules.getOffset(Instant.EPOCH).getTotalSeconds();
        }
        return rules.getOffset(Instant.ofEpochSecond(Math.floorDiv(instantMicros, Interval.MICROS_PER_SECOND)))
                .getTotalSeconds();
    }

    /** The local time that clocks of a zone show at an instant. */
    public static long toLocal(long instantMicros, ZoneId zone) {
        if (isInfinite(instantMicros)) {
            return instantMicros;
        }
        return checkTimestamp(instantMicros + offsetAt(zone, instantMicros) * Interval.MICROS_PER_SECOND);
    }

    /**
     * The instant at which clocks of a zone show a local time: as PostgreSQL, a time skipped by a change of clocks is
     * read by the offset before it, one that occurs twice by the offset after it.
     */
    public static long toInstant(long localMicros, ZoneId zone) {
        if (isInfinite(localMicros)) {
            return localMicros;
        }
        ZoneRules rules = zone.getRules();
        if (rules.isFixedOffset()) {
            return checkTimestamp(localMicros - offsetAt(zone, localMicros) * Interval.MICROS_PER_SECOND);
        }
        LocalDateTime local = LocalDateTime.ofEpochSecond(
                Math.floorDiv(localMicros, Interval.MICROS_PER_SECOND), 0, ZoneOffset.UTC);
        ZoneOffsetTransition transition = rules.getTransition(local);
        ZoneOffset offset = transition != null && transition.isOverlap()
                ? transition.getOffsetAfter()
                : rules.getOffset(local);
        return checkTimestamp(localMicros - offset.getTotalSeconds() * Interval.MICROS_PER_SECOND);
    }
}

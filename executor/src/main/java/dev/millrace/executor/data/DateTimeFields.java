package dev.millrace.executor.data;

import java.time.ZoneId;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** What a {@link DateTimeParser} has read so far, and the value that it makes in the end. */
final class DateTimeFields {

    private final SqlType.Kind kind;
    private final String text;

    Integer year;
    Integer month;
    Integer day;
    Integer dayOfYear;
    long epochDay = Long.MIN_VALUE;
    boolean twoDigitYear;
    boolean beforeChrist;
    long micros = -1;
    Boolean afternoon;
    ZoneId zone;
    long special;

    DateTimeFields(SqlType.Kind kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    boolean hasDate() {
        return year != null && month != null && day != null || epochDay != Long.MIN_VALUE;
    }

    private String typeName() {
        return switch (kind) {
            case TIMESTAMP -> "timestamp";
            case TIME -> "time";
            case TIMETZ -> "time with time zone";
            default -> kind.sqlName();
        };
    }

    SqlException invalid() {
        return new SqlException(
                SqlState.INVALID_DATETIME_FORMAT,
                "invalid input syntax for type " + typeName() + ": \"" + text + "\"");
    }

    SqlException fieldOverflow() {
        return new SqlException(
                SqlState.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"" + text + "\"");
    }

    private SqlException orderOverflow() {
        return fieldOverflow().withHint("Perhaps you need a different \"datestyle\" setting.");
    }

    private SqlException outOfRange() {
        String what = kind == SqlType.Kind.DATE ? "date" : "timestamp";
        return new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, what + " out of range: \"" + text + "\"");
    }

    long value(ZoneId sessionZone) {
        if (afternoon != null) {
            applyMeridiem();
        }
        if (kind == SqlType.Kind.TIME || kind == SqlType.Kind.TIMETZ) {
            // Of a zone with summer time only a date tells what it means.
            if (micros < 0 || special != 0 || zone != null && !zone.getRules().isFixedOffset() && !hasDate()) {
                throw invalid();
            }
        }
        if (kind == SqlType.Kind.TIME) {
            return micros;
        }
        if (kind == SqlType.Kind.TIMETZ) {
            return TimeOfDay.pack(micros, offsetSeconds(zone == null ? sessionZone : zone));
        }
        if (special != 0) {
            if (year != null || micros >= 0) {
                throw invalid();
            }
            return special;
        }
        long date = date();
        if (date < Civil.FIRST_DAY || date > Civil.LAST_DAY) {
            throw outOfRange();
        }
        if (kind == SqlType.Kind.DATE) {
            return date;
        }
        try {
            long local = Civil.timestamp(date, Math.max(micros, 0));
            if (kind == SqlType.Kind.TIMESTAMP) {
                return local;
            }
            return Civil.toInstant(local, zone == null ? sessionZone : zone);
        } catch (SqlException tooFar) {
            throw outOfRange();
        }
    }

    /** Of a zone that has summer time, the offset on the day that was given, or else always the same one. */
    private int offsetSeconds(ZoneId zone) {
        if (!hasDate()) {
            return TimeOfDay.offsetSeconds(zone);
        }
        long local = Civil.timestamp(date(), micros);
        return (int) ((local - Civil.toInstant(local, zone)) / Interval.MICROS_PER_SECOND);
    }

    private void applyMeridiem() {
        long hour = micros / Interval.MICROS_PER_HOUR;
        if (micros < 0 || hour > 12) {
            throw fieldOverflow();
        }
        if (afternoon && hour < 12) {
            micros += 12 * Interval.MICROS_PER_HOUR;
        } else if (!afternoon && hour == 12) {
            micros -= 12 * Interval.MICROS_PER_HOUR;
        }
    }

    private long date() {
        if (epochDay != Long.MIN_VALUE) {
            return epochDay;
        }
        if (year == null || month == null || day == null) {
            throw invalid();
        }
        long actual = year;
        if (beforeChrist) {
            if (actual == 0) {
                throw fieldOverflow();
            }
            actual = 1 - actual;
        } else if (twoDigitYear) {
            actual += actual < 70 ? 2000 : 1900;
        } else if (actual == 0) {
            throw fieldOverflow();
        }
        if (dayOfYear != null) {
            if (dayOfYear < 1 || dayOfYear > (Civil.isLeap(actual) ? 366 : 365)) {
                throw fieldOverflow();
            }
            return Civil.epochDay(actual, 1, 1) + dayOfYear - 1;
        }
        if (month < 1 || month > 12 || day < 1 || day > 31) {
            throw orderOverflow();
        }
        if (day > Civil.daysInMonth(actual, month)) {
            throw fieldOverflow();
        }
        return Civil.epochDay(actual, month, day);
    }
}

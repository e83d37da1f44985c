package dev.millrace.executor.function;

import java.time.ZoneId;

import dev.millrace.executor.data.Civil;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.TimeZones;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType.Kind;

import static dev.millrace.executor.plan.SqlType.Kind.INTERVAL;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMP;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;

/** Timestamps brought to the start of a unit or bin, or to another time zone. */
final class TruncateFunctions {

    private TruncateFunctions() {}

    @SqlFunction(
            name = "date_trunc",
            description = "The start of the unit that a timestamp lies in.",
            example = "date_trunc('hour', timestamp '2020-01-01 10:20:30') = timestamp '2020-01-01 10:00:00'")
    @As(TIMESTAMP)
    static long truncate(String field, @As(TIMESTAMP) long timestamp) {
        return truncate(field, timestamp, TIMESTAMP);
    }

    private static long truncate(String field, long timestamp, Kind kind) {
        Fields unit = Fields.of(field);
        long micros = lengthOf(unit);
        if (micros == 0 && !isCalendarUnit(unit)) {
            throw Fields.untruncatable(field, kind);
        }
        if (Civil.isInfinite(timestamp)) {
            return timestamp;
        }
        if (micros != 0) {
            return Math.floorDiv(timestamp, micros) * micros;
        }
        return startOf(unit, Math.floorDiv(timestamp, Civil.MICROS_PER_DAY)) * Civil.MICROS_PER_DAY;
    }

    /** In microseconds, of units that do not depend on the calendar; otherwise 0. */
    private static long lengthOf(Fields unit) {
        return switch (unit) {
            case MICROSECONDS -> 1;
            case MILLISECONDS -> 1000;
            case SECOND -> Interval.MICROS_PER_SECOND;
            case MINUTE -> Interval.MICROS_PER_MINUTE;
            case HOUR -> Interval.MICROS_PER_HOUR;
            default -> 0;
        };
    }

    private static boolean isCalendarUnit(Fields unit) {
        return switch (unit) {
            case DAY, WEEK, MONTH, QUARTER, YEAR, DECADE, CENTURY, MILLENNIUM -> true;
            default -> false;
        };
    }

    private static long startOf(Fields unit, long epochDay) {
        long packed = Civil.fromEpochDay(epochDay);
        long year = Civil.year(packed);
        int month = Civil.month(packed);
        return switch (unit) {
            case DAY -> epochDay;
            case WEEK -> epochDay + 1 - ExtractFunctions.isoDayOfWeek(epochDay);
            case MONTH -> Civil.epochDay(year, month, 1);
            case QUARTER -> Civil.epochDay(year, (month - 1) / 3 * 3 + 1, 1);
            case YEAR -> Civil.epochDay(year, 1, 1);
            case DECADE -> Civil.epochDay(Math.floorDiv(year, 10L) * 10, 1, 1);
            case CENTURY -> Civil.epochDay(Math.floorDiv(year - 1, 100L) * 100 + 1, 1, 1);
            default -> Civil.epochDay(Math.floorDiv(year - 1, 1000L) * 1000 + 1, 1, 1);
        };
    }

    @SqlFunction(
            name = "date_trunc",
            description = "The start of the unit that an instant lies in, in the session's time zone.",
            volatility = Volatility.STABLE)
    @As(TIMESTAMPTZ)
    static long truncateInstant(String field, @As(TIMESTAMPTZ) long instant, ZoneId zone) {
        if (lengthOf(Fields.of(field)) > 0 && lengthOf(Fields.of(field)) < Interval.MICROS_PER_HOUR) {
            return truncate(field, instant, TIMESTAMPTZ);
        }
        long local = Civil.toLocal(instant, zone);
        long truncated = truncate(field, local, TIMESTAMPTZ);
        if (Fields.of(field) == Fields.HOUR && !Civil.isInfinite(instant)) {
            // Within an hour the offset stays as it is, also where clocks are set back.
            return instant - (local - truncated);
        }
        return Civil.toInstant(truncated, zone);
    }

    @SqlFunction(
            name = "date_trunc",
            description = "The start of the unit that an instant lies in, in a time zone.")
    @As(TIMESTAMPTZ)
    static long truncateInZone(String field, @As(TIMESTAMPTZ) long instant, String zone) {
        return truncateInstant(field, instant, TimeZones.of(zone));
    }

    @SqlFunction(name = "date_trunc", description = "An interval without its parts smaller than a unit.")
    static Interval truncateInterval(String field, Interval interval) {
        Fields unit = Fields.of(field);
        long micros = lengthOf(unit);
        if (micros != 0) {
            return new Interval(interval.months(), interval.days(), interval.micros() / micros * micros);
        }
        int months = switch (unit) {
            case DAY -> 0;
            case MONTH -> 1;
            case QUARTER -> 3;
            case YEAR -> 12;
            case DECADE -> 120;
            case CENTURY -> 1200;
            case MILLENNIUM -> 12000;
            case WEEK ->
                throw Fields.untruncatable(field, INTERVAL)
                        .withDetail("Months usually have fractional weeks.");
            default -> throw Fields.untruncatable(field, INTERVAL);
        };
        return months == 0
                ? new Interval(interval.months(), interval.days(), 0)
                : new Interval(interval.months() / months * months, 0, 0);
    }

    @SqlFunction(
            name = "date_bin",
            kinds = {TIMESTAMP, TIMESTAMPTZ},
            description = "The start of the bin of a given width, counted from an origin.")
    @Each
    static long bin(Interval width, @Each long timestamp, @Each long origin) {
        if (width.months() != 0) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "timestamps cannot be binned into intervals containing months or years");
        }
        if (Civil.isInfinite(timestamp)) {
            return timestamp;
        }
        if (Civil.isInfinite(origin)) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "origin out of range");
        }
        long micros = width.days() * Civil.MICROS_PER_DAY + width.micros();
        if (micros <= 0) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "stride must be greater than zero");
        }
        return Civil.checkTimestamp(origin + Math.floorDiv(timestamp - origin, micros) * micros);
    }

    @SqlFunction(
            name = "timezone",
            description = "The instant at which clocks of a zone show a timestamp: AT TIME ZONE.")
    @As(TIMESTAMPTZ)
    static long atZone(String zone, @As(TIMESTAMP) long timestamp) {
        return Civil.toInstant(timestamp, TimeZones.of(zone));
    }

    @SqlFunction(
            name = "timezone",
            description = "What clocks of a zone show at an instant: AT TIME ZONE.")
    @As(TIMESTAMP)
    static long inZone(String zone, @As(TIMESTAMPTZ) long instant) {
        return Civil.toLocal(instant, TimeZones.of(zone));
    }

    @SqlFunction(name = "timezone", description = "The instant of a timestamp at an offset east of UTC.")
    @As(TIMESTAMPTZ)
    static long atOffset(Interval offset, @As(TIMESTAMP) long timestamp) {
        return Civil.isInfinite(timestamp) ? timestamp : Civil.checkTimestamp(timestamp - micros(offset));
    }

    @SqlFunction(name = "timezone", description = "The timestamp of an instant at an offset east of UTC.")
    @As(TIMESTAMP)
    static long inOffset(Interval offset, @As(TIMESTAMPTZ) long instant) {
        return Civil.isInfinite(instant) ? instant : Civil.checkTimestamp(instant + micros(offset));
    }

    private static long micros(Interval offset) {
        if (offset.months() != 0 || offset.days() != 0) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "interval time zone \"" + offset + "\" must not include months or days");
        }
        return offset.micros();
    }
}

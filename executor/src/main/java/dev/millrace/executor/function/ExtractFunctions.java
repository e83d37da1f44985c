package dev.millrace.executor.function;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;

import dev.millrace.executor.data.Civil;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlType.Kind;

import static dev.millrace.executor.plan.SqlType.Kind.DATE;
import static dev.millrace.executor.plan.SqlType.Kind.INTERVAL;
import static dev.millrace.executor.plan.SqlType.Kind.TIME;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMP;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;

/** {@code extract(field from x)}, a numeric, and {@code date_part(field, x)}, the same as a double. */
final class ExtractFunctions {

    private static final long JULIAN_DAY_OF_1970 = 2_440_588;

    private ExtractFunctions() {}

    @SqlFunction(
            name = "extract",
            description = "A field of a timestamp.",
            example = "extract(year from timestamp '2020-02-03') = 2020")
    static Numeric extract(String field, @As(TIMESTAMP) long timestamp) {
        return ofTimestamp(field, timestamp, TIMESTAMP);
    }

    @SqlFunction(
            name = "extract",
            description = "A field of an instant in the session's time zone.",
            volatility = Volatility.STABLE)
    static Numeric extractOfInstant(String field, @As(TIMESTAMPTZ) long instant, ZoneId zone) {
        if (!Civil.isInfinite(instant)) {
            int offset = Civil.offsetAt(zone, instant);
            switch (Fields.of(field)) {
                case EPOCH -> {
                    return Numeric.of(BigDecimal.valueOf(instant, 6));
                }
                case TIMEZONE -> {
                    return Numeric.of(offset);
                }
                case TIMEZONE_HOUR -> {
                    return Numeric.of(offset / 3600);
                }
                case TIMEZONE_MINUTE -> {
                    return Numeric.of(offset / 60 % 60);
                }
                default -> {}
            }
        }
        return ofTimestamp(field, Civil.toLocal(instant, zone), TIMESTAMPTZ);
    }

    @SqlFunction(name = "extract", description = "A field of a date.")
    static Numeric extractOfDate(String field, @As(DATE) long date) {
        Fields unit = Fields.of(field);
        switch (unit) {
            case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR, TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE, UNKNOWN ->
                throw Fields.refused(field, DATE);
            default -> {}
        }
        if (Civil.isInfinite(date)) {
            return ofInfinite(unit, date > 0);
        }
        return switch (unit) {
            case EPOCH -> Numeric.of(date * 86_400);
            case JULIAN -> Numeric.of(date + JULIAN_DAY_OF_1970);
            default -> ofDay(unit, date);
        };
    }

    private static Numeric ofTimestamp(String field, long timestamp, Kind kind) {
        Fields unit = Fields.of(field);
        if (unit == Fields.UNKNOWN || unit.name().startsWith("TIMEZONE") && kind != TIMESTAMPTZ) {
            throw Fields.refused(field, kind);
        }
        if (Civil.isInfinite(timestamp)) {
            return ofInfinite(unit, timestamp > 0);
        }
        long time = Math.floorMod(timestamp, Civil.MICROS_PER_DAY);
        long day = Math.floorDiv(timestamp, Civil.MICROS_PER_DAY);
        return switch (unit) {
            case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> ofTimeOfDay(unit, time);
            case EPOCH -> Numeric.of(BigDecimal.valueOf(timestamp, 6));
            case JULIAN -> {
                BigDecimal fraction = BigDecimal.valueOf(time)
                        .divide(BigDecimal.valueOf(Civil.MICROS_PER_DAY), 20, RoundingMode.HALF_UP);
                yield Numeric.of(BigDecimal.valueOf(day + JULIAN_DAY_OF_1970).add(fraction));
            }
            default -> ofDay(unit, day);
        };
    }

    /** What only grows is infinite too; what comes round again has no value. */
    private static Numeric ofInfinite(Fields unit, boolean positive) {
        return switch (unit) {
            case YEAR, DECADE, CENTURY, MILLENNIUM, JULIAN, ISOYEAR, EPOCH ->
                positive ? Numeric.INFINITY : Numeric.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    private static Numeric ofTimeOfDay(Fields unit, long micros) {
        return switch (unit) {
            case MICROSECONDS -> Numeric.of(micros % Interval.MICROS_PER_MINUTE);
            case MILLISECONDS -> Numeric.of(BigDecimal.valueOf(micros % Interval.MICROS_PER_MINUTE, 3));
            case SECOND -> Numeric.of(BigDecimal.valueOf(micros % Interval.MICROS_PER_MINUTE, 6));
            case MINUTE -> Numeric.of(micros / Interval.MICROS_PER_MINUTE % 60);
            default -> Numeric.of(micros / Interval.MICROS_PER_HOUR);
        };
    }

    private static Numeric ofDay(Fields unit, long epochDay) {
        long packed = Civil.fromEpochDay(epochDay);
        long year = Civil.year(packed);
        int month = Civil.month(packed);
        // There is no year 0: 1 BC, which is 0 here, is -1 there.
        return Numeric.of(
                switch (unit) {
                    case DAY -> Civil.day(packed);
                    case MONTH -> month;
                    case QUARTER -> (month - 1) / 3 + 1;
                    case YEAR -> year > 0 ? year : year - 1;
                    case DECADE -> Math.floorDiv(year, 10L);
                    case CENTURY -> year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100);
                    case MILLENNIUM -> year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000);
                    case WEEK -> isoWeek(epochDay);
                    case ISOYEAR -> {
                        long isoYear = isoYear(epochDay);
                        yield isoYear > 0 ? isoYear : isoYear - 1;
                    }
                    case DOW -> Civil.dayOfWeek(epochDay);
                    case ISODOW -> isoDayOfWeek(epochDay);
                    default -> Civil.dayOfYear(packed);
                });
    }

    /** 1 is Monday. */
    static int isoDayOfWeek(long epochDay) {
        int day = Civil.dayOfWeek(epochDay);
        return day == 0 ? 7 : day;
    }

    /** The year that the Thursday of the day's week lies in. */
    static long isoYear(long epochDay) {
        return Civil.year(Civil.fromEpochDay(epochDay + 4 - isoDayOfWeek(epochDay)));
    }

    static int isoWeek(long epochDay) {
        long thursday = epochDay + 4 - isoDayOfWeek(epochDay);
        return (Civil.dayOfYear(Civil.fromEpochDay(thursday)) - 1) / 7 + 1;
    }

    @SqlFunction(name = "extract", description = "A field of a time of day.")
    static Numeric extractOfTime(String field, @As(TIME) long time) {
        return ofTime(field, time, TIME);
    }

    static Numeric ofTime(String field, long time, Kind kind) {
        Fields unit = Fields.of(field);
        return switch (unit) {
            case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> ofTimeOfDay(unit, time);
            case EPOCH -> Numeric.of(BigDecimal.valueOf(time, 6));
            default -> throw Fields.refused(field, kind);
        };
    }

    @SqlFunction(name = "extract", description = "A field of an interval.")
    static Numeric extractOfInterval(String field, Interval interval) {
        Fields unit = Fields.of(field);
        int years = interval.months() / 12;
        return switch (unit) {
            case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> ofTimeOfDay(unit, interval.micros());
            case DAY -> Numeric.of(interval.days());
            case MONTH -> Numeric.of(interval.months() % 12);
            case QUARTER -> Numeric.of(interval.months() % 12 / 3 + 1);
            case YEAR -> Numeric.of(years);
            case DECADE -> Numeric.of(years / 10);
            case CENTURY -> Numeric.of(years / 100);
            case MILLENNIUM -> Numeric.of(years / 1000);
            case EPOCH -> epoch(interval);
            default -> throw Fields.refused(field, INTERVAL);
        };
    }

    /** In seconds, with years of 365.25 days and months of 30. */
    private static Numeric epoch(Interval interval) {
        long quarterDays = interval.months() / 12 * 1461L + interval.months() % 12 * 120L + interval.days() * 4L;
        BigDecimal seconds = BigDecimal.valueOf(quarterDays).multiply(BigDecimal.valueOf(21_600));
        return Numeric.of(seconds.add(BigDecimal.valueOf(interval.micros(), 6)));
    }

    private static Double toDouble(Numeric field) {
        return field == null ? null : (Double) field.doubleValue();
    }

    @SqlFunction(name = "date_part", description = "A field of a timestamp.")
    static Double part(String field, @As(TIMESTAMP) long timestamp) {
        return toDouble(extract(field, timestamp));
    }

    @SqlFunction(
            name = "date_part",
            description = "A field of an instant in the session's time zone.",
            volatility = Volatility.STABLE)
    static Double partOfInstant(String field, @As(TIMESTAMPTZ) long instant, ZoneId zone) {
        return toDouble(extractOfInstant(field, instant, zone));
    }

    @SqlFunction(name = "date_part", description = "A field of a date.")
    static Double partOfDate(String field, @As(DATE) long date) {
        return toDouble(ofTimestamp(field, CastFunctions.dateToTimestamp(date), TIMESTAMP));
    }

    @SqlFunction(name = "date_part", description = "A field of a time of day.")
    static Double partOfTime(String field, @As(TIME) long time) {
        return toDouble(extractOfTime(field, time));
    }

    @SqlFunction(name = "date_part", description = "A field of an interval.")
    static Double partOfInterval(String field, Interval interval) {
        return toDouble(extractOfInterval(field, interval));
    }
}

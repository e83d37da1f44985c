package dev.millrace.executor.function;

import java.time.ZoneId;

import dev.millrace.executor.data.Civil;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.data.TimeOfDay;
import dev.millrace.executor.data.TimeZones;
import dev.millrace.executor.plan.FunctionSignature.Volatility;

import static dev.millrace.executor.plan.SqlType.Kind.DATE;
import static dev.millrace.executor.plan.SqlType.Kind.TIME;
import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;
import static dev.millrace.executor.plan.SqlType.Kind.TIMETZ;

/** Times of day with an offset from UTC. */
final class TimeOfDayFunctions {

    private TimeOfDayFunctions() {}

    // ---- conversions ------------------------------------------------------------------------------------------------

    @SqlCast(from = TIMETZ, to = TIMETZ)
    static long timeToTime(long word, Conversion conversion) {
        return TextForm.fitTime(word, conversion.to());
    }

    @SqlCast(from = TIME, to = TIMETZ)
    static long withZone(long time, Conversion conversion, ZoneId zone) {
        return TextForm.fitTime(TimeOfDay.pack(time, TimeOfDay.offsetSeconds(zone)), conversion.to());
    }

    @SqlCast(from = TIMETZ, to = TIME)
    static long withoutZone(long word, Conversion conversion) {
        return TextForm.fitTime(TimeOfDay.micros(word), conversion.to());
    }

    @SqlCast(from = TIMESTAMPTZ, to = TIMETZ)
    static Long ofInstant(long instant, Conversion conversion, ZoneId zone) {
        if (Civil.isInfinite(instant)) {
            return null;
        }
        long time = Math.floorMod(Civil.toLocal(instant, zone), Civil.MICROS_PER_DAY);
        return TextForm.fitTime(TimeOfDay.pack(time, Civil.offsetAt(zone, instant)), conversion.to());
    }

    // ---- arithmetic -------------------------------------------------------------------------------------------------

    private static long moved(long word, long micros) {
        long time = Math.floorMod(TimeOfDay.micros(word) + micros % Civil.MICROS_PER_DAY, Civil.MICROS_PER_DAY);
        return TimeOfDay.pack(time, TimeOfDay.offsetSeconds(word));
    }

    @SqlFunction(name = "+", description = "A time of day some time later, past midnight from 0 on.")
    @As(TIMETZ)
    static long add(@As(TIMETZ) long time, Interval interval) {
        return moved(time, interval.micros());
    }

    @SqlFunction(name = "+", description = "A time of day some time later, past midnight from 0 on.")
    @As(TIMETZ)
    static long addTo(Interval interval, @As(TIMETZ) long time) {
        return moved(time, interval.micros());
    }

    @SqlFunction(name = "-", description = "A time of day some time before.")
    @As(TIMETZ)
    static long subtract(@As(TIMETZ) long time, Interval interval) {
        return moved(time, -interval.micros());
    }

    @SqlFunction(name = "+", description = "The instant of a date and a time of that day.",
            example = "date '2020-01-01' + timetz '03:00+02' = timestamptz '2020-01-01 01:00+00'")
    @As(TIMESTAMPTZ)
    static long dateAndTime(@As(DATE) long date, @As(TIMETZ) long time) {
        return Civil.isInfinite(date) ? date : Civil.checkTimestamp(Civil.timestamp(date, 0) + TimeOfDay.inUtc(time));
    }

    @SqlFunction(name = "+", description = "The instant of a date and a time of that day.")
    @As(TIMESTAMPTZ)
    static long timeAndDate(@As(TIMETZ) long time, @As(DATE) long date) {
        return dateAndTime(date, time);
    }

    // ---- zones ------------------------------------------------------------------------------------------------------

    private static long at(long word, int offsetSeconds) {
        long time = TimeOfDay.inUtc(word) + offsetSeconds * Interval.MICROS_PER_SECOND;
        return TimeOfDay.pack(Math.floorMod(time, Civil.MICROS_PER_DAY), offsetSeconds);
    }

    @SqlFunction(name = "timezone", description = "The same moment with the offset of a zone: AT TIME ZONE.",
            example = "time with time zone '05:34:17-05' AT TIME ZONE 'UTC' = '10:34:17+00'")
    @As(TIMETZ)
    static long atZone(String zone, @As(TIMETZ) long time) {
        return at(time, TimeOfDay.offsetSeconds(TimeZones.of(zone)));
    }

    @SqlFunction(name = "timezone", description = "The same moment with an offset east of UTC.")
    @As(TIMETZ)
    static long atOffset(Interval offset, @As(TIMETZ) long time) {
        return at(time, (int) (offset.micros() / Interval.MICROS_PER_SECOND));
    }

    // ---- fields -----------------------------------------------------------------------------------------------------

    @SqlFunction(name = "extract", description = "A field of a time of day with its offset.")
    static Numeric extract(String field, @As(TIMETZ) long time) {
        int offset = TimeOfDay.offsetSeconds(time);
        return switch (Fields.of(field)) {
            case TIMEZONE -> Numeric.of(offset);
            case TIMEZONE_HOUR -> Numeric.of(offset / 3600);
            case TIMEZONE_MINUTE -> Numeric.of(offset / 60 % 60);
            case EPOCH -> Numeric.of(java.math.BigDecimal.valueOf(TimeOfDay.inUtc(time), 6));
            default -> ExtractFunctions.ofTime(field, TimeOfDay.micros(time), TIMETZ);
        };
    }

    @SqlFunction(name = "date_part", description = "A field of a time of day with its offset.")
    static Double part(String field, @As(TIMETZ) long time) {
        return extract(field, time).doubleValue();
    }

    @SqlFunction(name = "overlaps", strict = false,
            description = "Whether two periods, each given by its ends in any order, overlap.")
    static Boolean overlaps(
            @As(TIMETZ) Long start1, @As(TIMETZ) Long end1, @As(TIMETZ) Long start2, @As(TIMETZ) Long end2) {
        return OverlapFunctions.overlap(start1, end1, start2, end2, Long::compare);
    }

    @SqlFunction(name = "timetz", volatility = Volatility.STABLE, description = "The time of day of an instant.")
    @As(TIMETZ)
    static Long timeOf(@As(TIMESTAMPTZ) long instant, ZoneId zone) {
        if (Civil.isInfinite(instant)) {
            return null;
        }
        long time = Math.floorMod(Civil.toLocal(instant, zone), Civil.MICROS_PER_DAY);
        return TimeOfDay.pack(time, Civil.offsetAt(zone, instant));
    }
}

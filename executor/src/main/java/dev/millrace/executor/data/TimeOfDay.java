package dev.millrace.executor.data;

import java.time.ZoneId;

import dev.millrace.executor.plan.SqlType;

/**
 * A time of day with its offset from UTC: {@code timetz}. Its word holds the time in UTC above the offset, so that
 * words are in PostgreSQL's order: by the moment first, and of equal moments the one further east comes first.
 */
public final class TimeOfDay {

    private static final int OFFSET_BITS = 18;
    private static final int OFFSET_BIAS = 1 << OFFSET_BITS - 1;
    /** A day, which no offset is as long as. */
    private static final long TIME_BIAS = Interval.MICROS_PER_DAY;
    private static final long REFERENCE = 946_684_800_000_000L;
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    private TimeOfDay() {}

    /** @param offsetSeconds east of UTC */
    public static long pack(long micros, int offsetSeconds) {
        long utc = micros - offsetSeconds * Interval.MICROS_PER_SECOND;
        return utc + TIME_BIAS << OFFSET_BITS | OFFSET_BIAS - offsetSeconds;
    }

    /** East of UTC. */
    public static int offsetSeconds(long word) {
        return OFFSET_BIAS - (int) (word & (1 << OFFSET_BITS) - 1);
    }

    /** Microseconds of the local day. */
    public static long micros(long word) {
        return inUtc(word) + offsetSeconds(word) * Interval.MICROS_PER_SECOND;
    }

    /** Microseconds since midnight UTC: below 0 or past a day where the offset makes it another day. */
    public static long inUtc(long word) {
        return (word >> OFFSET_BITS) - TIME_BIAS;
    }

    /**
     * The offset of a zone for a time without a date: always that of the first day of 2000, so that a view never
     * changes its mind.
     */
    public static int offsetSeconds(ZoneId zone) {
        return Civil.offsetAt(zone, REFERENCE);
    }

    static long parse(String text, ZoneId zone, SqlType type) {
        return TextForm.fitTime(DateTimeParser.parse(SqlType.Kind.TIMETZ, text, zone), type);
    }

    static String format(long word) {
        StringBuilder out = new StringBuilder(24);
        DateTimeText.appendTime(out, micros(word));
        int offset = offsetSeconds(word);
        int seconds = Math.abs(offset);
        out.append(offset < 0 ? '-' : '+').append("%02d".formatted(seconds / HOUR));
        if (seconds % HOUR != 0) {
            out.append(":%02d".formatted(seconds / MINUTE % MINUTE));
        }
        if (seconds % MINUTE != 0) {
            out.append(":%02d".formatted(seconds % MINUTE));
        }
        return out.toString();
    }
}

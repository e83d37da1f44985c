package dev.millrace.executor.jsonpath;

/**
 * What {@code .datetime()} makes of a string.
 *
 * @param value days of a date, otherwise microseconds, as SQL's types have them; of a time with an offset, local ones
 * @param offsetSeconds east of UTC; 0 for kinds without a time zone
 */
public record Moment(Kind kind, long value, int offsetSeconds) {

    private static final long MICROS_PER_SECOND = 1_000_000;

    /** SQL's types of dates and times, by their names. */
    public enum Kind {
        DATE("date"),
        TIME("time without time zone"),
        TIMETZ("time with time zone"),
        TIMESTAMP("timestamp without time zone"),
        TIMESTAMPTZ("timestamp with time zone");

        private final String sqlName;

        Kind(String sqlName) {
            this.sqlName = sqlName;
        }

        public String sqlName() {
            return sqlName;
        }

        boolean isTimeOfDay() {
            return this == TIME || this == TIMETZ;
        }

        boolean hasZone() {
            return this == TIMETZ || this == TIMESTAMPTZ;
        }
    }

    /** Of two moments of one kind. */
    int compare(Moment other) {
        if (kind != Kind.TIMETZ) {
            return Long.compare(value, other.value);
        }
        int order = Long.compare(inUtc(), other.inUtc());
        return order != 0 ? order : Integer.compare(other.offsetSeconds, offsetSeconds);
    }

    private long inUtc() {
        return value - offsetSeconds * MICROS_PER_SECOND;
    }
}

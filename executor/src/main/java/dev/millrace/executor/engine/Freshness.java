package dev.millrace.executor.engine;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * How old a view's content may become: what was committed shows after this long at the latest.
 *
 * @param maxAgeMicros 0 for a view that follows in the same epoch, {@link #NEVER} for one that follows when it is told
 */
public record Freshness(long maxAgeMicros) {

    public static final Freshness REAL_TIME = new Freshness(0);

    private static final long NEVER = Long.MAX_VALUE;

    public static final Freshness ON_DEMAND = new Freshness(NEVER);

    private static final Pattern INTERVAL = Pattern.compile("(\\d{1,12}) *([a-z]+)");
    private static final long LONGEST_MICROS = 366L * 86_400_000_000L;
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("ms", 1_000L), Map.entry("millisecond", 1_000L), Map.entry("milliseconds", 1_000L),
            Map.entry("s", 1_000_000L), Map.entry("sec", 1_000_000L), Map.entry("second", 1_000_000L),
            Map.entry("seconds", 1_000_000L),
            Map.entry("min", 60_000_000L), Map.entry("minute", 60_000_000L), Map.entry("minutes", 60_000_000L),
            Map.entry("h", 3_600_000_000L), Map.entry("hour", 3_600_000_000L), Map.entry("hours", 3_600_000_000L),
            Map.entry("d", 86_400_000_000L), Map.entry("day", 86_400_000_000L), Map.entry("days", 86_400_000_000L));

    /**
     * @param text {@code real-time}, {@code on demand}, or a number with a unit: {@code 250 ms}, {@code 1 min}
     * @throws SqlException 22023 for anything else
     */
    public static Freshness of(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        if (plain.equals("real-time")) {
            return REAL_TIME;
        }
        if (plain.equals("on demand")) {
            return ON_DEMAND;
        }
        Matcher interval = INTERVAL.matcher(plain);
        Long unit = interval.matches() ? UNITS.get(interval.group(2)) : null;
        if (unit == null) {
            throw wrong(text, "Use 'real-time', 'on demand', or a number with a unit: ms, s, min, h or d.");
        }
        long count = Long.parseLong(interval.group(1));
        if (count == 0 || count > LONGEST_MICROS / unit) {
            throw wrong(text, "The interval must lie between '1 ms' and '366 d'.");
        }
        return new Freshness(count * unit);
    }

    private static SqlException wrong(String text, String hint) {
        return new SqlException(
                SqlState.INVALID_PARAMETER_VALUE, "invalid value for parameter \"freshness\": \"" + text + "\"", null,
                hint, 0);
    }

    public boolean isRealTime() {
        return maxAgeMicros == 0;
    }

    /** Whether views follow by themselves, some time after their inputs. */
    boolean isInterval() {
        return maxAgeMicros > 0 && maxAgeMicros < NEVER;
    }

    /** As it is written in SQL, in the largest unit that fits. */
    @Override
    public String toString() {
        if (isRealTime()) {
            return "real-time";
        }
        if (maxAgeMicros == NEVER) {
            return "on demand";
        }
        for (String unit : new String[] {"d", "h", "min", "s"}) {
            if (maxAgeMicros % UNITS.get(unit) == 0) {
                return maxAgeMicros / UNITS.get(unit) + " " + unit;
            }
        }
        return maxAgeMicros / UNITS.get("ms") + " ms";
    }
}

package dev.millrace.planner.logical;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fixed length of an interval, from its SQL text form: {@code 1 day 02:00:00.5}. */
public final class IntervalLength {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final Pattern FORM =
            Pattern.compile("(?:(-?\\d+) days? ?)?(?:(-)?(\\d+):(\\d+):(\\d+)(?:\\.(\\d+))?)?");

    private IntervalLength() {}

    /** {@code 26:00:00.5} for so many microseconds: an interval without days, which adds the same to every instant. */
    public static String text(long micros) {
        long magnitude = Math.abs(micros);
        long seconds = magnitude / MICROS_PER_SECOND;
        return String.format(
                Locale.ROOT, "%s%02d:%02d:%02d.%06d",
                micros < 0 ? "-" : "", seconds / 3600, seconds / 60 % 60, seconds % 60, magnitude % MICROS_PER_SECOND);
    }

    /** Microseconds; empty when the interval has months, whose length depends on the calendar. */
    public static OptionalLong micros(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return OptionalLong.empty();
        }
        long days = matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1));
        long micros = Math.multiplyExact(days, SECONDS_PER_DAY * MICROS_PER_SECOND);
        if (matcher.group(3) != null) {
            long seconds = Long.parseLong(matcher.group(3)) * 3600
                    + Long.parseLong(matcher.group(4)) * 60
                    + Long.parseLong(matcher.group(5));
            String fraction = matcher.group(6) == null ? "" : matcher.group(6);
            long clock = seconds * MICROS_PER_SECOND + Long.parseLong((fraction + "000000").substring(0, 6));
            micros += matcher.group(2) == null ? clock : -clock;
        }
        return OptionalLong.of(micros);
    }
}

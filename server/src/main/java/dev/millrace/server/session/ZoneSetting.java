package dev.millrace.server.session;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.IntervalText;
import dev.millrace.executor.data.TimeZones;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * The values of TimeZone. A name is a zone; a number, or an interval, is how far it lies to the east; an offset in a
 * name ({@code UTC+3}, {@code +05:30}) is by POSIX how far it lies to the west. What is given as a number is kept, and
 * shown, as such a name: {@code <+05:30>-05:30}.
 */
final class ZoneSetting {

    private static final String INTERVAL = "INTERVAL '";
    private static final int SECONDS_MAX = 15 * 3600 + 59 * 60 + 59;
    private static final Map<String, String> NAMES = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        ZoneId.getAvailableZoneIds().forEach(name -> NAMES.put(name, name));
    }

    private ZoneSetting() {}

    /** The value in the form it is kept in. @throws SqlException 22023 when it is none */
    static String accepted(String value) {
        String written = value.strip();
        if (written.startsWith(INTERVAL)) {
            return spelled(seconds(IntervalText.parse(written.substring(INTERVAL.length(), written.length() - 1)),
                    value), value);
        }
        if (written.matches("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)")) {
            double seconds = Double.parseDouble(written) * 3600;
            return spelled(Math.abs(seconds) > SECONDS_MAX ? Integer.MAX_VALUE : Math.round(seconds), value);
        }
        zone(written);
        return NAMES.getOrDefault(written, written);
    }

    static ZoneId zone(String value) {
        switch (value.toLowerCase(Locale.ROOT)) {
            case "utc", "gmt", "zulu" -> {
                return ZoneOffset.UTC;
            }
            default -> { }
        }
        try {
            return TimeZones.of(value.replaceFirst("^<[^>]*>", ""));
        } catch (SqlException | DateTimeException e) {
            throw invalid(value);
        }
    }

    private static long seconds(Interval interval, String value) {
        if (interval.months() != 0 || interval.days() != 0) {
            throw invalid(value).withDetail(
                    "Cannot specify " + (interval.months() != 0 ? "months" : "days") + " in time zone interval.");
        }
        return interval.micros() / 1_000_000;
    }

    private static String spelled(long east, String value) {
        if (Math.abs(east) > SECONDS_MAX) {
            throw invalid(value);
        }
        long size = Math.abs(east);
        String offset = "%02d".formatted(size / 3600)
                + (size % 3600 == 0 ? "" : ":%02d".formatted(size / 60 % 60))
                + (size % 60 == 0 ? "" : ":%02d".formatted(size % 60));
        return "<" + (east < 0 ? "-" : "+") + offset + ">" + (east < 0 ? "+" : "-") + offset;
    }

    private static SqlException invalid(String value) {
        return new SqlException(
                SqlState.INVALID_PARAMETER_VALUE, "invalid value for parameter \"TimeZone\": \"" + value + "\"");
    }
}

package dev.millrace.executor.data;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Time zones by the names PostgreSQL knows: IANA names in any case, abbreviations, and offsets. */
public final class TimeZones {

    private static final Map<String, ZoneId> BY_NAME = new HashMap<>();
    private static final Map<String, ZoneId> NAMES = new TreeMap<>();
    private static final DateTimeFormatter ABBREVIATION = DateTimeFormatter.ofPattern("zzz", Locale.US);

    static {
        for (String name : ZoneId.getAvailableZoneIds()) {
            if (!name.startsWith("SystemV/")) {
                NAMES.put(name, ZoneId.of(name));
                BY_NAME.put(name.toLowerCase(Locale.ROOT), ZoneId.of(name));
            }
        }
        BY_NAME.put("etc/utc", ZoneOffset.UTC);
        ZoneAbbreviations.addTo(BY_NAME);
    }

    private TimeZones() {}

    /** All of the IANA. */
    public static Map<String, ZoneId> names() {
        return Collections.unmodifiableMap(NAMES);
    }

    /** What stands for a zone in dates and times, in lower case. */
    public static Map<String, ZoneId> abbreviations() {
        Map<String, ZoneId> abbreviations = new TreeMap<>();
        ZoneAbbreviations.addTo(abbreviations);
        return abbreviations;
    }

    /** Whether an abbreviation, in lower case, is of a zone's summer whenever it is said. */
    public static boolean isSummer(String abbreviation) {
        return ZoneAbbreviations.isSummer(abbreviation);
    }

    /** What a zone is called for short at a moment; its offset where it has no such name. */
    public static String abbreviation(ZoneId zone, Instant moment) {
        return ABBREVIATION.withZone(zone).format(moment);
    }

    /** The zone with a name or abbreviation, or {@code PST+8}: a name, and how far it is to the west; or null. */
    static ZoneId find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        ZoneId known = BY_NAME.get(lower);
        if (known != null || !lower.matches("[a-z]{3,}[+-]\\d{1,2}(:\\d{1,2})?")) {
            return known;
        }
        try {
            return ZoneOffset.ofTotalSeconds(-offsetSeconds(lower.replaceFirst("^[a-z]+", "")));
        } catch (SqlException tooFar) {
            return null;
        }
    }

    /** Whether a text is a zone of that form up to where minutes may follow. */
    static boolean isPosix(String start) {
        return start.matches("[a-z]{3,}[+-]\\d{1,2}");
    }

    /**
     * A zone as {@code SET TIME ZONE} and {@code AT TIME ZONE} take it. A bare offset ({@code +02}) has, by POSIX, the
     * sign turned: west is positive.
     *
     * @throws SqlException 22023 {@code time zone "x" not recognized}
     */
    public static ZoneId of(String name) {
        ZoneId zone = find(name.strip());
        if (zone != null) {
            return zone;
        }
        try {
            String offset = name.strip().toUpperCase(Locale.ROOT).replaceFirst("^(UTC|GMT)(?=[-+])", "");
            if (!offset.isEmpty() && (offset.charAt(0) == '+' || offset.charAt(0) == '-')) {
                return ZoneOffset.ofTotalSeconds(-offsetSeconds(offset));
            }
            if (!offset.isEmpty() && Character.isDigit(offset.charAt(0))) {
                return ZoneOffset.ofTotalSeconds(-offsetSeconds("+" + offset));
            }
        } catch (SqlException | DateTimeException notAnOffset) {
            throw unknown(name);
        }
        throw unknown(name);
    }

    /** {@code +hh}, {@code +hhmm}, {@code +hh:mm}, {@code +hh:mm:ss}: seconds east. */
    public static int offsetSeconds(String offset) {
        String[] parts = offset.substring(1).split(":", -1);
        int hours;
        int minutes = 0;
        int seconds = 0;
        try {
            if (parts.length == 1 && parts[0].length() > 2) {
                int packed = Integer.parseInt(parts[0]);
                hours = packed / 100;
                minutes = packed % 100;
            } else {
                hours = Integer.parseInt(parts[0]);
                minutes = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
                seconds = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
            }
        } catch (NumberFormatException malformed) {
            throw new SqlException(SqlState.INVALID_DATETIME_FORMAT, "invalid time zone offset");
        }
        if (hours > 15 || minutes > 59 || seconds > 59) {
            throw new SqlException("22009", "time zone displacement out of range");
        }
        int size = hours * 3600 + minutes * 60 + seconds;
        return offset.charAt(0) == '-' ? -size : size;
    }

    private static SqlException unknown(String name) {
        return new SqlException(SqlState.INVALID_PARAMETER_VALUE, "time zone \"" + name + "\" not recognized");
    }
}

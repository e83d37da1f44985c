package dev.millrace.executor.data;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import dev.millrace.executor.data.DateStyle.Form;
import dev.millrace.executor.data.DateStyle.Order;

/** Dates and times as PostgreSQL prints them with a {@code DateStyle} other than ISO. */
final class StyledText {

    private static final String[] DAYS = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    private static final DateTimeFormatter ZONE_NAME = DateTimeFormatter.ofPattern("zzz", Locale.US);

    private StyledText() {}

    static String date(long epochDay, DateStyle style) {
        if (Civil.isInfinite(epochDay)) {
            return infinite(epochDay);
        }
        StringBuilder out = new StringBuilder();
        long packed = Civil.fromEpochDay(epochDay);
        char separator = style.form() == Form.GERMAN ? '.' : style.form() == Form.SQL ? '/' : '-';
        appendNumbers(out, packed, separator, style);
        return appendEra(out, packed).toString();
    }

    private static String infinite(long value) {
        return value == Civil.INFINITY ? "infinity" : "-infinity";
    }

    /** {@code 02-16-1997}, with the day first where that is the order. */
    private static void appendNumbers(StringBuilder out, long packed, char separator, DateStyle style) {
        boolean isDayFirst = style.form() == Form.GERMAN || style.order() == Order.DMY;
        DateTimeText.appendPadded(out, isDayFirst ? Civil.day(packed) : Civil.month(packed), 2);
        out.append(separator);
        DateTimeText.appendPadded(out, isDayFirst ? Civil.month(packed) : Civil.day(packed), 2);
        out.append(separator);
        appendYear(out, packed);
    }

    private static void appendYear(StringBuilder out, long packed) {
        long year = Civil.year(packed);
        DateTimeText.appendPadded(out, year > 0 ? year : 1 - year, 4);
    }

    private static StringBuilder appendEra(StringBuilder out, long packed) {
        return Civil.year(packed) > 0 ? out : out.append(" BC");
    }

    /** @param zone null without a time zone */
    static String timestamp(long micros, ZoneId zone, DateStyle style) {
        if (Civil.isInfinite(micros)) {
            return infinite(micros);
        }
        int offset = zone == null ? 0 : Civil.offsetAt(zone, micros);
        long local = micros + offset * Interval.MICROS_PER_SECOND;
        long day = Math.floorDiv(local, Civil.MICROS_PER_DAY);
        long packed = Civil.fromEpochDay(day);
        StringBuilder out = new StringBuilder(40);
        if (style.form() == Form.POSTGRES) {
            String month = MONTHS[Civil.month(packed) - 1];
            out.append(DAYS[Math.floorMod(day + 4, 7)]).append(' ');
            if (style.order() == Order.DMY) {
                DateTimeText.appendPadded(out, Civil.day(packed), 2);
                out.append(' ').append(month);
            } else {
                out.append(month).append(' ');
                DateTimeText.appendPadded(out, Civil.day(packed), 2);
            }
        } else {
            appendNumbers(out, packed, style.form() == Form.GERMAN ? '.' : '/', style);
        }
        out.append(' ');
        DateTimeText.appendTime(out, Math.floorMod(local, Civil.MICROS_PER_DAY));
        if (style.form() == Form.POSTGRES) {
            out.append(' ');
            appendYear(out, packed);
        }
        if (zone != null) {
            out.append(' ').append(zoneName(zone, micros, offset));
        }
        return appendEra(out, packed).toString();
    }

    /** The short name of a zone at an instant; the offset where it has none. */
    private static String zoneName(ZoneId zone, long micros, int offset) {
        if (!(zone instanceof ZoneOffset)) {
            Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, Interval.MICROS_PER_SECOND));
            String name = ZONE_NAME.format(instant.atZone(zone));
            if (name.chars().allMatch(Character::isLetter)) {
                return name;
            }
        } else if (offset == 0) {
            return "UTC";
        }
        StringBuilder out = new StringBuilder();
        DateTimeText.appendOffset(out, offset);
        return out.toString();
    }
}

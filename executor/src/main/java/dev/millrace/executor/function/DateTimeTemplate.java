package dev.millrace.executor.function;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.millrace.executor.data.Civil;
import dev.millrace.executor.data.DateTimeText;
import dev.millrace.executor.data.Interval;

/** A template of {@code to_char}, {@code to_date} and {@code to_timestamp} for dates and times. */
final class DateTimeTemplate {

    static final String[] MONTHS = {
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December"
    };
    static final String[] DAYS = {
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
    };
    static final String[] ROMAN_MONTHS = {
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"
    };

    /** Longest first, so that the first that fits is the one. */
    private static final String[] KEYWORDS = {
        "SSSSS", "Y,YYY", "MONTH", "Month", "month", "A.D.", "a.d.", "B.C.", "b.c.", "A.M.", "a.m.", "P.M.", "p.m.",
        "HH24", "HH12", "IYYY", "SSSS", "YYYY", "DAY", "Day", "day", "DDD", "FF1", "FF2", "FF3", "FF4", "FF5", "FF6",
        "IDDD", "IYY", "MON", "Mon", "mon", "TZH", "TZM", "YYY", "AD", "ad", "AM", "am", "BC", "bc", "CC", "DD", "DY",
        "Dy", "dy", "HH", "ID", "IW", "IY", "MI", "MM", "MS", "OF", "PM", "pm", "RM", "rm", "SS", "TZ", "tz", "US",
        "WW", "YY", "D", "I", "J", "Q", "W", "Y"
    };

    /**
     * A piece of a template.
     *
     * @param keyword null for literal text
     * @param suffix TH, th or empty: an ordinal
     */
    record Piece(String keyword, String literal, boolean fill, String suffix, boolean quoted) {}

    private final List<Piece> pieces = new ArrayList<>();
    /** Timestamps of the same run of so many microseconds have the same text. */
    private final long grainMicros;
    /** Of the last timestamp. Threads that share a template may see each other's or not: each is right. */
    private Formatted last = new Formatted(0, 0, new Text());

    /** What all timestamps in {@code [from, to)} look like. */
    private record Formatted(long from, long to, Text text) {}

    private DateTimeTemplate(String template) {
        int at = 0;
        while (at < template.length()) {
            boolean fill = false;
            int start = at;
            if (template.regionMatches(true, at, "FM", 0, 2)) {
                fill = true;
                at += 2;
            }
            if (template.regionMatches(true, at, "FX", 0, 2) || template.regionMatches(true, at, "TM", 0, 2)) {
                fill |= template.regionMatches(true, at, "TM", 0, 2);
                at += 2;
            }
            String keyword = keyword(template, at);
            if (keyword != null) {
                at += keyword.length();
                String suffix = "";
                if (template.startsWith("TH", at) || template.startsWith("th", at)) {
                    suffix = template.substring(at, at + 2);
                    at += 2;
                }
                pieces.add(new Piece(keyword, null, fill, suffix, false));
            } else if (at == start && template.charAt(at) == '"') {
                at = quoted(template, at + 1);
            } else if (at == start) {
                if (template.charAt(at) == '\\' && at + 1 < template.length() && template.charAt(at + 1) == '"') {
                    at++;
                }
                int end = at + Character.charCount(template.codePointAt(at));
                pieces.add(new Piece(null, template.substring(at, end), false, "", false));
                at = end;
            }
        }
        long grain = Civil.MICROS_PER_DAY;
        for (Piece piece : pieces) {
            grain = Math.min(grain, grainMicros(piece.keyword));
        }
        grainMicros = grain;
    }

    private static long grainMicros(String keyword) {
        return switch (keyword) {
            case "MS", "US", "FF1", "FF2", "FF3", "FF4", "FF5", "FF6" -> 1;
            case "SS", "SSSS", "SSSSS" -> Interval.MICROS_PER_SECOND;
            case "MI" -> Interval.MICROS_PER_MINUTE;
            case "HH24", "HH12", "HH", "AM", "am", "PM", "pm", "A.M.", "a.m.", "P.M.", "p.m." ->
                Interval.MICROS_PER_HOUR;
            case null, default -> Civil.MICROS_PER_DAY;
        };
    }

    static DateTimeTemplate compile(String template) {
        return new DateTimeTemplate(template);
    }

    private int quoted(String template, int from) {
        StringBuilder literal = new StringBuilder();
        int end = readQuoted(template, from, literal);
        pieces.add(new Piece(null, literal.toString(), false, "", true));
        return end;
    }

    /** Text up to a quote, where a backslash takes the meaning of any character. @return what comes behind the quote */
    static int readQuoted(String template, int from, StringBuilder literal) {
        int at = from;
        while (at < template.length() && template.charAt(at) != '"') {
            if (template.charAt(at) == '\\' && at + 1 < template.length()) {
                at++;
            }
            literal.append(template.charAt(at++));
        }
        return at + 1;
    }

    /** Keywords may be written in lower case, too; only of names does it matter. */
    private static String keyword(String template, int at) {
        String found = null;
        for (String keyword : KEYWORDS) {
            boolean isLonger = found == null || keyword.length() == found.length();
            if (isLonger && template.startsWith(keyword, at)) {
                return keyword;
            }
            if (found == null && template.startsWith(keyword.toLowerCase(Locale.ROOT), at)) {
                found = keyword;
            }
        }
        return found;
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** Microseconds of a local timestamp. */
    long parse(String text) {
        return new DateTimeTemplateReader(this, text).read();
    }

    /** An instant: by the offset that the text has, or else by the zone. */
    long parseInstant(String text, ZoneId zone) {
        DateTimeTemplateReader reader = new DateTimeTemplateReader(this, text);
        long timestamp = reader.read();
        return reader.hasOffset() ? Civil.checkTimestamp(timestamp) : Civil.toInstant(timestamp, zone);
    }

    /** The text of a finite timestamp; timestamps that come together are mostly of the same day, hour or minute. */
    Text format(long timestamp) {
        Formatted known = last;
        if (timestamp < known.from || timestamp >= known.to) {
            long from = timestamp - Math.floorMod(timestamp, grainMicros);
            known = new Formatted(from, from + grainMicros, Text.of(format(DateTimeParts.of(timestamp))));
            last = known;
        }
        return known.text;
    }

    String format(DateTimeParts parts) {
        StringBuilder out = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.keyword == null) {
                out.append(piece.literal);
            } else {
                String text = parts.isInterval() ? IntervalTemplate.text(piece, parts) : text(piece, parts);
                out.append(text);
                if (!piece.suffix.isEmpty()) {
                    String ordinal = ordinal(text.strip());
                    out.append(piece.suffix.equals("TH") ? ordinal.toUpperCase(Locale.ROOT) : ordinal);
                }
            }
        }
        return out.toString();
    }

    static String ordinal(String number) {
        char last = number.isEmpty() ? '0' : number.charAt(number.length() - 1);
        boolean teen = number.length() > 1 && number.charAt(number.length() - 2) == '1';
        return teen ? "th" : last == '1' ? "st" : last == '2' ? "nd" : last == '3' ? "rd" : "th";
    }

    static String text(Piece piece, DateTimeParts parts) {
        boolean fill = piece.fill;
        return switch (piece.keyword) {
            case "HH24" -> padded(parts.hour(), 2, fill);
            case "HH", "HH12" -> {
                long hour = parts.hour() % 12;
                yield padded(hour == 0 ? 12 : hour, 2, fill);
            }
            case "MI" -> padded(parts.minute(), 2, fill);
            case "SS" -> padded(parts.second(), 2, fill);
            case "MS", "FF3" -> padded(parts.micros() / 1000, 3, fill && piece.keyword.equals("MS"));
            case "US", "FF6" -> padded(parts.micros(), 6, fill && piece.keyword.equals("US"));
            case "FF1" -> padded(parts.micros() / 100_000, 1, false);
            case "FF2" -> padded(parts.micros() / 10_000, 2, false);
            case "FF4" -> padded(parts.micros() / 100, 4, false);
            case "FF5" -> padded(parts.micros() / 10, 5, false);
            case "SSSS", "SSSSS" -> String.valueOf(parts.secondsOfDay());
            case "AM", "PM" -> parts.hour() % 24 >= 12 ? "PM" : "AM";
            case "am", "pm" -> parts.hour() % 24 >= 12 ? "pm" : "am";
            case "A.M.", "P.M." -> parts.hour() % 24 >= 12 ? "P.M." : "A.M.";
            case "a.m.", "p.m." -> parts.hour() % 24 >= 12 ? "p.m." : "a.m.";
            case "TZ" -> parts.zoneName();
            case "tz" -> parts.zoneName().toLowerCase(Locale.ROOT);
            case "OF" -> offset(parts);
            case "TZH" ->
                (parts.offsetSeconds() < 0 ? "-" : "+") + padded(Math.abs(parts.offsetSeconds()) / 3600, 2, false);
            case "TZM" -> padded(Math.abs(parts.offsetSeconds()) / 60 % 60, 2, false);
            default -> dateText(piece, parts);
        };
    }

    private static String offset(DateTimeParts parts) {
        StringBuilder out = new StringBuilder();
        DateTimeText.appendOffset(out, parts.offsetSeconds());
        return out.toString();
    }

    private static String dateText(Piece piece, DateTimeParts parts) {
        boolean fill = piece.fill;
        long year = parts.shownYear();
        return switch (piece.keyword) {
            case "YYYY" -> padded(year, 4, fill);
            case "YYY" -> padded(year % 1000, 3, fill);
            case "YY" -> padded(year % 100, 2, fill);
            case "Y" -> padded(year % 10, 1, fill);
            case "Y,YYY" -> year / 1000 + "," + padded(year % 1000, 3, false);
            case "IYYY" -> padded(isoYear(parts), 4, fill);
            case "IYY" -> padded(isoYear(parts) % 1000, 3, fill);
            case "IY" -> padded(isoYear(parts) % 100, 2, fill);
            case "I" -> padded(isoYear(parts) % 10, 1, fill);
            case "CC" -> padded(century(parts), 2, fill);
            case "BC", "AD" -> parts.year() <= 0 ? "BC" : "AD";
            case "bc", "ad" -> parts.year() <= 0 ? "bc" : "ad";
            case "B.C.", "A.D." -> parts.year() <= 0 ? "B.C." : "A.D.";
            case "b.c.", "a.d." -> parts.year() <= 0 ? "b.c." : "a.d.";
            case "MM" -> padded(parts.month(), 2, fill);
            case "Q" -> parts.month() == 0 ? "" : String.valueOf((parts.month() - 1) / 3 + 1);
            case "RM", "rm" -> {
                int month = romanMonth(parts.year(), parts.month());
                String roman = month == 0 ? "" : ROMAN_MONTHS[month - 1];
                String cased = piece.keyword.equals("rm") ? roman.toLowerCase(Locale.ROOT) : roman;
                yield fill ? cased : cased + " ".repeat(4 - cased.length());
            }
            case "MONTH", "Month", "month", "MON", "Mon", "mon" -> name(piece, MONTHS[parts.month() - 1]);
            case "DAY", "Day", "day", "DY", "Dy", "dy" -> name(piece, DAYS[dayOfWeek(parts)]);
            case "DD" -> padded(parts.day(), 2, fill);
            case "DDD" -> padded(dayOfYear(parts), 3, fill);
            case "IDDD" -> padded((ExtractFunctions.isoWeek(parts.epochDay()) - 1) * 7L + isoDayOfWeek(parts), 3, fill);
            case "D" -> String.valueOf(dayOfWeek(parts) + 1);
            case "ID" -> String.valueOf(isoDayOfWeek(parts));
            case "WW" -> padded((dayOfYear(parts) - 1) / 7 + 1, 2, fill);
            case "W" -> String.valueOf((parts.day() - 1) / 7 + 1);
            case "IW" -> padded(ExtractFunctions.isoWeek(parts.epochDay()), 2, fill);
            case "J" -> String.valueOf(parts.epochDay() + 2_440_588);
            default -> throw new IllegalStateException(piece.keyword);
        };
    }

    /** Of an interval, whole years end with a twelfth month, and negative months count from the year's end. */
    private static int romanMonth(long year, int month) {
        if (month == 0) {
            return year == 0 ? 0 : year > 0 ? 12 : 1;
        }
        return month < 0 ? 13 + month : month;
    }

    /** As it is shown: a year before Christ without a sign. */
    private static long isoYear(DateTimeParts parts) {
        long year = ExtractFunctions.isoYear(parts.epochDay());
        return year <= 0 ? 1 - year : year;
    }

    private static long century(DateTimeParts parts) {
        return parts.year() > 0 ? (parts.year() - 1) / 100 + 1 : (parts.year() - 1) / 100 - 1;
    }

    private static int dayOfWeek(DateTimeParts parts) {
        return Civil.dayOfWeek(parts.epochDay());
    }

    private static int isoDayOfWeek(DateTimeParts parts) {
        return ExtractFunctions.isoDayOfWeek(parts.epochDay());
    }

    private static int dayOfYear(DateTimeParts parts) {
        return Civil.dayOfYear(
                Civil.fromEpochDay(parts.epochDay()));
    }

    /** In the case of its keyword; the long ones fill nine characters. */
    private static String name(Piece piece, String name) {
        String keyword = piece.keyword;
        boolean isShort = keyword.length() <= 3 && !keyword.equalsIgnoreCase("DAY");
        String text = isShort ? name.substring(0, 3) : name;
        if (Character.isUpperCase(keyword.charAt(1))) {
            text = text.toUpperCase(Locale.ROOT);
        } else if (Character.isLowerCase(keyword.charAt(0))) {
            text = text.toLowerCase(Locale.ROOT);
        }
        return isShort || piece.fill ? text : text + " ".repeat(9 - text.length());
    }

    private static String padded(long value, int digits, boolean fill) {
        String text = String.valueOf(Math.abs(value));
        String zeros = fill ? "" : "0".repeat(Math.max(0, digits - text.length()));
        return (value < 0 ? "-" : "") + zeros + text;
    }
}

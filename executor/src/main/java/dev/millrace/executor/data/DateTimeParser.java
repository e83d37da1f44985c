package dev.millrace.executor.data;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/**
 * Reads dates and times as PostgreSQL's input functions do: the text is cut into numbers, words, dates, times and
 * offsets, in any order, and each says by its shape what it is; what it does not say, the session's {@link DateStyle}.
 */
final class DateTimeParser {

    private static final String DAY_NAMES =
            " sunday monday tuesday wednesday thursday friday saturday "
                    + "sun mon tue tues wed weds thu thur thurs fri sat ";

    private final SqlType.Kind kind;
    private final String text;
    private final String lower;
    private int at;

    private final DateTimeFields fields;
    private final DateParts parts;

    private DateTimeParser(SqlType.Kind kind, String text) {
        this.kind = kind;
        this.text = text;
        this.lower = text.toLowerCase(Locale.ROOT);
        this.fields = new DateTimeFields(kind, text);
        this.parts = new DateParts(fields, DateStyle.current().order());
    }

    /** DATE: days; TIME: microseconds of the day; TIMESTAMP and TIMESTAMPTZ: microseconds. */
    static long parse(SqlType.Kind kind, String text, ZoneId sessionZone) {
        DateTimeParser parser = new DateTimeParser(kind, text);
        parser.read();
        return parser.fields.value(sessionZone);
    }

    private SqlException invalid() {
        return fields.invalid();
    }

    // Reading

    private void read() {
        while (at < lower.length()) {
            char c = lower.charAt(at);
            if (Character.isWhitespace(c) || c == ',') {
                at++;
            } else if (c >= '0' && c <= '9') {
                readNumeric();
            } else if (Character.isLetter(c)) {
                readWord();
            } else if (c == '+' || c == '-') {
                readSigned();
            } else {
                throw invalid();
            }
        }
    }

    private void readNumeric() {
        int from = at;
        int end = digits(at);
        char after = end < lower.length() ? lower.charAt(end) : ' ';
        if (after == ':') {
            end++;
            while (end < lower.length() && isTimeCharacter(lower.charAt(end))) {
                end++;
            }
            at = end;
            readTime(lower.substring(from, end));
        } else if (after == '-' && fields.hasDate() && fields.micros < 0) {
            at = end;
            readNumber(lower.substring(from, end), ""); // a time, and its offset to the west
        } else if (after == '-' || after == '/' || after == '.' && isDotted(end)) {
            at = end;
            readDate(lower.substring(from, end), after);
        } else if (after == '.') {
            int fractionEnd = digits(end + 1);
            at = fractionEnd;
            readNumber(lower.substring(from, end), lower.substring(end, fractionEnd));
        } else {
            at = end;
            readNumber(lower.substring(from, end), "");
        }
    }

    private static boolean isTimeCharacter(char c) {
        return Character.isDigit(c) || c == ':' || c == '.';
    }

    private int digits(int from) {
        int end = from;
        while (end < lower.length() && lower.charAt(end) >= '0' && lower.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** dd.mm.yyyy, as opposed to a fraction. */
    private boolean isDotted(int point) {
        int end = digits(point + 1);
        return end < lower.length() && lower.charAt(end) == '.' && digits(end + 1) > end + 1;
    }

    private String readPart() {
        int from = at;
        if (at < lower.length() && Character.isLetter(lower.charAt(at))) {
            while (at < lower.length() && Character.isLetter(lower.charAt(at))) {
                at++;
            }
        } else {
            at = digits(at);
        }
        if (at == from) {
            throw invalid();
        }
        return lower.substring(from, at);
    }

    private void readDate(String first, char separator) {
        at++;
        String second = readPart();
        if (at >= lower.length() || lower.charAt(at) != separator) {
            throw invalid();
        }
        at++;
        String third = readPart();
        if (Character.isDigit(second.charAt(0)) && !Character.isDigit(third.charAt(0))) {
            throw invalid();
        }
        if (fields.year != null || fields.month != null || fields.epochDay != Long.MIN_VALUE) {
            throw invalid();
        }
        // A month's name says what it is, and by that what the others are.
        List<String> numbers = new ArrayList<>();
        for (String part : List.of(first, second, third)) {
            if (Character.isDigit(part.charAt(0))) {
                numbers.add(part);
            } else {
                parts.month(part);
            }
        }
        numbers.forEach(parts::number);
    }

    private void readTime(String time) {
        if (fields.micros >= 0) {
            throw invalid();
        }
        String[] pieces = time.split(":", -1);
        if (pieces.length > 3 || pieces[1].isEmpty()) {
            throw invalid();
        }
        boolean minutesAndSeconds = pieces.length == 2 && pieces[1].indexOf('.') >= 0;
        String hour = minutesAndSeconds ? "0" : pieces[0];
        String minute = minutesAndSeconds ? pieces[0] : pieces[1];
        String second = minutesAndSeconds ? pieces[1] : pieces.length == 3 ? pieces[2] : "0";
        setTime(hour, minute, second);
    }

    private void setTime(String hourDigits, String minuteDigits, String secondDigits) {
        if (hourDigits.indexOf('.') >= 0 || minuteDigits.indexOf('.') >= 0 || minuteDigits.isEmpty()) {
            throw invalid();
        }
        int hour = parts.value(hourDigits);
        int minute = parts.value(minuteDigits);
        long second;
        try {
            second = new BigDecimal(secondDigits.isEmpty() ? "x" : secondDigits)
                    .movePointRight(6)
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .longValueExact();
        } catch (ArithmeticException | NumberFormatException malformed) {
            throw invalid();
        }
        if (hour > 24
                || minute > 59
                || second > 60 * Interval.MICROS_PER_SECOND
                || hour == 24 && (minute > 0 || second > 0)) {
            throw fields.fieldOverflow();
        }
        fields.micros = hour * Interval.MICROS_PER_HOUR + minute * Interval.MICROS_PER_MINUTE + second;
    }

    /** Digits without separators: a date, a time, or the day or year beside a month's name. */
    private void readNumber(String digits, String fraction) {
        boolean hasDate = fields.hasDate();
        int length = digits.length();
        boolean mayBeTime = (hasDate || kind == SqlType.Kind.TIME || kind == SqlType.Kind.TIMETZ) && fields.micros < 0;
        if (!hasDate && fields.month == null && fields.year == null && length == 8 && fraction.isEmpty()) {
            parts.year(digits.substring(0, 4));
            fields.month = parts.value(digits.substring(4, 6));
            fields.day = parts.value(digits.substring(6));
        } else if (!hasDate && fields.month == null && fields.year == null && length == 6 && !mayBeTime) {
            parts.year(digits.substring(0, 2));
            fields.month = parts.value(digits.substring(2, 4));
            fields.day = parts.value(digits.substring(4));
        } else if (!mayBeTime && !hasDate && fields.month == null && length >= 4 && fraction.length() == 4
                && fields.year == null) {
            parts.year(digits);
            fields.dayOfYear = parts.value(fraction.substring(1));
            fields.month = 1;
            fields.day = 1;
        } else if (mayBeTime && (length == 6 || length == 4 && fraction.isEmpty())) {
            setTime(digits.substring(0, 2), digits.substring(2, 4), length == 6 ? digits.substring(4) + fraction : "0");
        } else if (mayBeTime && length <= 2 && isMeridiemNext()) {
            setTime(digits, "0", "0");
        } else if (fraction.isEmpty() && !hasDate) {
            parts.number(digits);
        } else {
            throw invalid();
        }
    }

    private boolean isMeridiemNext() {
        String rest = lower.substring(at).strip();
        return rest.startsWith("am") || rest.startsWith("pm");
    }

    private void readSigned() {
        int from = at++;
        if (at < lower.length() && Character.isLetter(lower.charAt(at))) {
            String word = lower.charAt(from) + readPart();
            fields.special = switch (word) {
                case "-infinity" -> Civil.NEGATIVE_INFINITY;
                case "+infinity" -> Civil.INFINITY;
                default -> 0;
            };
            if (fields.special == 0) {
                throw invalid();
            }
            return;
        }
        while (at < lower.length() && (Character.isDigit(lower.charAt(at)) || lower.charAt(at) == ':')) {
            at++;
        }
        if (fields.zone != null || fields.micros < 0 && kind != SqlType.Kind.TIMESTAMPTZ) {
            throw invalid();
        }
        try {
            fields.zone = ZoneOffset.ofTotalSeconds(TimeZones.offsetSeconds(lower.substring(from, at)));
        } catch (DateTimeException tooFar) {
            throw new SqlException("22009", "time zone displacement out of range: \"" + text + "\"");
        } catch (SqlException malformed) {
            throw malformed.sqlState().equals("22009")
                    ? new SqlException("22009", malformed.getMessage() + ": \"" + text + "\"")
                    : invalid();
        }
    }

    private void readWord() {
        int from = at;
        String word = readPart();
        if (word.equals("j") && at < lower.length() && Character.isDigit(lower.charAt(at)) && fields.year == null) {
            readJulian();
        } else if (word.equals("t") && at < lower.length() && Character.isDigit(lower.charAt(at))) {
            readIsoTime();
        } else if (word.equals("am") || word.equals("pm")) {
            fields.afternoon = word.equals("pm");
        } else if (word.equals("bc") || word.equals("ad")) {
            fields.beforeChrist = word.equals("bc");
        } else if (DateParts.isMonth(word)) {
            readMonthName(word);
        } else if (!DAY_NAMES.contains(" " + word + " ")) {
            readSpecialOrZone(from, word);
        }
    }

    /** Days since the noon of 4713 BC; a fraction is time of the day. */
    private void readJulian() {
        fields.epochDay = parts.value(readPart()) - 2_440_588L;
        if (at < lower.length() && lower.charAt(at) == '.') {
            int end = digits(at + 1);
            BigDecimal fraction = new BigDecimal("0" + lower.substring(at, end) + "0");
            fields.micros = fraction.multiply(BigDecimal.valueOf(Civil.MICROS_PER_DAY))
                    .setScale(0, RoundingMode.HALF_EVEN).longValue();
            at = end;
        }
    }

    private void readMonthName(String word) {
        if (at + 1 < lower.length() && lower.charAt(at) == '-' && Character.isDigit(lower.charAt(at + 1))
                && fields.month == null && fields.year == null) {
            readDate(word, '-');
            return;
        }
        parts.month(word);
    }

    private void readIsoTime() {
        int from = at;
        int end = digits(at);
        if (end < lower.length() && lower.charAt(end) == ':') {
            readNumeric();
            return;
        }
        int fractionEnd = end < lower.length() && lower.charAt(end) == '.' ? digits(end + 1) : end;
        String digits = lower.substring(from, end);
        at = fractionEnd;
        if (digits.length() != 6 && digits.length() != 4 && digits.length() != 2) {
            throw invalid();
        }
        setTime(
                digits.substring(0, 2),
                digits.length() >= 4 ? digits.substring(2, 4) : "0",
                digits.length() == 6 ? digits.substring(4) + lower.substring(end, fractionEnd) : "0");
    }

    private static boolean isZoneCharacter(char c) {
        return Character.isLetterOrDigit(c) || "/_+-".indexOf(c) >= 0;
    }

    private void readSpecialOrZone(int from, String word) {
        switch (word) {
            case "infinity", "inf" -> fields.special = Civil.INFINITY;
            case "epoch" -> {
                fields.epochDay = 0;
                fields.micros = Math.max(fields.micros, 0);
                fields.zone = ZoneOffset.UTC;
            }
            case "allballs" -> {
                fields.micros = 0;
                fields.zone = ZoneOffset.UTC;
            }
            case "now", "today", "tomorrow", "yesterday" ->
                throw SqlException.unsupported("the date/time value \"" + word + "\"")
                        .withHint("Use now() or current_date.");
            case "at", "on" -> {}
            default -> {
                while (at < lower.length()
                        && (isZoneCharacter(lower.charAt(at))
                                || lower.charAt(at) == ':' && TimeZones.isPosix(lower.substring(from, at)))) {
                    at++;
                }
                String name = lower.substring(from, at);
                fields.zone = fields.zone == null ? TimeZones.find(name) : null;
                if (fields.zone == null) {
                    throw name.indexOf('/') >= 0
                            ? new SqlException(
                                    SqlState.INVALID_PARAMETER_VALUE, "time zone \"" + name + "\" not recognized")
                            : invalid();
                }
            }
        }
    }
}

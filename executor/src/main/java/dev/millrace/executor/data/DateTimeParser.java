package dev.millrace.executor.data;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/**
 * Reads dates and times as PostgreSQL's input functions do: the text is cut into numbers, words, dates, times and
 * offsets, in any order, and each says by its shape what it is; what it does not say, the session's {@link DateStyle}.
 */
final class DateTimeParser {

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String MONTH_NAMES =
            " january february march april may june july august september october november december sept "
                    + "jan feb mar apr jun jul aug sep oct nov dec ";
    private static final String DAY_NAMES =
            " sunday monday tuesday wednesday thursday friday saturday "
                    + "sun mon tue tues wed weds thu thur thurs fri sat ";

    private final SqlType.Kind kind;
    private final String text;
    private final String lower;
    private int at;

    private final DateTimeFields fields;
    private final DateStyle.Order order = DateStyle.current().order();

    private DateTimeParser(SqlType.Kind kind, String text) {
        this.kind = kind;
        this.text = text;
        this.lower = text.toLowerCase(Locale.ROOT);
        this.fields = new DateTimeFields(kind, text);
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
        if (fields.year != null || fields.month != null || fields.epochDay != Long.MIN_VALUE) {
            throw invalid();
        }
        if (Character.isLetter(second.charAt(0))) {
            fields.month = monthOf(second);
            if (first.length() > 2 || order == DateStyle.Order.YMD) {
                setYear(first);
                fields.day = number(third);
            } else {
                fields.day = number(first);
                setYear(third);
            }
        } else if (Character.isLetter(third.charAt(0))) {
            throw invalid();
        } else if (first.length() > 2 || order == DateStyle.Order.YMD) {
            setYear(first);
            fields.month = number(second);
            fields.day = number(third);
        } else if (order == DateStyle.Order.DMY) {
            fields.day = number(first);
            fields.month = number(second);
            setYear(third);
        } else {
            fields.month = number(first);
            fields.day = number(second);
            setYear(third);
        }
    }

    private void setYear(String digits) {
        fields.year = number(digits);
        fields.twoDigitYear = digits.length() <= 2;
    }

    private int number(String digits) {
        if (!Character.isDigit(digits.charAt(0))) {
            throw invalid();
        }
        if (digits.length() > 9) {
            throw fields.fieldOverflow();
        }
        return Integer.parseInt(digits);
    }

    private int monthOf(String word) {
        if (!MONTH_NAMES.contains(" " + word + " ")) {
            throw invalid();
        }
        return MONTHS.indexOf(word.substring(0, 3)) / 3 + 1;
    }

    private void readTime(String time) {
        if (fields.micros >= 0) {
            throw invalid();
        }
        String[] parts = time.split(":", -1);
        if (parts.length > 3 || parts[1].isEmpty()) {
            throw invalid();
        }
        boolean minutesAndSeconds = parts.length == 2 && parts[1].indexOf('.') >= 0;
        String hour = minutesAndSeconds ? "0" : parts[0];
        String minute = minutesAndSeconds ? parts[0] : parts[1];
        String second = minutesAndSeconds ? parts[1] : parts.length == 3 ? parts[2] : "0";
        setTime(hour, minute, second);
    }

    private void setTime(String hourDigits, String minuteDigits, String secondDigits) {
        if (hourDigits.indexOf('.') >= 0 || minuteDigits.indexOf('.') >= 0 || minuteDigits.isEmpty()) {
            throw invalid();
        }
        int hour = number(hourDigits);
        int minute = number(minuteDigits);
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
            setYear(digits.substring(0, 4));
            fields.month = number(digits.substring(4, 6));
            fields.day = number(digits.substring(6));
        } else if (!hasDate && fields.month == null && fields.year == null && length == 6 && !mayBeTime) {
            setYear(digits.substring(0, 2));
            fields.month = number(digits.substring(2, 4));
            fields.day = number(digits.substring(4));
        } else if (!hasDate && fields.month == null && length >= 4 && fraction.length() == 4 && fields.year == null) {
            setYear(digits);
            fields.dayOfYear = number(fraction.substring(1));
            fields.month = 1;
            fields.day = 1;
        } else if (mayBeTime && (length == 6 || length == 4 && fraction.isEmpty())) {
            setTime(digits.substring(0, 2), digits.substring(2, 4), length == 6 ? digits.substring(4) + fraction : "0");
        } else if (mayBeTime && length <= 2 && isMeridiemNext()) {
            setTime(digits, "0", "0");
        } else if (order == DateStyle.Order.YMD && fraction.isEmpty() && !hasDate && fields.year == null
                && fields.day == null && length <= 2) {
            setYear(digits);
        } else if (fraction.isEmpty() && !hasDate && fields.month != null && fields.day == null && length <= 2) {
            fields.day = number(digits);
        } else if (fraction.isEmpty() && !hasDate && fields.year == null && (length >= 3 || fields.month != null)) {
            setYear(digits);
        } else if (fraction.isEmpty() && !hasDate && fields.day == null && length <= 2) {
            fields.day = number(digits);
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
            fields.epochDay = number(readPart()) - 2_440_588L;
        } else if (word.equals("t") && at < lower.length() && Character.isDigit(lower.charAt(at))) {
            readIsoTime();
        } else if (word.equals("am") || word.equals("pm")) {
            fields.afternoon = word.equals("pm");
        } else if (word.equals("bc") || word.equals("ad")) {
            fields.beforeChrist = word.equals("bc");
        } else if (MONTH_NAMES.contains(" " + word + " ")) {
            readMonthName(word);
        } else if (!DAY_NAMES.contains(" " + word + " ")) {
            readSpecialOrZone(from, word);
        }
    }

    private void readMonthName(String word) {
        if (fields.month != null && fields.day == null && fields.year == null) {
            // "8 January": the number was taken for a month.
            fields.day = fields.month;
        } else if (fields.month != null) {
            throw invalid();
        }
        fields.month = monthOf(word);
        if (at + 1 < lower.length() && lower.charAt(at) == '-' && Character.isDigit(lower.charAt(at + 1))) {
            at++;
            String second = readPart();
            if (at + 1 < lower.length() && lower.charAt(at) == '-') {
                at++;
                boolean isYearFirst = order == DateStyle.Order.YMD;
                String third = readPart();
                fields.day = number(isYearFirst ? third : second);
                setYear(isYearFirst ? second : third);
            } else {
                throw invalid();
            }
        }
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

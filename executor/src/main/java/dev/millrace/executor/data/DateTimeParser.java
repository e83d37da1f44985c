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
 * Reads dates and times as PostgreSQL's input functions do with {@code DateStyle = ISO, MDY}: the text is cut into numbers,
 * words, dates, times and offsets, in any order, and each says by its shape what it is.
 */
final class DateTimeParser {

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String MONTH_NAMES =
            " january february march april may june july august september october november december sept "
                    + "jan feb mar apr jun jul aug sep oct nov dec ";
    private static final String DAY_NAMES =
            " sunday monday tuesday wednesday thursday friday saturday sun mon tue tues wed weds thu thur thurs fri sat ";

    private final SqlType.Kind kind;
    private final String text;
    private final String lower;
    private int at;

    private Integer year;
    private Integer month;
    private Integer day;
    private Integer dayOfYear;
    private long epochDay = Long.MIN_VALUE;
    private boolean twoDigitYear;
    private boolean beforeChrist;
    private long micros = -1;
    private Boolean afternoon;
    private ZoneId zone;
    private long special;

    private DateTimeParser(SqlType.Kind kind, String text) {
        this.kind = kind;
        this.text = text;
        this.lower = text.toLowerCase(Locale.ROOT);
    }

    /** DATE: days; TIME: microseconds of the day; TIMESTAMP and TIMESTAMPTZ: microseconds. */
    static long parse(SqlType.Kind kind, String text, ZoneId sessionZone) {
        DateTimeParser parser = new DateTimeParser(kind, text);
        parser.read();
        return parser.value(sessionZone);
    }

    private String typeName() {
        return switch (kind) {
            case TIMESTAMP -> "timestamp";
            case TIME -> "time";
            default -> kind.sqlName();
        };
    }

    private SqlException invalid() {
        return new SqlException(
                SqlState.INVALID_DATETIME_FORMAT,
                "invalid input syntax for type " + typeName() + ": \"" + text + "\"");
    }

    private SqlException fieldOverflow() {
        return new SqlException(
                SqlState.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"" + text + "\"");
    }

    private SqlException orderOverflow() {
        return fieldOverflow().withHint("Perhaps you need a different \"datestyle\" setting.");
    }

    private SqlException outOfRange() {
        String what = kind == SqlType.Kind.DATE ? "date" : "timestamp";
        return new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, what + " out of range: \"" + text + "\"");
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
            while (end < lower.length() && (Character.isDigit(lower.charAt(end)) || ":.".indexOf(lower.charAt(end)) >= 0)) {
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
        if (year != null || month != null || epochDay != Long.MIN_VALUE) {
            throw invalid();
        }
        if (Character.isLetter(second.charAt(0))) {
            month = monthOf(second);
            if (first.length() > 2) {
                setYear(first);
                day = number(third);
            } else {
                day = number(first);
                setYear(third);
            }
        } else if (Character.isLetter(third.charAt(0))) {
            throw invalid();
        } else if (first.length() > 2) {
            setYear(first);
            month = number(second);
            day = number(third);
        } else {
            month = number(first);
            day = number(second);
            setYear(third);
        }
    }

    private void setYear(String digits) {
        year = number(digits);
        twoDigitYear = digits.length() <= 2;
    }

    private int number(String digits) {
        if (!Character.isDigit(digits.charAt(0))) {
            throw invalid();
        }
        if (digits.length() > 9) {
            throw fieldOverflow();
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
        if (micros >= 0) {
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
            throw fieldOverflow();
        }
        micros = hour * Interval.MICROS_PER_HOUR + minute * Interval.MICROS_PER_MINUTE + second;
    }

    /** Digits without separators: a date, a time, or the day or year beside a month's name. */
    private void readNumber(String digits, String fraction) {
        boolean hasDate = year != null && month != null && day != null || epochDay != Long.MIN_VALUE;
        int length = digits.length();
        if (!hasDate && month == null && year == null && length == 8 && fraction.isEmpty()) {
            setYear(digits.substring(0, 4));
            month = number(digits.substring(4, 6));
            day = number(digits.substring(6));
        } else if (!hasDate && month == null && year == null && length == 6 && kind != SqlType.Kind.TIME) {
            setYear(digits.substring(0, 2));
            month = number(digits.substring(2, 4));
            day = number(digits.substring(4));
        } else if (!hasDate && month == null && length >= 4 && fraction.length() == 4 && year == null) {
            setYear(digits);
            dayOfYear = number(fraction.substring(1));
            month = 1;
            day = 1;
        } else if ((hasDate || kind == SqlType.Kind.TIME) && micros < 0 && (length == 6 || length == 4 && fraction.isEmpty())) {
            setTime(digits.substring(0, 2), digits.substring(2, 4), length == 6 ? digits.substring(4) + fraction : "0");
        } else if ((hasDate || kind == SqlType.Kind.TIME) && micros < 0 && length <= 2 && isMeridiemNext()) {
            setTime(digits, "0", "0");
        } else if (fraction.isEmpty() && !hasDate && month != null && day == null && length <= 2) {
            day = number(digits);
        } else if (fraction.isEmpty() && !hasDate && year == null && (length >= 3 || month != null)) {
            setYear(digits);
        } else if (fraction.isEmpty() && !hasDate && day == null && length <= 2) {
            day = number(digits);
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
            special = word.equals("-infinity") ? Civil.NEGATIVE_INFINITY : word.equals("+infinity") ? Civil.INFINITY : 0;
            if (special == 0) {
                throw invalid();
            }
            return;
        }
        while (at < lower.length() && (Character.isDigit(lower.charAt(at)) || lower.charAt(at) == ':')) {
            at++;
        }
        if (zone != null || micros < 0 && kind != SqlType.Kind.TIMESTAMPTZ) {
            throw invalid();
        }
        try {
            zone = ZoneOffset.ofTotalSeconds(offsetSeconds(lower.substring(from, at)));
        } catch (DateTimeException tooFar) {
            throw new SqlException("22009", "time zone displacement out of range: \"" + text + "\"");
        } catch (SqlException malformed) {
            throw malformed.sqlState().equals("22009")
                    ? new SqlException("22009", malformed.getMessage() + ": \"" + text + "\"")
                    : invalid();
        }
    }

    /** {@code +hh}, {@code +hhmm}, {@code +hh:mm}, {@code +hh:mm:ss}: seconds east. */
    static int offsetSeconds(String offset) {
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

    private void readWord() {
        int from = at;
        String word = readPart();
        if (word.equals("j") && at < lower.length() && Character.isDigit(lower.charAt(at)) && year == null) {
            epochDay = number(readPart()) - 2_440_588L;
        } else if (word.equals("t") && at < lower.length() && Character.isDigit(lower.charAt(at))) {
            readIsoTime();
        } else if (word.equals("am") || word.equals("pm")) {
            afternoon = word.equals("pm");
        } else if (word.equals("bc") || word.equals("ad")) {
            beforeChrist = word.equals("bc");
        } else if (MONTH_NAMES.contains(" " + word + " ")) {
            readMonthName(word);
        } else if (!DAY_NAMES.contains(" " + word + " ")) {
            readSpecialOrZone(from, word);
        }
    }

    private void readMonthName(String word) {
        if (month != null && day == null && year == null) {
            // "8 January": the number was taken for a month.
            day = month;
        } else if (month != null) {
            throw invalid();
        }
        month = monthOf(word);
        if (at + 1 < lower.length() && lower.charAt(at) == '-' && Character.isDigit(lower.charAt(at + 1))) {
            at++;
            String second = readPart();
            if (at + 1 < lower.length() && lower.charAt(at) == '-') {
                at++;
                day = number(second);
                setYear(readPart());
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

    private void readSpecialOrZone(int from, String word) {
        switch (word) {
            case "infinity", "inf" -> special = Civil.INFINITY;
            case "epoch" -> {
                epochDay = 0;
                micros = Math.max(micros, 0);
                zone = ZoneOffset.UTC;
            }
            case "allballs" -> {
                micros = 0;
                zone = ZoneOffset.UTC;
            }
            case "now", "today", "tomorrow", "yesterday" ->
                throw SqlException.unsupported("the date/time value \"" + word + "\"")
                        .withHint("Use now() or current_date.");
            case "at", "on" -> {}
            default -> {
                while (at < lower.length() && (Character.isLetterOrDigit(lower.charAt(at)) || "/_+-".indexOf(lower.charAt(at)) >= 0)) {
                    at++;
                }
                String name = lower.substring(from, at);
                zone = zone == null ? TimeZones.find(name) : null;
                if (zone == null) {
                    throw name.indexOf('/') >= 0
                            ? new SqlException(
                                    SqlState.INVALID_PARAMETER_VALUE, "time zone \"" + name + "\" not recognized")
                            : invalid();
                }
            }
        }
    }

    // Putting together

    private long value(ZoneId sessionZone) {
        if (afternoon != null) {
            applyMeridiem();
        }
        if (kind == SqlType.Kind.TIME) {
            if (micros < 0 || special != 0) {
                throw invalid();
            }
            return micros;
        }
        if (special != 0) {
            if (year != null || micros >= 0) {
                throw invalid();
            }
            return special;
        }
        long date = date();
        if (date < Civil.FIRST_DAY || date > Civil.LAST_DAY) {
            throw outOfRange();
        }
        if (kind == SqlType.Kind.DATE) {
            return date;
        }
        try {
            long local = Civil.timestamp(date, Math.max(micros, 0));
            if (kind == SqlType.Kind.TIMESTAMP) {
                return local;
            }
            return Civil.toInstant(local, zone == null ? sessionZone : zone);
        } catch (SqlException tooFar) {
            throw outOfRange();
        }
    }

    private void applyMeridiem() {
        long hour = micros / Interval.MICROS_PER_HOUR;
        if (micros < 0 || hour > 12) {
            throw fieldOverflow();
        }
        if (afternoon && hour < 12) {
            micros += 12 * Interval.MICROS_PER_HOUR;
        } else if (!afternoon && hour == 12) {
            micros -= 12 * Interval.MICROS_PER_HOUR;
        }
    }

    private long date() {
        if (epochDay != Long.MIN_VALUE) {
            return epochDay;
        }
        if (year == null || month == null || day == null) {
            throw invalid();
        }
        long actual = year;
        if (beforeChrist) {
            if (actual == 0) {
                throw fieldOverflow();
            }
            actual = 1 - actual;
        } else if (twoDigitYear) {
            actual += actual < 70 ? 2000 : 1900;
        } else if (actual == 0) {
            throw fieldOverflow();
        }
        if (dayOfYear != null) {
            if (dayOfYear < 1 || dayOfYear > (Civil.isLeap(actual) ? 366 : 365)) {
                throw fieldOverflow();
            }
            return Civil.epochDay(actual, 1, 1) + dayOfYear - 1;
        }
        if (month < 1 || month > 12 || day < 1 || day > 31) {
            throw orderOverflow();
        }
        if (day > Civil.daysInMonth(actual, month)) {
            throw fieldOverflow();
        }
        return Civil.epochDay(actual, month, day);
    }
}

package dev.millrace.executor.function;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.millrace.executor.data.Civil;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** Reads one text by a {@link DateTimeTemplate}. */
final class DateTimeTemplateReader {

    /** Fields that count days by years and months, or weeks from the first of January. */
    private static final Set<String> GREGORIAN = Set.of(
            "Y,YYY", "YYYY", "YYY", "YY", "Y", "MONTH", "MON", "MM", "RM", "DDD", "DD", "D", "WW", "W");

    private static final long SECONDS_PER_DAY = 86_400;

    private final List<DateTimeTemplate.Piece> pieces;
    private final String text;
    /** Whether the last literal skipped more characters than it has. */
    private boolean skippedMore;
    private int at;

    private long year;
    private boolean hasYear;
    private boolean beforeChrist;
    private int month = 1;
    private int day = 1;
    private Integer dayOfYear;
    private Integer week;
    /** From Monday, 0. */
    private Integer dayOfWeek;
    /** Whether the days are counted by ISO's weeks; null so long as no field tells. */
    private Boolean isIso;
    /** Digits of the second that are kept. */
    private int precision = SqlType.UNSPECIFIED;
    private Long julian;
    private int hour;
    private boolean twelveHours;
    private Boolean afternoon;
    private int minute;
    private int second;
    private long micros;
    private Long secondsOfDay;
    private boolean subtractOffset;
    private int offsetSeconds;
    private boolean hasOffset;
    /** Fields of the template that the text had nothing for. */
    private int unread;

    DateTimeTemplateReader(DateTimeTemplate template, String text) {
        this.pieces = template.pieces();
        this.text = text;
    }

    /** Microseconds of the local timestamp. */
    long read() {
        int next = 0;
        for (; next < pieces.size() && at < text.length(); next++) {
            DateTimeTemplate.Piece piece = pieces.get(next);
            if (piece.keyword() == null) {
                skipLiteral(piece);
            } else {
                skipBlanks();
                if (at < text.length()) {
                    boolean fixed = next + 1 < pieces.size() && startsWithDigit(pieces.get(next + 1));
                    readField(piece, fixed);
                    skipSuffix(piece);
                }
            }
        }
        unread = (int) pieces.subList(next, pieces.size()).stream().filter(p -> p.keyword() != null).count();
        return value();
    }

    /** As {@link #read}, but of a text that has nothing else, nor less. */
    long readStrictly() {
        long micros = read();
        if (at < text.length()) {
            throw new SqlException(
                    SqlState.INVALID_DATETIME_FORMAT,
                    "trailing characters remain in input string after datetime format");
        }
        if (unread > 0) {
            throw new SqlException(SqlState.INVALID_DATETIME_FORMAT, "input string is too short for datetime format");
        }
        return micros;
    }

    boolean hasOffset() {
        return hasOffset;
    }

    /** East of UTC, as it was read. */
    int offsetSeconds() {
        return subtractOffset ? -offsetSeconds : offsetSeconds;
    }

    /** Digits run together with the next field: this one may take no more than its own. */
    private static boolean startsWithDigit(DateTimeTemplate.Piece next) {
        return next.keyword() != null
                && !List.of("AM", "am", "PM", "pm", "AD", "ad", "BC", "bc", "TZ", "tz", "MON", "Mon", "mon", "MONTH",
                                "Month", "month", "DAY", "Day", "day", "DY", "Dy", "dy", "A.M.", "a.m.", "P.M.", "p.m.",
                                "RM", "rm")
                        .contains(next.keyword());
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /** A separator in the template takes separators in the text, or none; other characters take one of any kind. */
    private void skipLiteral(DateTimeTemplate.Piece piece) {
        int from = at;
        for (int i = 0; i < piece.literal().length(); i++) {
            char c = piece.literal().charAt(i);
            if (!piece.quoted() && (Character.isWhitespace(c) || isSeparator(c))) {
                skipBlanks();
                if (at < text.length() && isSeparator(text.charAt(at))) {
                    at++;
                }
                skipBlanks();
            } else if (at < text.length()) {
                at++;
            }
        }
        skippedMore = at - from > piece.literal().length();
    }

    private static boolean isSeparator(char c) {
        return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
    }

    private void skipSuffix(DateTimeTemplate.Piece piece) {
        if (!piece.suffix().isEmpty()) {
            at = Math.min(text.length(), at + 2);
        }
    }

    private void readField(DateTimeTemplate.Piece piece, boolean fixed) {
        String keyword = piece.keyword();
        boolean limit = fixed && !piece.fill();
        checkConvention(keyword);
        switch (keyword) {
            case "YYYY", "IYYY" -> setYear(number(keyword, limit ? 4 : 9));
            case "YYY", "IYY" -> setYear(adjusted(number(keyword, limit ? 3 : 9)));
            case "YY", "IY" -> setYear(adjusted(number(keyword, limit ? 2 : 9)));
            case "Y", "I" -> setYear(adjusted(number(keyword, limit ? 1 : 9)));
            case "Y,YYY" -> {
                long thousands = number(keyword, 9);
                at++;
                setYear(thousands * 1000 + number(keyword, 3));
            }
            case "MM" -> month = (int) number(keyword, limit ? 2 : 9);
            case "DD" -> day = (int) number(keyword, limit ? 2 : 9);
            case "DDD" -> dayOfYear = (int) number(keyword, limit ? 3 : 9);
            case "IDDD" -> dayOfYear = (int) number(keyword, limit ? 3 : 9);
            case "IW", "WW" -> week = (int) number(keyword, limit ? 2 : 9);
            case "W" -> day = ((int) number(keyword, 1) - 1) * 7 + 1;
            case "ID" -> dayOfWeek = Math.floorMod((int) number(keyword, 1) - 1, 7);
            case "D" -> dayOfWeek = Math.floorMod((int) number(keyword, 1) - 2, 7);
            case "Q", "CC" -> number(keyword, limit ? 2 : 9);
            case "J" -> julian = number(keyword, 9);
            case "HH24" -> hour = (int) number(keyword, limit ? 2 : 9);
            case "HH", "HH12" -> {
                hour = (int) number(keyword, limit ? 2 : 9);
                twelveHours = true;
            }
            case "MI" -> minute = (int) number(keyword, limit ? 2 : 9);
            case "SS" -> second = (int) number(keyword, limit ? 2 : 9);
            case "SSSS", "SSSSS" -> secondsOfDay = number(keyword, limit ? 5 : 9);
            case "MS" -> micros += fraction(keyword, 3);
            case "US" -> micros += fraction(keyword, 6);
            case "FF1", "FF2", "FF3", "FF4", "FF5", "FF6" -> {
                precision = keyword.charAt(2) - '0';
                micros += fraction(keyword, limit ? precision : 6);
            }
            case "MONTH", "Month", "month", "MON", "Mon", "mon" ->
                month = name(keyword, DateTimeTemplate.MONTHS, keyword.length() == 3) + 1;
            case "DAY", "Day", "day", "DY", "Dy", "dy" ->
                dayOfWeek = Math.floorMod(name(keyword, DateTimeTemplate.DAYS, keyword.length() == 2) - 1, 7);
            case "RM", "rm" -> month = roman(keyword) + 1;
            case "AM", "am", "PM", "pm", "A.M.", "a.m.", "P.M.", "p.m." -> {
                afternoon = Character.toLowerCase(text.charAt(at)) == 'p';
                at = Math.min(text.length(), at + keyword.length());
            }
            case "AD", "ad", "BC", "bc", "A.D.", "a.d.", "B.C.", "b.c." -> {
                beforeChrist = Character.toLowerCase(text.charAt(at)) == 'b';
                at = Math.min(text.length(), at + keyword.length());
            }
            case "TZH" -> {
                // A minus may have been taken for a separator.
                boolean isSignSkipped = skippedMore && text.charAt(at - 1) == '-' && text.charAt(at) != '+';
                subtractOffset = text.charAt(at) == '-' || isSignSkipped;
                at += text.charAt(at) == '-' || text.charAt(at) == '+' ? 1 : 0;
                offsetSeconds += (int) number(keyword, 2) * 3600;
                hasOffset = true;
            }
            case "TZM" -> {
                offsetSeconds += (int) number(keyword, 2) * 60;
                hasOffset = true;
            }
            default ->
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "formatting field \"" + keyword + "\" is only supported in to_char");
        }
    }

    private void setYear(long value) {
        year = value;
        hasYear = true;
    }

    private void checkConvention(String keyword) {
        boolean isOfIso = keyword.startsWith("I");
        if (!isOfIso && !GREGORIAN.contains(keyword.toUpperCase(Locale.ROOT))) {
            return;
        }
        if (isIso != null && isIso != isOfIso) {
            throw new SqlException(SqlState.INVALID_DATETIME_FORMAT, "invalid combination of date conventions")
                    .withHint("Do not mix Gregorian and ISO week date conventions in a formatting template.");
        }
        isIso = isOfIso;
    }

    /** A year of fewer than four digits is the nearest to 2020. */
    private static long adjusted(long value) {
        if (value < 70) {
            return value + 2000;
        }
        if (value < 100) {
            return value + 1900;
        }
        if (value < 520) {
            return value + 2000;
        }
        return value < 1000 ? value + 1000 : value;
    }

    private long number(String keyword, int digitsMax) {
        int from = at;
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') && !isFollowedBySeparator()) {
            at++;
        }
        int digits = at;
        while (at < text.length() && at - digits < digitsMax && Character.isDigit(text.charAt(at))) {
            at++;
        }
        if (at == digits) {
            int end = Math.min(text.length(), from + Math.min(digitsMax, keyword.length()));
            throw invalid(keyword, text.substring(from, end)).withDetail("Value must be an integer.");
        }
        return Long.parseLong(text.substring(from, at));
    }

    private boolean isFollowedBySeparator() {
        return at + 1 >= text.length() || !Character.isDigit(text.charAt(at + 1));
    }

    private static SqlException invalid(String keyword, String found) {
        return new SqlException(
                SqlState.INVALID_DATETIME_FORMAT, "invalid value \"" + found + "\" for \"" + keyword + "\"");
    }

    /** Digits after the point, in microseconds. */
    private long fraction(String keyword, int digitsMax) {
        int from = at;
        number(keyword, digitsMax);
        StringBuilder digits = new StringBuilder(text.substring(from, at));
        while (digits.length() < 6) {
            digits.append('0');
        }
        return Long.parseLong(digits.toString());
    }

    private int name(String keyword, String[] names, boolean isShort) {
        String rest = text.substring(at).toLowerCase(Locale.ROOT);
        for (int i = 0; i < names.length; i++) {
            String name = (isShort ? names[i].substring(0, 3) : names[i]).toLowerCase(Locale.ROOT);
            if (rest.startsWith(name)) {
                at += name.length();
                return i;
            }
        }
        int end = rest.indexOf(' ');
        throw invalid(keyword, text.substring(at, end < 0 ? text.length() : at + end))
                .withDetail("The given value did not match any of the allowed values for this field.");
    }

    private int roman(String keyword) {
        String rest = text.substring(at).toUpperCase(Locale.ROOT);
        for (int i = DateTimeTemplate.ROMAN_MONTHS.length - 1; i >= 0; i--) {
            String candidate = DateTimeTemplate.ROMAN_MONTHS[i];
            boolean ends = rest.length() == candidate.length()
                    || rest.length() > candidate.length() && !Character.isLetter(rest.charAt(candidate.length()));
            if (rest.startsWith(candidate) && ends) {
                at += candidate.length();
                return i;
            }
        }
        throw invalid(keyword, text.substring(at));
    }

    private SqlException outOfRange() {
        return new SqlException(
                SqlState.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"" + text + "\"");
    }

    private long value() {
        long date = date();
        if (secondsOfDay != null) {
            if (secondsOfDay < 0 || secondsOfDay >= SECONDS_PER_DAY) {
                throw outOfRange();
            }
            hour = (int) (secondsOfDay / 3600);
            minute = (int) (secondsOfDay / 60 % 60);
            second = (int) (secondsOfDay % 60);
        }
        if (twelveHours) {
            if (hour < 1 || hour > 12) {
                throw new SqlException(
                                SqlState.INVALID_DATETIME_FORMAT,
                                "hour \"" + hour + "\" is invalid for the 12-hour clock")
                        .withHint("Use the 24-hour clock, or give an hour between 1 and 12.");
            }
            hour = hour % 12 + (Boolean.TRUE.equals(afternoon) ? 12 : 0);
        }
        if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            throw outOfRange();
        }
        long time = hour * Interval.MICROS_PER_HOUR
                + minute * Interval.MICROS_PER_MINUTE
                + second * Interval.MICROS_PER_SECOND
                + micros;
        long offset = offsetSeconds * Interval.MICROS_PER_SECOND;
        long timestamp = TextForm.fitTime(
                Civil.timestamp(date, time), new SqlType(SqlType.Kind.TIMESTAMP, precision, -1, null));
        return timestamp + (subtractOffset ? offset : -offset);
    }

    private long date() {
        if (julian != null) {
            return julian - 2_440_588;
        }
        // Without a year it is 1 BC, PostgreSQL's year 0.
        long actual = !hasYear ? 0 : beforeChrist ? year < 0 ? -year : 1 - year : year < 0 ? year + 1 : year;
        if (Boolean.TRUE.equals(isIso) && (week != null || dayOfYear != null)) {
            long fourth = Civil.epochDay(actual, 1, 4);
            long firstMonday = fourth + 1 - ExtractFunctions.isoDayOfWeek(fourth);
            return week == null
                    ? firstMonday + dayOfYear - 1
                    : firstMonday + (week - 1) * 7L + (dayOfWeek == null ? 0 : dayOfWeek);
        }
        if (week != null && dayOfYear == null) {
            dayOfYear = (week - 1) * 7 + 1;
        }
        if (dayOfYear != null && (month <= 1 || day <= 1)) {
            if (dayOfYear < 1 || dayOfYear > (Civil.isLeap(actual) ? 366 : 365)) {
                throw outOfRange();
            }
            // A month or a day that was given stands, and the rest comes from the day of the year.
            long packed = Civil.fromEpochDay(Civil.epochDay(actual, 1, 1) + dayOfYear - 1);
            month = month <= 1 ? Civil.month(packed) : month;
            day = day <= 1 ? Civil.day(packed) : day;
        }
        if (month < 1 || month > 12 || day < 1 || day > Civil.daysInMonth(actual, month)) {
            throw outOfRange();
        }
        return Civil.epochDay(actual, month, day);
    }
}

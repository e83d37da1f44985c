package dev.millrace.executor.function;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.millrace.executor.data.Civil;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.TimeOfDay;
import dev.millrace.executor.jsonpath.Moment;
import dev.millrace.executor.jsonpath.PathLibrary;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** SQL's arithmetic, regular expressions and templates of dates for paths of JSON. */
final class JsonPathLibrary implements PathLibrary {

    static final JsonPathLibrary INSTANCE = new JsonPathLibrary();

    /** A date, a time of day, an offset: each may be missing. */
    private static final Pattern ISO = Pattern.compile(
            "\\s*(\\d{1,6}-\\d{1,2}-\\d{1,2})?([ T]*)((\\d{1,2}):(\\d{1,2}):(\\d{1,2})(\\.\\d{1,6})?)?"
                    + "(\\s*([+-])(\\d{1,2})(?::(\\d{1,2}))?)?");

    private static final Set<String> TIME_FIELDS = Set.of("HH", "MI", "SS", "MS", "US", "FF");
    private static final Set<String> HALVES = Set.of("AM", "am", "PM", "pm", "A.M.", "a.m.", "P.M.", "p.m.");

    private JsonPathLibrary() {}

    @Override
    public BigDecimal arithmetic(String operator, BigDecimal left, BigDecimal right) {
        Numeric one = Numeric.of(left);
        Numeric other = Numeric.of(right);
        Numeric result = switch (operator) {
            case "+" -> Decimals.add(one, other);
            case "-" -> Decimals.subtract(one, other);
            case "*" -> Decimals.multiply(one, other);
            case "/" -> Decimals.divide(one, other);
            default -> Decimals.remainder(one, other);
        };
        return result.decimal();
    }

    @Override
    public boolean matches(String text, String pattern, String flags) {
        return Regex.compile(pattern, regexFlags(flags)).find(text);
    }

    @Override
    public void checkPattern(String pattern, String flags) {
        if (flags.indexOf('x') >= 0 && flags.indexOf('q') < 0) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "XQuery \"x\" flag (expanded regular expressions) is not implemented");
        }
        Regex.compile(pattern, regexFlags(flags));
    }

    /** XQuery's flags by those of PostgreSQL's regular expressions. */
    private static String regexFlags(String flags) {
        String anyCase = flags.indexOf('i') >= 0 ? "i" : "";
        if (flags.indexOf('q') >= 0) {
            return anyCase + "q";
        }
        return anyCase + (flags.indexOf('s') >= 0 ? "" : "p") + (flags.indexOf('m') >= 0 ? "w" : "");
    }

    // ---- moments ----------------------------------------------------------------------------------------------------

    @Override
    public Moment moment(String text, String template) {
        return template == null ? iso(text) : byTemplate(text, template);
    }

    private static Moment byTemplate(String text, String template) {
        DateTimeTemplate compiled = DateTimeTemplate.compile(template);
        boolean isDated = false;
        boolean isTimed = false;
        boolean isZoned = false;
        for (DateTimeTemplate.Piece piece : compiled.pieces()) {
            String keyword = piece.keyword();
            if (keyword == null) {
                continue;
            }
            boolean isZone = keyword.startsWith("TZ") || keyword.startsWith("tz");
            String start = keyword.substring(0, Math.min(2, keyword.length())).toUpperCase(Locale.ROOT);
            boolean isTime = TIME_FIELDS.contains(start) || HALVES.contains(keyword);
            isZoned |= isZone;
            isTimed |= isTime;
            isDated |= !isZone && !isTime;
        }
        if (!isDated && !isTimed || isZoned && !isTimed) {
            throw new SqlException(
                    SqlState.INVALID_DATETIME_FORMAT,
                    isZoned ? "datetime format is zoned but not timed" : "datetime format is not dated and not timed");
        }
        DateTimeTemplateReader reader = new DateTimeTemplateReader(compiled, text);
        long micros = reader.readStrictly();
        int offset = reader.offsetSeconds();
        long local = micros + offset * Interval.MICROS_PER_SECOND;
        if (!isDated) {
            return new Moment(
                    isZoned ? Moment.Kind.TIMETZ : Moment.Kind.TIME,
                    Math.floorMod(local, Civil.MICROS_PER_DAY),
                    offset);
        }
        if (!isTimed) {
            return new Moment(Moment.Kind.DATE, Math.floorDiv(micros, Civil.MICROS_PER_DAY), 0);
        }
        return new Moment(isZoned ? Moment.Kind.TIMESTAMPTZ : Moment.Kind.TIMESTAMP, micros, offset);
    }

    private static Moment iso(String text) {
        Matcher matcher = ISO.matcher(text);
        boolean isKnown = matcher.matches() && (matcher.group(1) != null || matcher.group(3) != null)
                && (matcher.group(8) == null || matcher.group(3) != null)
                && (matcher.group(1) != null && matcher.group(3) != null || matcher.group(2).isBlank())
                && matcher.group(2).replace(" ", "").length() <= 1;
        if (!isKnown) {
            throw unknown(text);
        }
        long day = matcher.group(1) == null ? 0 : day(matcher.group(1), text);
        long time = matcher.group(3) == null ? 0 : timeOfDay(matcher, text);
        boolean isZoned = matcher.group(8) != null;
        int offset = isZoned ? offset(matcher) : 0;
        if (matcher.group(1) == null) {
            return new Moment(isZoned ? Moment.Kind.TIMETZ : Moment.Kind.TIME, time, offset);
        }
        if (matcher.group(3) == null) {
            return new Moment(Moment.Kind.DATE, day, 0);
        }
        long local = Civil.timestamp(day, time);
        return isZoned
                ? new Moment(Moment.Kind.TIMESTAMPTZ, local - offset * Interval.MICROS_PER_SECOND, offset)
                : new Moment(Moment.Kind.TIMESTAMP, local, 0);
    }

    private static SqlException unknown(String text) {
        return new SqlException(
                        "22031", "datetime format is not recognized: \"" + text + "\"")
                .withHint("Use a datetime template argument to specify the input data format.");
    }

    private static long day(String date, String text) {
        String[] parts = date.split("-", -1);
        long year = Long.parseLong(parts[0]);
        int month = Integer.parseInt(parts[1]);
        int day = Integer.parseInt(parts[2]);
        if (month < 1 || month > 12 || day < 1 || day > Civil.daysInMonth(year, month)) {
            throw unknown(text);
        }
        return Civil.epochDay(year, month, day);
    }

    private static long timeOfDay(Matcher matcher, String text) {
        int hour = Integer.parseInt(matcher.group(4));
        int minute = Integer.parseInt(matcher.group(5));
        int second = Integer.parseInt(matcher.group(6));
        String fraction = matcher.group(7) == null ? "" : matcher.group(7).substring(1);
        if (hour > 23 || minute > 59 || second > 59) {
            throw unknown(text);
        }
        return hour * Interval.MICROS_PER_HOUR
                + minute * Interval.MICROS_PER_MINUTE
                + second * Interval.MICROS_PER_SECOND
                + Long.parseLong((fraction + "000000").substring(0, 6));
    }

    private static int offset(Matcher matcher) {
        int minutes = matcher.group(11) == null ? 0 : Integer.parseInt(matcher.group(11));
        int seconds = Integer.parseInt(matcher.group(10)) * 3600 + minutes * 60;
        return matcher.group(9).equals("-") ? -seconds : seconds;
    }

    @Override
    public Moment convert(Moment moment, Moment.Kind kind, ZoneId zone) {
        return switch (kind) {
            case TIMESTAMP -> new Moment(kind, Civil.timestamp(moment.value(), 0), 0);
            case TIMESTAMPTZ -> {
                long local = moment.kind() == Moment.Kind.DATE ? Civil.timestamp(moment.value(), 0) : moment.value();
                yield new Moment(kind, Civil.toInstant(local, zone), 0);
            }
            case TIMETZ -> new Moment(kind, moment.value(), TimeOfDay.offsetSeconds(zone));
            case DATE, TIME -> throw new IllegalArgumentException("nothing is narrower than " + kind);
        };
    }
}

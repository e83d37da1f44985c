package dev.millrace.executor.data;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import dev.millrace.executor.plan.IntervalFields;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** Intervals as text: PostgreSQL's output ({@code IntervalStyle = postgres}) and its input forms. */
public final class IntervalText {

    /** Of a unit's name no more counts. */
    private static final int UNIT_LENGTH_MAX = 10;

    private static final Pattern LAST_NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d*)?\\s*");

    private IntervalText() {}

    /** E.g. {@code 1 year 2 mons -3 days +04:05:06.7}; {@code 00:00:00} for zero. */
    public static String format(Interval interval) {
        StringBuilder out = new StringBuilder(32);
        boolean negative = appendPart(out, interval.months() / 12, "year", false);
        negative = appendPart(out, interval.months() % 12, "mon", negative);
        negative = appendPart(out, interval.days(), "day", negative);
        long micros = interval.micros();
        if (micros != 0 || out.isEmpty()) {
            if (!out.isEmpty()) {
                out.append(' ');
            }
            out.append(micros < 0 ? "-" : negative ? "+" : "");
            // Long.MIN_VALUE stays negative under abs; its digits are right when taken one by one.
            DateTimeText.appendPadded(out, Math.abs(micros / Interval.MICROS_PER_HOUR), 2);
            out.append(':');
            DateTimeText.appendPadded(out, Math.abs(micros / Interval.MICROS_PER_MINUTE % 60), 2);
            out.append(':');
            DateTimeText.appendPadded(out, Math.abs(micros / Interval.MICROS_PER_SECOND % 60), 2);
            DateTimeText.appendFraction(out, Math.abs(micros % Interval.MICROS_PER_SECOND));
        }
        return out.toString();
    }

    /** Returns whether the last part that was put out is negative: a positive one after it shows its sign. */
    private static boolean appendPart(StringBuilder out, int value, String unit, boolean afterNegative) {
        if (value == 0) {
            return afterNegative;
        }
        if (!out.isEmpty()) {
            out.append(' ');
        }
        out.append(afterNegative && value > 0 ? "+" : "").append(value).append(' ').append(unit);
        if (value != 1) {
            out.append('s');
        }
        return value < 0;
    }

    /** @throws SqlException 22007 when it is none, 22008 or 22015 when a part is too large */
    public static Interval parse(String text) {
        return parse(text, SqlType.INTERVAL);
    }

    /** Of a type with fields these say what numbers without a unit are; what they do not keep is cut off. */
    public static Interval parse(String text, SqlType type) {
        return new Reader(text, type.scale()).read().fitted(type);
    }

    private static SqlException invalid(String text) {
        return new SqlException(
                SqlState.INVALID_DATETIME_FORMAT,
                "invalid input syntax for type " + SqlType.Kind.INTERVAL.sqlName() + ": \"" + text + "\"");
    }

    private static SqlException overflow(String text) {
        return new SqlException("22015", "interval field value out of range: \"" + text + "\"");
    }

    private enum Unit {
        MICROSECOND,
        MILLISECOND,
        SECOND,
        MINUTE,
        HOUR,
        DAY,
        WEEK,
        MONTH,
        YEAR,
        DECADE,
        CENTURY,
        MILLENNIUM
    }

    /** One pass over the text; sums up the parts. */
    private static final class Reader {
        private final String text;
        private final String lower;
        private int at;
        private BigDecimal months = BigDecimal.ZERO;
        private BigDecimal days = BigDecimal.ZERO;
        private BigDecimal micros = BigDecimal.ZERO;
        private boolean any;
        private final Set<Unit> units = EnumSet.noneOf(Unit.class);

        /** {@link IntervalFields} of its type, or {@link SqlType#UNSPECIFIED}. */
        private final int fields;

        Reader(String text, int fields) {
            this.text = text;
            this.fields = fields;
            this.lower = text.strip().toLowerCase(Locale.ROOT);
        }

        Interval read() {
            if (lower.startsWith("p") || lower.startsWith("-p")) {
                readIso();
            } else {
                readParts();
            }
            if (!any) {
                throw invalid(text);
            }
            try {
                return new Interval(
                        months.intValueExact(),
                        days.intValueExact(),
                        micros.setScale(0, RoundingMode.HALF_EVEN).longValueExact());
            } catch (ArithmeticException tooLarge) {
                throw overflow(text);
            }
        }

        private void readParts() {
            boolean ago = false;
            // The sign of a leading part holds for following unsigned ones only in "1-2"; each part has its own here.
            while (true) {
                skip();
                if (at == lower.length()) {
                    break;
                }
                char c = lower.charAt(at);
                if (c == '@') {
                    at++;
                } else if (lower.startsWith("ago", at) && at + 3 == lower.length() && any) {
                    ago = true;
                    at += 3;
                } else {
                    readPart();
                }
            }
            if (ago) {
                months = months.negate();
                days = days.negate();
                micros = micros.negate();
            }
        }

        private void skip() {
            while (at < lower.length() && (Character.isWhitespace(lower.charAt(at)) || lower.charAt(at) == ',')) {
                at++;
            }
        }

        private void readPart() {
            boolean negative = lower.charAt(at) == '-';
            if (negative || lower.charAt(at) == '+') {
                at++;
                skip();
            }
            BigDecimal number = readNumber();
            if (negative) {
                number = number.negate();
            }
            any = true;
            if (at < lower.length() && lower.charAt(at) == ':') {
                readTime(number, negative);
                return;
            }
            if (at < lower.length() && lower.charAt(at) == '-' && number.scale() <= 0) {
                readYearsMonths(number, negative);
                return;
            }
            skip();
            int from = at;
            while (at < lower.length() && Character.isLetter(lower.charAt(at))) {
                at++;
            }
            String unit = lower.substring(from, Math.min(at, from + UNIT_LENGTH_MAX));
            if (unit.equals("ago")) {
                at = from;
                unit = "";
            }
            if (unit.isEmpty()) {
                unit = daysBeforeTime() ? "day" : unitOfFields();
            }
            add(number, unit);
        }

        /** Of a number that says nothing of its unit; before one of hours, days. */
        private String unitOfFields() {
            int smallest = fields == SqlType.UNSPECIFIED ? IntervalFields.SECOND : IntervalFields.smallest(fields);
            return switch (smallest) {
                case IntervalFields.YEAR -> "year";
                case IntervalFields.MONTH -> "month";
                case IntervalFields.DAY -> "day";
                case IntervalFields.HOUR -> LAST_NUMBER.matcher(lower.substring(at)).matches() ? "day" : "hour";
                case IntervalFields.MINUTE -> "minute";
                default -> "second";
            };
        }

        /** SQL standard {@code D HH:MM}: a bare number before a time is days. */
        private boolean daysBeforeTime() {
            int look = at;
            if (look < lower.length() && (lower.charAt(look) == '-' || lower.charAt(look) == '+')) {
                look++;
            }
            int from = look;
            while (look < lower.length() && Character.isDigit(lower.charAt(look))) {
                look++;
            }
            return look > from && look < lower.length() && lower.charAt(look) == ':';
        }

        private BigDecimal readNumber() {
            int from = at;
            while (at < lower.length() && (Character.isDigit(lower.charAt(at)) || lower.charAt(at) == '.')) {
                at++;
            }
            try {
                return new BigDecimal(lower.substring(from, at));
            } catch (NumberFormatException none) {
                throw invalid(text);
            }
        }

        private void readTime(BigDecimal hours, boolean negative) {
            at++;
            once(once(hours, Unit.HOUR), Unit.MINUTE);
            onceFraction(hours);
            BigDecimal minutes = readNumber();
            BigDecimal seconds = BigDecimal.ZERO;
            boolean minutesAndSeconds = minutes.scale() > 0;
            boolean isShort = at == lower.length() || lower.charAt(at) != ':';
            if (isShort && fields == (IntervalFields.MINUTE | IntervalFields.SECOND)) {
                minutesAndSeconds = true;
            }
            if (at < lower.length() && lower.charAt(at) == ':') {
                at++;
                seconds = readNumber();
            }
            BigDecimal hour = hours.abs();
            if (minutesAndSeconds) {
                seconds = minutes;
                minutes = hour;
                hour = BigDecimal.ZERO;
            }
            if (minutes.compareTo(BigDecimal.valueOf(60)) >= 0 || seconds.compareTo(BigDecimal.valueOf(61)) >= 0) {
                throw overflow(text);
            }
            BigDecimal sum = hour.multiply(BigDecimal.valueOf(Interval.MICROS_PER_HOUR))
                    .add(minutes.multiply(BigDecimal.valueOf(Interval.MICROS_PER_MINUTE)))
                    .add(seconds.multiply(BigDecimal.valueOf(Interval.MICROS_PER_SECOND)));
            micros = negative ? micros.subtract(sum) : micros.add(sum);
        }

        private void readYearsMonths(BigDecimal years, boolean negative) {
            at++;
            BigDecimal rest = readNumber();
            if (rest.compareTo(BigDecimal.valueOf(12)) >= 0) {
                throw overflow(text);
            }
            months = months.add(years.multiply(BigDecimal.valueOf(12))).add(negative ? rest.negate() : rest);
        }

        /** ISO 8601: {@code P1Y2M3DT4H5M6S}, of which date and time may be of the {@link IsoInterval} form. */
        private void readIso() {
            boolean ago = lower.charAt(0) == '-';
            at = ago ? 2 : 1;
            int time = lower.indexOf('t');
            readIso(time < 0 ? lower.length() : time, false, ago);
            if (time >= 0) {
                // A time without fields is none at all, but not wrong.
                any = true;
                at = time + 1;
                readIso(lower.length(), true, ago);
            }
        }

        private void readIso(int end, boolean inTime, boolean ago) {
            List<IsoInterval.Part> parts = IsoInterval.alternative(lower.substring(at, end), inTime);
            if (parts != null) {
                any = true;
                parts.forEach(part -> add(ago ? part.number().negate() : part.number(), part.unit()));
                return;
            }
            while (at < end) {
                boolean negative = lower.charAt(at) == '-' ^ ago;
                if (lower.charAt(at) == '-' || lower.charAt(at) == '+') {
                    at++;
                }
                BigDecimal number = readNumber();
                String unit = at == end ? null : switch (lower.charAt(at++)) {
                    case 'y' -> inTime ? null : "year";
                    case 'm' -> inTime ? "minute" : "month";
                    case 'w' -> inTime ? null : "week";
                    case 'd' -> inTime ? null : "day";
                    case 'h' -> inTime ? "hour" : null;
                    case 's' -> inTime ? "second" : null;
                    default -> null;
                };
                if (unit == null) {
                    throw invalid(text);
                }
                any = true;
                add(negative ? number.negate() : number, unit);
            }
        }

        private void add(BigDecimal number, String unit) {
            switch (unit) {
                case "", "s", "sec", "secs", "second", "seconds" ->
                    addMicros(number, Interval.MICROS_PER_SECOND, Unit.SECOND);
                case "us", "usec", "usecs", "usecond", "useconds", "microsecon" ->
                    addMicros(number, 1, Unit.MICROSECOND);
                case "ms", "msec", "msecs", "msecond", "mseconds", "millisecon" ->
                    addMicros(number, 1000, Unit.MILLISECOND);
                case "m", "min", "mins", "minute", "minutes" ->
                    addMicros(number, Interval.MICROS_PER_MINUTE, Unit.MINUTE);
                case "h", "hr", "hrs", "hour", "hours" -> addMicros(number, Interval.MICROS_PER_HOUR, Unit.HOUR);
                case "d", "day", "days" -> addDays(once(number, Unit.DAY));
                case "w", "week", "weeks" -> addDays(once(number, Unit.WEEK).multiply(BigDecimal.valueOf(7)));
                case "mon", "mons", "month", "months" -> addMonths(once(number, Unit.MONTH));
                case "y", "yr", "yrs", "year", "years" -> addYears(once(number, Unit.YEAR), 1);
                case "decade", "decades", "dec", "decs" -> addYears(once(number, Unit.DECADE), 10);
                case "c", "cent", "century", "centuries" -> addYears(once(number, Unit.CENTURY), 100);
                case "mil", "mils", "millennium", "millennia" -> addYears(once(number, Unit.MILLENNIUM), 1000);
                default -> throw invalid(text);
            }
        }

        /** Each unit may occur once. */
        private BigDecimal once(BigDecimal number, Unit unit) {
            if (!units.add(unit)) {
                throw invalid(text);
            }
            return number;
        }

        private void addMicros(BigDecimal number, long length, Unit unit) {
            BigDecimal whole = number.stripTrailingZeros();
            addMicros(unit == Unit.SECOND && whole.scale() > 0 ? onceFraction(number) : once(number, unit), length);
        }

        /** Seconds with a fraction are milliseconds and microseconds, too. */
        private BigDecimal onceFraction(BigDecimal seconds) {
            return once(once(once(seconds, Unit.SECOND), Unit.MILLISECOND), Unit.MICROSECOND);
        }

        private void addMicros(BigDecimal number, long length) {
            micros = micros.add(number.multiply(BigDecimal.valueOf(length)));
        }

        /** The fraction of a day becomes time. */
        private void addDays(BigDecimal number) {
            BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
            days = days.add(whole);
            addMicros(number.subtract(whole), Interval.MICROS_PER_DAY);
        }

        /** The fraction of a month becomes days of 30, and their fraction time. */
        private void addMonths(BigDecimal number) {
            BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
            months = months.add(whole);
            addDays(number.subtract(whole).multiply(BigDecimal.valueOf(30)));
        }

        /** The fraction of a year becomes whole months. */
        private void addYears(BigDecimal number, int factor) {
            BigDecimal inMonths = number.multiply(BigDecimal.valueOf(12L * factor));
            months = months.add(inMonths.setScale(0, RoundingMode.HALF_EVEN));
        }
    }
}

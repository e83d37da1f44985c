package dev.millrace.executor.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** Numbers as text, in PostgreSQL's input and output forms. */
public final class NumberText {

    /** Beyond so many digits reading them one after another costs too much. */
    private static final int LONG_DIGITS = 1_000;


    private NumberText() {}

    /** {@code invalid input syntax for type X: "text"}, 22P02. */
    public static SqlException invalid(SqlType.Kind kind, String text) {
        return new SqlException(
                SqlState.INVALID_TEXT_REPRESENTATION,
                "invalid input syntax for type " + kind.sqlName() + ": \"" + text + "\"");
    }

    private static SqlException outOfRange(SqlType.Kind kind, String text) {
        return new SqlException(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                "value \"" + text + "\" is out of range for type " + kind.sqlName());
    }

    /** SMALLINT, INTEGER, BIGINT or OID. */
    public static long parseInteger(SqlType.Kind kind, String text) {
        String digits = text.strip();
        int start = !digits.isEmpty() && (digits.charAt(0) == '-' || digits.charAt(0) == '+') ? 1 : 0;
        boolean negative = start == 1 && digits.charAt(0) == '-';
        if (start == digits.length()) {
            throw invalid(kind, text);
        }
        long value = 0;
        boolean overflow = false;
        for (int i = start; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw invalid(kind, text);
            }
            // Accumulated negative, because the negative range is the larger one.
            overflow |= value < (Long.MIN_VALUE + digit) / 10;
            value = value * 10 - digit;
        }
        if (overflow || !negative && value == Long.MIN_VALUE) {
            throw outOfRange(kind, text);
        }
        value = negative ? value : -value;
        if (kind == SqlType.Kind.OID && value < 0 && value >= Integer.MIN_VALUE) {
            value &= 0xFFFFFFFFL;
        }
        if (!inRange(kind, value)) {
            throw outOfRange(kind, text);
        }
        return value;
    }

    /** Whether a number is a value of an integer kind. */
    public static boolean inRange(SqlType.Kind kind, long value) {
        return switch (kind) {
            case SMALLINT -> value == (short) value;
            case INTEGER -> value == (int) value;
            case OID -> value >= 0 && value <= 0xFFFFFFFFL;
            default -> true;
        };
    }

    /** A float by so many digits more than it is sure of, which is a negative number or none; as C's %g does it. */
    static String rounded(SqlType.Kind kind, double value, int extraDigits) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return format(value);
        }
        int digits = Math.max(1, (kind == SqlType.Kind.REAL ? 6 : 15) + extraDigits);
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < digits) {
            return rounded.stripTrailingZeros().toPlainString();
        }
        String size = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + size;
    }

    public static double parseDouble(String text) {
        return parseFloat(SqlType.Kind.DOUBLE, text);
    }

    /** REAL or DOUBLE; a REAL is returned widened. */
    public static double parseFloat(SqlType.Kind kind, String text) {
        String number = text.strip();
        Double special = specialDouble(number);
        if (special != null) {
            return special;
        }
        if (!isDecimal(number)) {
            throw invalid(kind, text);
        }
        double value = kind == SqlType.Kind.REAL ? Float.parseFloat(number) : Double.parseDouble(number);
        if (Double.isInfinite(value) || value == 0 && new BigDecimal(mantissa(number)).signum() != 0) {
            throw new SqlException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    "\"" + number + "\" is out of range for type " + kind.sqlName());
        }
        return value;
    }

    private static String mantissa(String number) {
        int exponent = exponentAt(number);
        return exponent < 0 ? number : number.substring(0, exponent);
    }

    private static int exponentAt(String number) {
        int lower = number.indexOf('e');
        return lower >= 0 ? lower : number.indexOf('E');
    }

    private static Double specialDouble(String number) {
        return switch (number.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "infinity", "+infinity", "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    /** Sign, digits with an optional point, optional exponent. */
    private static boolean isDecimal(String text) {
        int at = 0;
        int end = text.length();
        if (at < end && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
            at++;
        }
        int digitsFrom = at;
        at = skipDigits(text, at);
        int digits = at - digitsFrom;
        if (at < end && text.charAt(at) == '.') {
            int fractionFrom = at + 1;
            at = skipDigits(text, fractionFrom);
            digits += at - fractionFrom;
        }
        if (digits == 0) {
            return false;
        }
        if (at < end && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < end && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            int exponentFrom = at;
            at = skipDigits(text, at);
            if (at == exponentFrom) {
                return false;
            }
        }
        return at == end;
    }

    private static int skipDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /** Without a type modifier; see {@link #fit}. */
    public static Numeric parseNumeric(String text) {
        String number = text.strip();
        Double special = specialDouble(number);
        if (special != null) {
            return special.isNaN() ? Numeric.NAN : special > 0 ? Numeric.INFINITY : Numeric.NEGATIVE_INFINITY;
        }
        if (!isDecimal(number)) {
            throw invalid(SqlType.Kind.NUMERIC, text);
        }
        try {
            return Numeric.of(number.length() > LONG_DIGITS ? LongNumber.parse(number) : new BigDecimal(number));
        } catch (NumberFormatException | ArithmeticException exponentTooLarge) {
            throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
        }
    }

    /**
     * Rounds to the scale of {@code numeric(p,s)} and checks the precision.
     *
     * @throws SqlException 22003 {@code numeric field overflow}
     */
    public static Numeric fit(Numeric value, SqlType type) {
        int precision = type.precision();
        if (precision == SqlType.UNSPECIFIED || value.isNaN()) {
            return value;
        }
        int scale = type.scale();
        String limit = "A field with precision " + precision + ", scale " + scale + " must ";
        if (value.isInfinite()) {
            throw fieldOverflow(limit.replace(" must ", " cannot hold an infinite value."));
        }
        BigDecimal rounded = value.decimal().setScale(scale, java.math.RoundingMode.HALF_UP);
        int exponent = precision - scale;
        if (rounded.signum() != 0 && rounded.precision() - rounded.scale() > exponent) {
            String bound = exponent == 0 ? "1" : "10^" + exponent;
            throw fieldOverflow(limit + "round to an absolute value less than " + bound + ".");
        }
        return Numeric.of(scale < 0 ? rounded.setScale(0) : rounded);
    }

    private static SqlException fieldOverflow(String detail) {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow").withDetail(detail);
    }

    /** The shortest text that reads back as the same value; exponent form below 1e-4 and from 1e15. */
    public static String format(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return special(value);
        }
        if (value == (int) value && (value != 0 || 1 / value > 0)) {
            return Integer.toString((int) value);
        }
        String digits = Double.toString(value);
        if (digits.startsWith("E", 3) || digits.startsWith("E", 4)) {
            digits = shorter(digits, Double.toString(value), true);
        }
        if (Math.abs(value) >= 0x1p53 && isOnBoundary(new BigDecimal(digits), value, Math.ulp(value))) {
            digits = withinBounds(value, Math.ulp(value));
        }
        return layOut(digits, 15);
    }

    /** As {@link #format(double)} for a REAL; exponent form from 1e6. */
    public static String format(float value) {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            return special(value);
        }
        String digits = Float.toString(value);
        if (digits.startsWith("E", 3) || digits.startsWith("E", 4)) {
            digits = shorter(digits, Float.toString(value), false);
        }
        if (Math.abs(value) >= 0x1p24 && isOnBoundary(new BigDecimal(digits), value, Math.ulp(value))) {
            digits = withinBounds(value, Math.ulp(value));
        }
        return layOut(digits, 6);
    }

    /**
     * Whether a text lies just between two values and is read as this one only because ties go to the even one: Java
     * takes it, PostgreSQL does not (1e23).
     */
    private static boolean isOnBoundary(BigDecimal text, double value, double ulp) {
        BigDecimal half = new BigDecimal(ulp / 2);
        return text.subtract(new BigDecimal(value)).abs().compareTo(half) == 0;
    }

    /** The fewest digits that lie nearer to the value than to any other. */
    private static String withinBounds(double value, double ulp) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal half = new BigDecimal(ulp / 2);
        for (int digits = 1; ; digits++) {
            BigDecimal rounded = exact.round(new java.math.MathContext(digits));
            if (rounded.subtract(exact).abs().compareTo(half) < 0) {
                BigDecimal mantissa = rounded.stripTrailingZeros();
                return mantissa.unscaledValue() + ".0E" + -mantissa.scale();
            }
        }
    }

    private static String special(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    }

    /** Java writes two digits at least ("4.9E-324"); one may be enough to read back the same value. */
    private static String shorter(String text, String original, boolean isDouble) {
        BigDecimal one = new BigDecimal(text).round(new java.math.MathContext(1));
        boolean same = isDouble
                ? one.doubleValue() == Double.parseDouble(original)
                : one.floatValue() == Float.parseFloat(original);
        return same ? one.unscaledValue() + ".0E" + -one.scale() : text;
    }

    /** Java's text (digits, point, optional exponent) in the manner of {@code %g}. */
    private static String layOut(String text, int fixedUntil) {
        boolean negative = text.charAt(0) == '-';
        int exponentAt = text.indexOf('E');
        String mantissa = text.substring(negative ? 1 : 0, exponentAt < 0 ? text.length() : exponentAt);
        int exponent = exponentAt < 0 ? 0 : Integer.parseInt(text.substring(exponentAt + 1));
        int point = mantissa.indexOf('.');
        String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
        // value = 0.DIGITS * 10^magnitude
        int magnitude = point + exponent;
        int from = 0;
        while (from < digits.length() - 1 && digits.charAt(from) == '0') {
            from++;
            magnitude--;
        }
        int end = digits.length();
        while (end > from + 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        digits = digits.substring(from, end);
        StringBuilder out = new StringBuilder(24);
        if (negative) {
            out.append('-');
        }
        if (digits.equals("0")) {
            return out.append('0').toString();
        }
        int scientific = magnitude - 1;
        if (scientific < -4 || scientific >= fixedUntil) {
            out.append(digits.charAt(0));
            if (digits.length() > 1) {
                out.append('.').append(digits, 1, digits.length());
            }
            out.append('e').append(scientific < 0 ? '-' : '+');
            int size = Math.abs(scientific);
            return (size < 10 ? out.append('0') : out).append(size).toString();
        }
        if (magnitude <= 0) {
            return out.append("0.").repeat('0', -magnitude).append(digits).toString();
        }
        if (digits.length() <= magnitude) {
            return out.append(digits).repeat('0', magnitude - digits.length()).toString();
        }
        return out.append(digits, 0, magnitude)
                .append('.')
                .append(digits, magnitude, digits.length())
                .toString();
    }
}

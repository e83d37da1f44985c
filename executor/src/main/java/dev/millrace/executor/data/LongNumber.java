package dev.millrace.executor.data;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Reads decimals of many digits: half of them at a time, as the JDK's own way takes time by the square of their number.
 */
final class LongNumber {

    /** Up to here the JDK's way is the faster one. */
    private static final int DIGITS_AT_ONCE = 500;

    private LongNumber() {}

    /** @param text digits, perhaps with a sign, a point and an exponent */
    static BigDecimal parse(String text) {
        int exponentAt = Math.max(text.indexOf('e'), text.indexOf('E'));
        String mantissa = exponentAt < 0 ? text : text.substring(0, exponentAt);
        int exponent = exponentAt < 0 ? 0 : new BigDecimal(text.substring(exponentAt + 1)).intValueExact();
        boolean isNegative = mantissa.startsWith("-");
        String digits = isNegative || mantissa.startsWith("+") ? mantissa.substring(1) : mantissa;
        int point = digits.indexOf('.');
        int scale = point < 0 ? 0 : digits.length() - point - 1;
        String whole = point < 0 ? digits : digits.substring(0, point) + digits.substring(point + 1);
        BigInteger value = digits(whole, 0, whole.length());
        return new BigDecimal(isNegative ? value.negate() : value, scale).scaleByPowerOfTen(exponent);
    }

    private static BigInteger digits(String text, int from, int to) {
        if (to - from <= DIGITS_AT_ONCE) {
            return from == to ? BigInteger.ZERO : new BigInteger(text.substring(from, to));
        }
        int middle = to - (to - from) / 2;
        BigInteger low = digits(text, middle, to);
        BigInteger high = digits(text, from, middle);
        return high.signum() == 0 ? low : high.multiply(BigInteger.TEN.pow(to - middle)).add(low);
    }
}

package dev.millrace.executor.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.Numeric;

/** Division of exact sums, with the scale that PostgreSQL's numeric division has (select_div_scale). */
final class Quotient {

    private static final int SIGNIFICANT_DIGITS = 16;
    private static final int SCALE_MAX = 1000;
    private static final int GROUP_DIGITS = 4;
    private static final int WORD_DIGITS = 9;
    /** So that nine more digits of a rest still fit into a word. */
    private static final long WORD_DIVISOR_MAX = 1_000_000_000;

    private Quotient() {}

    /** Appends a quotient of whole numbers, in machine words as long as they suffice. */
    static void append(ColumnBuilder out, long dividend, long divisor) {
        long size = Math.abs(dividend);
        if (size < 0 || divisor <= 0 || divisor > WORD_DIVISOR_MAX || !appendWords(out, dividend < 0, size, divisor)) {
            of(BigDecimal.valueOf(dividend), BigDecimal.valueOf(divisor)).appendTo(out);
        }
    }

    /** Long division, nine digits at a time; false, and nothing done, where the quotient has too many of them. */
    private static boolean appendWords(ColumnBuilder out, boolean isNegative, long size, long divisor) {
        int scale = scale(size, divisor);
        long quotient = size / divisor;
        long rest = size % divisor;
        long high = 0;
        for (int left = scale; left > 0; left -= WORD_DIGITS) {
            long power = Numeric.powerOfTen(Math.min(left, WORD_DIGITS));
            if (left > WORD_DIGITS && quotient >= Long.MAX_VALUE / power) {
                return false;
            }
            high = Math.multiplyHigh(quotient, power);
            long low = quotient * power;
            rest *= power;
            quotient = low + rest / divisor;
            high += Long.compareUnsigned(quotient, low) < 0 ? 1 : 0;
            rest %= divisor;
        }
        if (rest >= divisor - rest && ++quotient == 0) {
            high++;
        }
        if (isNegative) {
            high = ~high + (quotient == 0 ? 1 : 0);
            quotient = -quotient;
        }
        Numeric.append(out, high, quotient, scale);
        return true;
    }

    private static int scale(long dividend, long divisor) {
        int dividendWeight = weight(dividend);
        int divisorWeight = weight(divisor);
        int weight = dividendWeight - divisorWeight;
        if (dividend / Numeric.powerOfTen(dividendWeight * GROUP_DIGITS)
                <= divisor / Numeric.powerOfTen(divisorWeight * GROUP_DIGITS)) {
            weight--;
        }
        return Math.max(SIGNIFICANT_DIGITS - weight * GROUP_DIGITS, 0);
    }

    private static int weight(long value) {
        int weight = 0;
        while (weight < 4 && value >= Numeric.powerOfTen((weight + 1) * GROUP_DIGITS)) {
            weight++;
        }
        return weight;
    }

    static Numeric of(BigDecimal dividend, BigDecimal divisor) {
        return Numeric.of(dividend.divide(divisor, scale(dividend, divisor), RoundingMode.HALF_UP));
    }

    static int scale(BigDecimal dividend, BigDecimal divisor) {
        int weight = weight(dividend) - weight(divisor);
        if (firstGroup(dividend) <= firstGroup(divisor)) {
            weight--;
        }
        int scale = SIGNIFICANT_DIGITS - weight * GROUP_DIGITS;
        return Math.min(Math.max(Math.max(scale, 0), Math.max(dividend.scale(), divisor.scale())), SCALE_MAX);
    }

    private static int exponent(BigDecimal value) {
        return value.precision() - value.scale() - 1;
    }

    /** Base-10000 exponent of the first group of four digits, as PostgreSQL stores them. */
    static int weight(BigDecimal value) {
        return value.signum() == 0 ? 0 : Math.floorDiv(exponent(value), GROUP_DIGITS);
    }

    private static int firstGroup(BigDecimal value) {
        if (value.signum() == 0) {
            return 0;
        }
        int digits = exponent(value) - weight(value) * GROUP_DIGITS + 1;
        BigInteger unscaled = value.unscaledValue().abs();
        int surplus = value.precision() - digits;
        return surplus >= 0
                ? unscaled.divide(BigInteger.TEN.pow(surplus)).intValue()
                : unscaled.multiply(BigInteger.TEN.pow(-surplus)).intValue();
    }
}

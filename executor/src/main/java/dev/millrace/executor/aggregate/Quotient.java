package dev.millrace.executor.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

import dev.millrace.executor.data.Numeric;

/** Division of exact sums, with the scale that PostgreSQL's numeric division has (select_div_scale). */
final class Quotient {

    private static final int SIGNIFICANT_DIGITS = 16;
    private static final int SCALE_MAX = 1000;
    private static final int GROUP_DIGITS = 4;

    private Quotient() {}

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

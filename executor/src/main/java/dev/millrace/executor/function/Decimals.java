package dev.millrace.executor.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Arithmetic of numeric with PostgreSQL's result scales and its rules for NaN and the infinities. */
final class Decimals {

    /** Significant digits that a quotient or a transcendental result has at least. */
    static final int SIGNIFICANT_DIGITS = 16;
    /** Digits after the point that such a result has at most. */
    static final int SCALE_MAX = 1000;

    private static final int DIGITS_PER_GROUP = 4;

    private Decimals() {}

    static Numeric add(Numeric left, Numeric right) {
        if (left.isFinite() && right.isFinite()) {
            return Numeric.of(left.decimal().add(right.decimal()));
        }
        boolean opposed = left.isInfinite() && right.isInfinite() && left.signum() != right.signum();
        if (left.isNaN() || right.isNaN() || opposed) {
            return Numeric.NAN;
        }
        return left.isInfinite() ? left : right;
    }

    static Numeric subtract(Numeric left, Numeric right) {
        if (left.isFinite() && right.isFinite()) {
            return Numeric.of(left.decimal().subtract(right.decimal()));
        }
        return add(left, negate(right));
    }

    static Numeric multiply(Numeric left, Numeric right) {
        if (left.isFinite() && right.isFinite()) {
            return Numeric.of(left.decimal().multiply(right.decimal()));
        }
        if (left.isNaN() || right.isNaN()) {
            return Numeric.NAN;
        }
        return infinity(left.signum() * right.signum());
    }

    /** Infinity of a sign; NaN for 0. */
    private static Numeric infinity(int sign) {
        return sign == 0 ? Numeric.NAN : sign > 0 ? Numeric.INFINITY : Numeric.NEGATIVE_INFINITY;
    }

    static Numeric divide(Numeric left, Numeric right) {
        if (left.isNaN() || right.isNaN()) {
            return Numeric.NAN;
        }
        if (right.isFinite() && right.signum() == 0) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        if (!left.isFinite()) {
            return right.isFinite() ? infinity(left.signum() * right.signum()) : Numeric.NAN;
        }
        if (!right.isFinite()) {
            return Numeric.ZERO;
        }
        BigDecimal dividend = left.decimal();
        BigDecimal divisor = right.decimal();
        return Numeric.of(dividend.divide(divisor, quotientScale(dividend, divisor), RoundingMode.HALF_UP));
    }

    /** Rounds toward zero to whole numbers: {@code div(a, b)}. */
    static Numeric divideWhole(Numeric left, Numeric right) {
        if (!left.isFinite() || !right.isFinite() || right.signum() == 0) {
            return divide(left, right);
        }
        return Numeric.of(left.decimal().divideToIntegralValue(right.decimal()).setScale(0, RoundingMode.DOWN));
    }

    /**
     * PostgreSQL's select_div_scale: enough digits for 16 significant ones, counted in groups of four decimal digits as
     * its numbers are stored, and no fewer than either operand shows.
     */
    static int quotientScale(BigDecimal dividend, BigDecimal divisor) {
        int weight = weight(dividend) - weight(divisor);
        if (firstGroup(dividend) <= firstGroup(divisor)) {
            weight--;
        }
        int scale = SIGNIFICANT_DIGITS - weight * DIGITS_PER_GROUP;
        return Math.min(Math.max(Math.max(scale, 0), Math.max(dividend.scale(), divisor.scale())), SCALE_MAX);
    }

    /** Decimal exponent of the first digit. */
    static int exponent(BigDecimal value) {
        return value.precision() - value.scale() - 1;
    }

    /** Base-10000 exponent of the first group of digits. */
    static int weight(BigDecimal value) {
        return value.signum() == 0 ? 0 : Math.floorDiv(exponent(value), DIGITS_PER_GROUP);
    }

    private static int firstGroup(BigDecimal value) {
        if (value.signum() == 0) {
            return 0;
        }
        int digits = exponent(value) - weight(value) * DIGITS_PER_GROUP + 1;
        BigInteger unscaled = value.unscaledValue().abs();
        int surplus = value.precision() - digits;
        return surplus >= 0
                ? unscaled.divide(BigInteger.TEN.pow(surplus)).intValue()
                : unscaled.multiply(BigInteger.TEN.pow(-surplus)).intValue();
    }

    static Numeric remainder(Numeric left, Numeric right) {
        if (left.isNaN() || right.isNaN()) {
            return Numeric.NAN;
        }
        if (right.isFinite() && right.signum() == 0) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        if (!left.isFinite()) {
            return Numeric.NAN;
        }
        if (!right.isFinite()) {
            return left;
        }
        int scale = Math.max(left.scale(), right.scale());
        return Numeric.of(left.decimal().remainder(right.decimal()).setScale(scale));
    }

    static Numeric negate(Numeric value) {
        if (value.isFinite()) {
            return Numeric.of(value.decimal().negate());
        }
        return value.isNaN() ? value : infinity(-value.signum());
    }

    /** @param scale may be negative: to tens, hundreds, ... */
    static Numeric round(Numeric value, int scale, RoundingMode mode) {
        if (!value.isFinite()) {
            return value;
        }
        int wholeDigits = value.decimal().precision() - value.decimal().scale();
        if (scale < -Math.max(wholeDigits, 0) && (mode == RoundingMode.HALF_UP || mode == RoundingMode.DOWN)) {
            return Numeric.ZERO;
        }
        int bounded = Math.clamp(scale, -Numeric.INTEGER_DIGITS_MAX, Numeric.SCALE_MAX);
        return Numeric.of(value.decimal().setScale(bounded, mode));
    }

    /** The nearest integer, half away from zero. @throws SqlException when there is none in the kind's range */
    static long toLong(Numeric value, String typeName, long min, long max) {
        if (!value.isFinite()) {
            String what = value.isNaN() ? "NaN" : "infinity";
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "cannot convert " + what + " to " + typeName);
        }
        BigDecimal rounded = value.decimal().setScale(0, RoundingMode.HALF_UP);
        if (rounded.compareTo(BigDecimal.valueOf(min)) < 0 || rounded.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, typeName + " out of range");
        }
        return rounded.longValue();
    }

    /** The number that PostgreSQL makes of a float: its first {@code digits} significant digits. */
    static Numeric ofDouble(double value, int digits) {
        if (Double.isNaN(value)) {
            return Numeric.NAN;
        }
        if (Double.isInfinite(value)) {
            return infinity(value > 0 ? 1 : -1);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        return Numeric.of(rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros());
    }
}

package dev.millrace.executor.function;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Roots, exponentials and logarithms of decimals, rounded to the scales PostgreSQL gives them. */
final class Transcendental {

    private static final int GUARD_DIGITS = 10;
    /** Beyond it the exponential has more digits than a numeric may. */
    private static final double ARGUMENT_MAX = 6000;
    private static final double LOG10_E = 0.434294481903252;
    private static final double LN_10 = 2.302585092994046;

    private Transcendental() {}

    private static int scale(int wanted, BigDecimal value) {
        return Math.min(Math.max(Math.max(wanted, value.scale()), 0), Decimals.SCALE_MAX);
    }

    static BigDecimal sqrt(BigDecimal value) {
        int weight = (Decimals.weight(value) + 1) * 4 / 2 - 1;
        int scale = scale(Decimals.SIGNIFICANT_DIGITS - weight, value);
        if (value.signum() == 0) {
            return BigDecimal.ZERO.setScale(scale);
        }
        int digits = Math.max(1, Decimals.exponent(value) / 2 + 1) + scale + 2;
        return value.sqrt(new MathContext(digits, RoundingMode.DOWN)).setScale(scale, RoundingMode.HALF_UP);
    }

    static BigDecimal exp(BigDecimal value) {
        double estimate = value.doubleValue() * LOG10_E;
        if (Math.abs(value.doubleValue()) >= ARGUMENT_MAX) {
            if (estimate > 0) {
                throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
            }
            return BigDecimal.ZERO.setScale(Decimals.SCALE_MAX);
        }
        double clamped = Math.clamp(estimate, -2000, 2000);
        int scale = scale(Decimals.SIGNIFICANT_DIGITS - (int) clamped, value);
        return exp(value, digits(scale, estimate)).setScale(scale, RoundingMode.HALF_UP);
    }

    /** Significant digits to compute a value of about 10^exponent with so that it can be rounded to a scale. */
    private static int digits(int scale, double exponent) {
        return Math.max(20, scale + (int) Math.max(exponent, 0) + GUARD_DIGITS);
    }

    /** By Taylor's series of {@code value / 2^n}, squared n times. */
    private static BigDecimal exp(BigDecimal value, int digits) {
        int halvings = Math.max(0, (int) Math.ceil(Math.log(Math.abs(value.doubleValue()) + 1e-300) / Math.log(2)) + 8);
        MathContext context = new MathContext(digits + halvings / 3 + GUARD_DIGITS, RoundingMode.HALF_EVEN);
        BigDecimal reduced = value.divide(BigDecimal.valueOf(2).pow(halvings), context);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int i = 1; term.signum() != 0 && Decimals.exponent(term) > -context.getPrecision(); i++) {
            term = term.multiply(reduced, context).divide(BigDecimal.valueOf(i), context);
            sum = sum.add(term, context);
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, context);
        }
        return sum;
    }

    /** By Newton's iteration on exp from a double's estimate, on the value brought near 1. */
    private static BigDecimal ln(BigDecimal value, int digits) {
        MathContext context = new MathContext(digits + GUARD_DIGITS, RoundingMode.HALF_EVEN);
        int exponent = Decimals.exponent(value);
        BigDecimal mantissa = value.movePointLeft(exponent);
        BigDecimal result = nearLn(mantissa, context);
        if (exponent == 0) {
            return result;
        }
        BigDecimal lnTen = nearLn(BigDecimal.TEN, context);
        return result.add(lnTen.multiply(BigDecimal.valueOf(exponent), context), context);
    }

    private static BigDecimal nearLn(BigDecimal value, MathContext context) {
        if (value.compareTo(BigDecimal.ONE) == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal estimate = new BigDecimal(Math.log(value.doubleValue()));
        for (int correct = 15; correct < context.getPrecision(); correct *= 3) {
            // Halley: the number of correct digits triples.
            BigDecimal power = exp(estimate, context.getPrecision());
            BigDecimal step = value.subtract(power).divide(value.add(power), context);
            estimate = estimate.add(step.multiply(BigDecimal.valueOf(2)), context);
        }
        return estimate;
    }

    /** The decimal exponent of a logarithm's first digit. */
    private static int lnWeight(BigDecimal value) {
        if (value.compareTo(new BigDecimal("0.9")) >= 0 && value.compareTo(new BigDecimal("1.1")) <= 0) {
            BigDecimal distance = value.subtract(BigDecimal.ONE);
            return distance.signum() == 0 ? 0 : Decimals.exponent(distance);
        }
        return (int) Math.log10(Math.abs(estimatedLn(value)));
    }

    private static double estimatedLn(BigDecimal value) {
        int exponent = Decimals.exponent(value);
        return Math.log(value.movePointLeft(exponent).doubleValue()) + exponent * LN_10;
    }

    static BigDecimal ln(BigDecimal value) {
        int scale = scale(Decimals.SIGNIFICANT_DIGITS - lnWeight(value), value);
        return ln(value, scale + 10 + Math.max(0, lnWeight(value))).setScale(scale, RoundingMode.HALF_UP);
    }

    static BigDecimal log(BigDecimal base, BigDecimal value) {
        int baseWeight = lnWeight(base);
        int valueWeight = lnWeight(value);
        int scale = Math.max(scale(Decimals.SIGNIFICANT_DIGITS - (valueWeight - baseWeight), value), base.scale());
        int digits = scale + 20 + Math.abs(baseWeight) + Math.abs(valueWeight);
        BigDecimal divisor = ln(base, digits);
        if (divisor.signum() == 0) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        return ln(value, digits).divide(divisor, Math.min(scale, Decimals.SCALE_MAX), RoundingMode.HALF_UP);
    }

    static BigDecimal power(BigDecimal base, BigDecimal exponent) {
        BigDecimal whole = exponent.stripTrailingZeros();
        if (whole.scale() <= 0
                && whole.compareTo(BigDecimal.valueOf(Integer.MIN_VALUE)) >= 0
                && whole.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
            return wholePower(base, whole.intValueExact());
        }
        if (base.signum() == 0) {
            return BigDecimal.ZERO.setScale(Decimals.SIGNIFICANT_DIGITS);
        }
        if (base.signum() < 0) {
            BigDecimal power = power(base.negate(), exponent);
            boolean isOdd = whole.scale() == 0 && whole.unscaledValue().testBit(0);
            return isOdd ? power.negate() : power;
        }
        double estimate = exponent.doubleValue() * estimatedLn(base) * LOG10_E;
        checkMagnitude(estimate);
        double clamped = Math.clamp(estimate, -2000, 2000);
        int scale = Math.max(
                scale(Decimals.SIGNIFICANT_DIGITS - (int) clamped, base),
                Math.min(exponent.scale(), Decimals.SCALE_MAX));
        if (isNothing(estimate, scale)) {
            return BigDecimal.ZERO.setScale(scale);
        }
        int digits = digits(scale, estimate) + 10;
        BigDecimal product = ln(base, digits).multiply(exponent);
        return exp(product, digits).setScale(scale, RoundingMode.HALF_UP);
    }

    private static void checkMagnitude(double exponent) {
        if (exponent > 131_072) {
            throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
        }
    }

    /** Whether a value of about 10^exponent has no digit that would be shown. */
    private static boolean isNothing(double exponent, int scale) {
        return exponent < -scale - GUARD_DIGITS;
    }

    private static BigDecimal wholePower(BigDecimal base, int exponent) {
        int shown = Math.max(base.scale(), 0);
        if (exponent == 0) {
            return BigDecimal.ONE.setScale(Math.min(Math.max(Decimals.SIGNIFICANT_DIGITS, shown), Decimals.SCALE_MAX));
        }
        if (base.signum() == 0) {
            return BigDecimal.ZERO.setScale(Math.max(Decimals.SIGNIFICANT_DIGITS, shown));
        }
        double magnitude = exponent * estimatedLn(base.abs()) * LOG10_E;
        checkMagnitude(magnitude);
        int scale = scale(Decimals.SIGNIFICANT_DIGITS, base);
        int digits = digits(scale, magnitude) + 10;
        if (isNothing(magnitude, scale)) {
            return BigDecimal.ZERO.setScale(scale);
        }
        BigDecimal power = wholePower(
                base, Math.abs((long) exponent), new MathContext(digits + GUARD_DIGITS, RoundingMode.HALF_EVEN));
        if (exponent > 0) {
            return power.setScale(scale, RoundingMode.HALF_UP);
        }
        return BigDecimal.ONE.divide(power, scale, RoundingMode.HALF_UP);
    }

    /** By squaring: {@code BigDecimal.pow} knows no exponents above a thousand million. */
    private static BigDecimal wholePower(BigDecimal base, long exponent, MathContext context) {
        BigDecimal power = BigDecimal.ONE;
        BigDecimal square = base;
        for (long left = exponent; left > 0; left >>= 1) {
            if ((left & 1) != 0) {
                power = power.multiply(square, context);
            }
            if (left > 1) {
                square = square.multiply(square, context);
            }
        }
        return power;
    }
}

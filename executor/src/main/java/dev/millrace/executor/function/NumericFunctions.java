package dev.millrace.executor.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Mathematics of numeric. */
final class NumericFunctions {

    private NumericFunctions() {}

    @SqlFunction(
            name = {"abs", "@"},
            description = "The value without its sign.")
    static Numeric abs(Numeric value) {
        return value.signum() < 0 ? Decimals.negate(value) : value;
    }

    @SqlFunction(
            name = {"ceil", "ceiling"},
            description = "The smallest whole number not below.")
    static Numeric ceil(Numeric value) {
        return Decimals.round(value, 0, RoundingMode.CEILING);
    }

    @SqlFunction(name = "floor", description = "The largest whole number not above.")
    static Numeric floor(Numeric value) {
        return Decimals.round(value, 0, RoundingMode.FLOOR);
    }

    @SqlFunction(name = "round", description = "The nearest whole number; half away from zero.")
    static Numeric round(Numeric value) {
        return Decimals.round(value, 0, RoundingMode.HALF_UP);
    }

    @SqlFunction(
            name = "round",
            description = "Rounded to a number of digits after the point; half away from zero.",
            example = "round(2.675, 2) = 2.68")
    static Numeric round(Numeric value, int digits) {
        return Decimals.round(value, digits, RoundingMode.HALF_UP);
    }

    @SqlFunction(name = "trunc", description = "The whole part.")
    static Numeric trunc(Numeric value) {
        return Decimals.round(value, 0, RoundingMode.DOWN);
    }

    @SqlFunction(name = "trunc", description = "Cut to a number of digits after the point.")
    static Numeric trunc(Numeric value, int digits) {
        return Decimals.round(value, digits, RoundingMode.DOWN);
    }

    @SqlFunction(name = "sign", description = "-1, 0 or 1.")
    static Numeric sign(Numeric value) {
        return value.isNaN() ? value : Numeric.of(value.signum());
    }

    @SqlFunction(name = "div", description = "The quotient's whole part.")
    static Numeric div(Numeric left, Numeric right) {
        return Decimals.divideWhole(left, right);
    }

    @SqlFunction(name = "scale", description = "How many digits after the point.")
    static Integer scale(Numeric value) {
        return value.isFinite() ? value.scale() : null;
    }

    @SqlFunction(name = "min_scale", description = "How many digits after the point the value needs.")
    static Integer minScale(Numeric value) {
        return value.isFinite() ? trimScale(value).scale() : null;
    }

    @SqlFunction(name = "trim_scale", description = "Without zeros at the end of the fraction.")
    static Numeric trimScale(Numeric value) {
        return value.isFinite() ? Numeric.of(value.decimal().stripTrailingZeros()) : value;
    }

    @SqlFunction(name = "sqrt", description = "The square root.")
    static Numeric sqrt(Numeric value) {
        if (value.signum() < 0) {
            throw new SqlException("2201F", "cannot take square root of a negative number");
        }
        return value.isFinite() ? Numeric.of(Transcendental.sqrt(value.decimal())) : value;
    }

    @SqlFunction(name = "exp", description = "e to the power of the value.")
    static Numeric exp(Numeric value) {
        if (!value.isFinite()) {
            return value.signum() < 0 ? Numeric.ZERO : value;
        }
        return Numeric.of(Transcendental.exp(value.decimal()));
    }

    @SqlFunction(name = "ln", description = "The natural logarithm.")
    static Numeric ln(Numeric value) {
        checkLogarithm(value);
        return value.isFinite() ? Numeric.of(Transcendental.ln(value.decimal())) : value;
    }

    private static void checkLogarithm(Numeric value) {
        if (!value.isNaN() && value.signum() <= 0) {
            throw new SqlException(
                    "2201E", "cannot take logarithm of " + (value.signum() == 0 ? "zero" : "a negative number"));
        }
    }

    @SqlFunction(
            name = {"log", "log10"},
            description = "The logarithm to base 10.")
    static Numeric log(Numeric value) {
        return log(Numeric.of(10), value);
    }

    @SqlFunction(name = "log", description = "The logarithm of the second value to the base of the first.")
    static Numeric log(Numeric base, Numeric value) {
        if (base.isNaN() || value.isNaN()) {
            return Numeric.NAN;
        }
        checkLogarithm(base);
        checkLogarithm(value);
        if (!base.isFinite() || !value.isFinite()) {
            return base.isFinite() ? Numeric.INFINITY : value.isFinite() ? Numeric.ZERO : Numeric.NAN;
        }
        return Numeric.of(Transcendental.log(base.decimal(), value.decimal()));
    }

    @SqlFunction(
            name = {"power", "pow", "^"},
            description = "The first value to the power of the second.")
    static Numeric power(Numeric base, Numeric exponent) {
        if (base.isFinite() && exponent.isFinite()) {
            return finitePower(base, exponent);
        }
        if (exponent.isFinite() && exponent.signum() == 0 || base.equals(Numeric.ONE)) {
            return Numeric.ONE;
        }
        if (base.isNaN() || exponent.isNaN()) {
            return Numeric.NAN;
        }
        checkPower(base, exponent);
        double result = Math.pow(base.doubleValue(), exponent.doubleValue());
        return Double.isInfinite(result)
                ? result > 0 ? Numeric.INFINITY : Numeric.NEGATIVE_INFINITY
                : Double.isNaN(result) ? Numeric.ONE : Decimals.ofDouble(result, 15);
    }

    /** Neither is NaN; an infinite exponent counts as a whole number. */
    private static void checkPower(Numeric base, Numeric exponent) {
        if (base.signum() == 0 && exponent.signum() < 0) {
            throw new SqlException("2201F", "zero raised to a negative power is undefined");
        }
        boolean isWhole = !exponent.isFinite() || exponent.decimal().stripTrailingZeros().scale() <= 0;
        if (base.signum() < 0 && !isWhole) {
            throw new SqlException(
                    "2201F", "a negative number raised to a non-integer power yields a complex result");
        }
    }

    private static Numeric finitePower(Numeric base, Numeric exponent) {
        checkPower(base, exponent);
        return Numeric.of(Transcendental.power(base.decimal(), exponent.decimal()));
    }

    @SqlFunction(name = "factorial", description = "The product of the whole numbers up to the value.")
    static Numeric factorial(long value) {
        if (value < 0) {
            throw new SqlException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "factorial of a negative number is undefined");
        }
        if (value > 32177) {
            throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
        }
        BigInteger product = BigInteger.ONE;
        for (long factor = 2; factor <= value; factor++) {
            product = product.multiply(BigInteger.valueOf(factor));
        }
        return Numeric.of(new BigDecimal(product));
    }

    @SqlFunction(name = "gcd", description = "The greatest common divisor.")
    static Numeric gcd(Numeric left, Numeric right) {
        if (!left.isFinite() || !right.isFinite()) {
            return Numeric.NAN;
        }
        int scale = Math.max(left.scale(), right.scale());
        BigInteger a = left.decimal().setScale(scale).unscaledValue();
        BigInteger b = right.decimal().setScale(scale).unscaledValue();
        return Numeric.of(new BigDecimal(a.gcd(b), scale));
    }

    @SqlFunction(name = "lcm", description = "The least common multiple.")
    static Numeric lcm(Numeric left, Numeric right) {
        if (!left.isFinite() || !right.isFinite()) {
            return Numeric.NAN;
        }
        int scale = Math.max(left.scale(), right.scale());
        BigInteger a = left.decimal().setScale(scale).unscaledValue();
        BigInteger b = right.decimal().setScale(scale).unscaledValue();
        BigInteger gcd = a.gcd(b);
        BigInteger lcm = gcd.signum() == 0 ? gcd : a.divide(gcd).multiply(b).abs();
        return Numeric.of(new BigDecimal(lcm, scale));
    }

    @SqlFunction(
            name = "width_bucket",
            description = "Which of equal buckets between two bounds a value is in; 0 below, count + 1 above.")
    static int widthBucket(Numeric value, Numeric low, Numeric high, int count) {
        if (count <= 0) {
            throw new SqlException("2201G", "count must be greater than zero");
        }
        if (value.isNaN() || low.isNaN() || high.isNaN()) {
            throw new SqlException("2201G", "operand, lower bound, and upper bound cannot be NaN");
        }
        if (!low.isFinite() || !high.isFinite()) {
            throw new SqlException("2201G", "lower and upper bounds must be finite");
        }
        int direction = high.compareTo(low);
        if (direction == 0) {
            throw new SqlException("2201G", "lower bound cannot equal upper bound");
        }
        if (direction * value.compareTo(low) < 0) {
            return 0;
        }
        if (direction * value.compareTo(high) >= 0) {
            return OutOfRange.toInt(count + 1L);
        }
        BigDecimal width = high.decimal().subtract(low.decimal());
        return value.decimal().subtract(low.decimal()).multiply(BigDecimal.valueOf(count))
                        .divideToIntegralValue(width)
                        .intValue()
                + 1;
    }
}

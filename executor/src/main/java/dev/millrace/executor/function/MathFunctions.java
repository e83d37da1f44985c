package dev.millrace.executor.function;

import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.function.OutOfRange.checked;

/** Mathematics of floating-point numbers and integers. */
final class MathFunctions {

    private MathFunctions() {}

    private static SqlException outOfDomain() {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "input is out of range");
    }

    @SqlFunction(name = {"abs", "@"}, description = "The value without its sign.")
    static short abs(short value) {
        if (value == Short.MIN_VALUE) {
            throw OutOfRange.SMALLINT;
        }
        return (short) Math.abs(value);
    }

    @SqlFunction(name = {"abs", "@"}, description = "The value without its sign.", example = "abs(-3) = 3")
    static int abs(int value) {
        if (value == Integer.MIN_VALUE) {
            throw OutOfRange.INTEGER;
        }
        return Math.abs(value);
    }

    @SqlFunction(name = {"abs", "@"}, description = "The value without its sign.")
    static long abs(long value) {
        if (value == Long.MIN_VALUE) {
            throw OutOfRange.BIGINT;
        }
        return Math.abs(value);
    }

    @SqlFunction(name = {"abs", "@"}, description = "The value without its sign.")
    static float abs(float value) {
        return Math.abs(value);
    }

    @SqlFunction(name = {"abs", "@"}, description = "The value without its sign.")
    static double abs(double value) {
        return Math.abs(value);
    }

    @SqlFunction(name = {"ceil", "ceiling"}, description = "The smallest whole number not below.")
    static double ceil(double value) {
        return Math.ceil(value);
    }

    @SqlFunction(name = "floor", description = "The largest whole number not above.")
    static double floor(double value) {
        return Math.floor(value);
    }

    @SqlFunction(name = "round", description = "The nearest whole number; half to even.")
    static double round(double value) {
        return Math.rint(value);
    }

    @SqlFunction(name = "trunc", description = "The whole part.")
    static double trunc(double value) {
        return value < 0 ? Math.ceil(value) : Math.floor(value);
    }

    @SqlFunction(name = "sign", description = "-1, 0 or 1.")
    static double sign(double value) {
        return value > 0 ? 1 : value < 0 ? -1 : 0;
    }

    @SqlFunction(name = {"sqrt", "|/"}, description = "The square root.")
    static double sqrt(double value) {
        if (value < 0) {
            throw new SqlException("2201F", "cannot take square root of a negative number");
        }
        return Math.sqrt(value);
    }

    @SqlFunction(name = {"cbrt", "||/"}, description = "The cube root.")
    static double cbrt(double value) {
        return Math.cbrt(value);
    }

    @SqlFunction(name = "exp", description = "e to the power of the value.")
    static double exp(double value) {
        return checked(Math.exp(value), Double.isInfinite(value), value == Double.NEGATIVE_INFINITY);
    }

    private static double checkLogarithm(double value) {
        if (value <= 0) {
            throw new SqlException(
                    "2201E", "cannot take logarithm of " + (value == 0 ? "zero" : "a negative number"));
        }
        return value;
    }

    @SqlFunction(name = "ln", description = "The natural logarithm.")
    static double ln(double value) {
        return Math.log(checkLogarithm(value));
    }

    @SqlFunction(name = {"log", "log10"}, description = "The logarithm to base 10.")
    static double log(double value) {
        return Math.log10(checkLogarithm(value));
    }

    @SqlFunction(
            name = {"power", "pow", "^"},
            description = "The first value to the power of the second.",
            example = "power(2, 10) = 1024")
    static double power(double base, double exponent) {
        if (base == 0 && exponent < 0) {
            throw new SqlException("2201F", "zero raised to a negative power is undefined");
        }
        if (base < 0 && Double.isFinite(exponent) && exponent != Math.rint(exponent)) {
            throw new SqlException(
                    "2201F", "a negative number raised to a non-integer power yields a complex result");
        }
        if (base == 1 || exponent == 0) {
            return 1;
        }
        boolean infinite = Double.isInfinite(base) || Double.isInfinite(exponent);
        if (base == -1 && Double.isInfinite(exponent)) {
            return 1;
        }
        return checked(Math.pow(base, exponent), infinite, infinite || base == 0);
    }

    @SqlFunction(name = "pi", description = "The number pi.")
    static double pi() {
        return Math.PI;
    }

    @SqlFunction(name = "degrees", description = "Radians as degrees.")
    static double degrees(double value) {
        return checked(value / (Math.PI / 180), Double.isInfinite(value), value == 0);
    }

    @SqlFunction(name = "radians", description = "Degrees as radians.")
    static double radians(double value) {
        return value * (Math.PI / 180);
    }

    @SqlFunction(name = "sin", description = "The sine of an angle in radians.")
    static double sin(double value) {
        if (Double.isInfinite(value)) {
            throw outOfDomain();
        }
        return Math.sin(value);
    }

    @SqlFunction(name = "cos", description = "The cosine of an angle in radians.")
    static double cos(double value) {
        if (Double.isInfinite(value)) {
            throw outOfDomain();
        }
        return Math.cos(value);
    }

    @SqlFunction(name = "tan", description = "The tangent of an angle in radians.")
    static double tan(double value) {
        if (Double.isInfinite(value)) {
            throw outOfDomain();
        }
        return Math.tan(value);
    }

    @SqlFunction(name = "cot", description = "The cotangent of an angle in radians.")
    static double cot(double value) {
        if (Double.isInfinite(value)) {
            throw outOfDomain();
        }
        return 1 / Math.tan(value);
    }

    @SqlFunction(name = "asin", description = "The inverse sine, in radians.")
    static double asin(double value) {
        if (value < -1 || value > 1) {
            throw outOfDomain();
        }
        return Math.asin(value);
    }

    @SqlFunction(name = "acos", description = "The inverse cosine, in radians.")
    static double acos(double value) {
        if (value < -1 || value > 1) {
            throw outOfDomain();
        }
        return Math.acos(value);
    }

    @SqlFunction(name = "atan", description = "The inverse tangent, in radians.")
    static double atan(double value) {
        return Math.atan(value);
    }

    @SqlFunction(name = "atan2", description = "The angle of a point, in radians.")
    static double atan2(double y, double x) {
        return Math.atan2(y, x);
    }

    @SqlFunction(name = "sinh", description = "The hyperbolic sine.")
    static double sinh(double value) {
        return Math.sinh(value);
    }

    @SqlFunction(name = "cosh", description = "The hyperbolic cosine.")
    static double cosh(double value) {
        return Math.cosh(value);
    }

    @SqlFunction(name = "tanh", description = "The hyperbolic tangent.")
    static double tanh(double value) {
        return Math.tanh(value);
    }

    @SqlFunction(name = "asinh", description = "The inverse hyperbolic sine.")
    static double asinh(double value) {
        return Hyperbolic.asinh(value);
    }

    @SqlFunction(name = "acosh", description = "The inverse hyperbolic cosine.")
    static double acosh(double value) {
        if (value < 1) {
            throw outOfDomain();
        }
        return Hyperbolic.acosh(value);
    }

    @SqlFunction(name = "atanh", description = "The inverse hyperbolic tangent.")
    static double atanh(double value) {
        if (value < -1 || value > 1) {
            throw outOfDomain();
        }
        return Hyperbolic.atanh(value);
    }

    @SqlFunction(name = "asind", description = "The inverse sine, in degrees.", example = "asind(0.5) = 30")
    static double asind(double value) {
        if (value < -1 || value > 1) {
            throw outOfDomain();
        }
        return Degrees.asin(value);
    }

    @SqlFunction(name = "acosd", description = "The inverse cosine, in degrees.", example = "acosd(0.5) = 60")
    static double acosd(double value) {
        if (value < -1 || value > 1) {
            throw outOfDomain();
        }
        return Degrees.acos(value);
    }

    @SqlFunction(name = "atand", description = "The inverse tangent, in degrees.", example = "atand(1) = 45")
    static double atand(double value) {
        return Degrees.atan(value);
    }

    @SqlFunction(name = "atan2d", description = "The angle of a point, in degrees.", example = "atan2d(1, 0) = 90")
    static double atan2d(double y, double x) {
        return Degrees.atan2(y, x);
    }

    @SqlFunction(name = "cotd", description = "As cot, of an angle in degrees.", example = "cotd(45) = 1")
    static double cotd(double value) {
        if (Double.isInfinite(value)) {
            throw outOfDomain();
        }
        return Degrees.cot(value);
    }

    @SqlFunction(name = "sind", description = "As sin, of an angle in degrees.")
    static double sind(double value) {
        if (Double.isInfinite(value)) {
            throw outOfDomain();
        }
        return Degrees.sin(value);
    }

    @SqlFunction(name = "cosd", description = "As cos, of an angle in degrees.")
    static double cosd(double value) {
        if (Double.isInfinite(value)) {
            throw outOfDomain();
        }
        return Degrees.cos(value);
    }

    @SqlFunction(name = "tand", description = "As tan, of an angle in degrees.")
    static double tand(double value) {
        if (Double.isInfinite(value)) {
            throw outOfDomain();
        }
        return Degrees.tan(value);
    }

    @SqlFunction(name = "gcd", description = "The greatest common divisor.")
    static int gcd(int left, int right) {
        int a = left;
        int b = right;
        while (b != 0) {
            int rest = b == -1 ? 0 : a % b;
            a = b;
            b = rest;
        }
        return abs(a);
    }

    @SqlFunction(name = "lcm", description = "The least common multiple.", example = "lcm(4, 6) = 12")
    static int lcm(int left, int right) {
        if (left == 0 || right == 0) {
            return 0;
        }
        return abs(ArithmeticFunctions.multiply(left / gcd(left, right), right));
    }

    @SqlFunction(name = "gcd", description = "The greatest common divisor.")
    static long gcd(long left, long right) {
        long a = left;
        long b = right;
        while (b != 0) {
            long rest = b == -1 ? 0 : a % b;
            a = b;
            b = rest;
        }
        return abs(a);
    }

    @SqlFunction(name = "lcm", description = "The least common multiple.")
    static long lcm(long left, long right) {
        if (left == 0 || right == 0) {
            return 0;
        }
        return abs(ArithmeticFunctions.multiply(left / gcd(left, right), right));
    }

    @SqlFunction(
            name = "width_bucket",
            description = "Which of equal buckets between two bounds a value is in; 0 below, count + 1 above.")
    static int widthBucket(double value, double low, double high, int count) {
        if (count <= 0) {
            throw new SqlException("2201G", "count must be greater than zero");
        }
        if (Double.isNaN(value) || Double.isNaN(low) || Double.isNaN(high)) {
            throw new SqlException("2201G", "operand, lower bound, and upper bound cannot be NaN");
        }
        if (Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new SqlException("2201G", "lower and upper bounds must be finite");
        }
        if (low == high) {
            throw new SqlException("2201G", "lower bound cannot equal upper bound");
        }
        if (low < high ? value < low : value > low) {
            return 0;
        }
        if (low < high ? value >= high : value <= high) {
            return OutOfRange.toInt(count + 1L);
        }
        return (int) Math.min(Math.floor(count * ((value - low) / (high - low))), count - 1.0) + 1;
    }

    @SqlFunction(
            name = "random",
            description = "A number from 0 to below 1, another one at each call.",
            volatility = Volatility.VOLATILE)
    static double random() {
        return java.util.concurrent.ThreadLocalRandom.current().nextDouble();
    }
}

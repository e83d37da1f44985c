package dev.millrace.executor.function;

/** Inverse hyperbolic functions, precise near 0 and 1 too, by the formulas of W. Kahan and of fdlibm. */
final class Hyperbolic {

    /** From here on the 1 under the root is lost to rounding. */
    private static final double LARGE = 0x1p28;

    private Hyperbolic() {}

    static double asinh(double value) {
        double x = Math.abs(value);
        double result;
        if (x < 0x1p-28 || Double.isInfinite(x)) {
            return value;
        } else if (x > LARGE) {
            result = Math.log(x) + Math.log(2);
        } else if (x > 2) {
            result = Math.log(2 * x + 1 / (Math.sqrt(x * x + 1) + x));
        } else {
            double square = x * x;
            result = Math.log1p(x + square / (1 + Math.sqrt(1 + square)));
        }
        return Math.copySign(result, value);
    }

    /** @param value at least 1 */
    static double acosh(double value) {
        if (value > LARGE) {
            return Math.log(value) + Math.log(2);
        }
        if (value > 2) {
            return Math.log(2 * value - 1 / (value + Math.sqrt(value * value - 1)));
        }
        double rest = value - 1;
        return Math.log1p(rest + Math.sqrt(2 * rest + rest * rest));
    }

    /** @param value from -1 to 1 */
    static double atanh(double value) {
        double x = Math.abs(value);
        double twice = x + x;
        double result = x < 0.5
                ? 0.5 * Math.log1p(twice + twice * x / (1 - x))
                : 0.5 * Math.log1p(twice / (1 - x));
        return Math.copySign(result, value);
    }
}

package dev.millrace.executor.aggregate;

import java.math.BigInteger;

/** Rounds exact numbers to floating point, once: to nearest, ties to even. */
final class Rounding {

    /** Exponent of the smallest double. */
    static final int UNIT_EXPONENT = -1074;

    private Rounding() {}

    /** {@code units * 2^exponent}; infinite beyond the largest double. */
    static double toDouble(BigInteger units, int exponent) {
        return round(units, exponent, 53, Double.MIN_EXPONENT);
    }

    static float toFloat(BigInteger units, int exponent) {
        double rounded = round(units, exponent, 24, Float.MIN_EXPONENT);
        return (float) rounded;
    }

    private static double round(BigInteger units, int exponent, int precision, int exponentMin) {
        BigInteger magnitude = units.abs();
        int length = magnitude.bitLength();
        // Bits below the last one of a normal number, or of a subnormal one, are rounded away.
        int drop = Math.max(length - precision, exponentMin - precision + 1 - exponent);
        if (drop > 0) {
            boolean isHalf = magnitude.testBit(drop - 1);
            boolean isMore = isHalf && magnitude.getLowestSetBit() < drop - 1;
            magnitude = magnitude.shiftRight(drop);
            if (isHalf && (isMore || magnitude.testBit(0))) {
                magnitude = magnitude.add(BigInteger.ONE);
            }
        } else {
            drop = 0;
        }
        double value = Math.scalb((double) magnitude.longValueExact(), exponent + drop);
        return units.signum() < 0 ? -value : value;
    }

    /** {@code dividend / divisor * 2^exponent} as the nearest double. */
    static double quotient(BigInteger dividend, BigInteger divisor, int exponent) {
        if (dividend.signum() == 0) {
            return 0;
        }
        // So many more bits than a double has, and a last one that says whether anything is left.
        int shift = Math.max(0, 66 + divisor.bitLength() - dividend.bitLength());
        BigInteger[] parts = dividend.abs().shiftLeft(shift).divideAndRemainder(divisor.abs());
        BigInteger sticky = parts[0].shiftLeft(1);
        if (parts[1].signum() != 0) {
            sticky = sticky.setBit(0);
        }
        boolean isNegative = dividend.signum() != divisor.signum();
        return toDouble(isNegative ? sticky.negate() : sticky, exponent - shift - 1);
    }
}

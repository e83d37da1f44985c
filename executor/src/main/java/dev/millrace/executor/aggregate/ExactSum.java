package dev.millrace.executor.aggregate;

import java.math.BigInteger;
import java.util.Arrays;

import dev.millrace.executor.data.ByteBuilder;

/**
 * The exact sum of doubles, each taken any number of times: a long accumulator. Neither order nor values that were
 * added and taken back leave a trace; it is rounded once, when asked.
 *
 * <p>The sum is a whole number of 2^-1074 in digits of 32 bits; only the digits from the lowest to the highest that
 * were ever needed are kept. A digit may for a while exceed 32 bits in either direction; carries are settled before
 * that overflows.
 */
final class ExactSum {

    private static final int DIGIT_BITS = 32;
    private static final long DIGIT_MASK = 0xFFFFFFFFL;
    private static final int MANTISSA_BITS = 52;
    /** A digit takes a change of less than 2^33 in an addition, and must stay below 2^62. */
    private static final int ADDITIONS_MAX = 1 << 28;

    /** Weight of the lowest digit kept, in digits. */
    private int low;
    private long[] digits = new long[0];
    private int additions;
    private long nans;
    private long infinities;
    private long negativeInfinities;

    void add(double value, long weight) {
        if (Double.isNaN(value)) {
            nans += weight;
        } else if (Double.isInfinite(value)) {
            if (value > 0) {
                infinities += weight;
            } else {
                negativeInfinities += weight;
            }
        } else if (value != 0 && weight != 0) {
            addFinite(value, weight);
        }
    }

    private void addFinite(double value, long weight) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> MANTISSA_BITS) & 0x7FF;
        long mantissa = bits & (1L << MANTISSA_BITS) - 1;
        if (exponent != 0) {
            mantissa |= 1L << MANTISSA_BITS;
            exponent--;
        }
        boolean isNegative = bits < 0 != weight < 0;
        long count = Math.abs(weight);
        int first = exponent / DIGIT_BITS;
        int shift = exponent % DIGIT_BITS;
        long productLow = mantissa * count;
        long productHigh = Math.unsignedMultiplyHigh(mantissa, count);
        reserve(first, first + (productHigh == 0 ? 3 : 5));
        addPiece(first, productLow & DIGIT_MASK, shift, isNegative);
        addPiece(first + 1, productLow >>> DIGIT_BITS, shift, isNegative);
        if (productHigh != 0) {
            addPiece(first + 2, productHigh & DIGIT_MASK, shift, isNegative);
            addPiece(first + 3, productHigh >>> DIGIT_BITS, shift, isNegative);
        }
        if (++additions >= ADDITIONS_MAX) {
            settle();
        }
    }

    private void addPiece(int digit, long piece, int shift, boolean isNegative) {
        long shifted = piece << shift;
        long here = shifted & DIGIT_MASK;
        long above = shifted >>> DIGIT_BITS;
        int at = digit - low;
        digits[at] += isNegative ? -here : here;
        digits[at + 1] += isNegative ? -above : above;
    }

    /** Makes room for the digits {@code [from, to)}. */
    private void reserve(int from, int to) {
        if (digits.length == 0) {
            low = from;
            digits = new long[to - from];
        } else if (from < low || to > low + digits.length) {
            int newLow = Math.min(from, low);
            int newHigh = Math.max(to, low + digits.length);
            long[] wider = new long[newHigh - newLow];
            System.arraycopy(digits, 0, wider, low - newLow, digits.length);
            digits = wider;
            low = newLow;
        }
    }

    /** Brings every digit but the highest into 0..2^32 and drops zeros at both ends: equal sums look the same. */
    private void settle() {
        additions = 0;
        long carry = 0;
        for (int i = 0; i < digits.length; i++) {
            long value = digits[i] + carry;
            digits[i] = value & DIGIT_MASK;
            carry = value >> DIGIT_BITS;
        }
        if (carry != 0) {
            // The sign lives above the highest digit: one more keeps it as a whole signed digit.
            digits = Arrays.copyOf(digits, digits.length + 1);
            digits[digits.length - 1] = carry;
        }
        int high = digits.length;
        while (high > 0 && digits[high - 1] == 0) {
            high--;
        }
        // A highest digit of -1 above one that has the rest is the same as that one made negative.
        while (high > 1 && digits[high - 1] == -1 && digits[high - 2] != 0) {
            high--;
            digits[high - 1] -= 1L << DIGIT_BITS;
        }
        int from = 0;
        while (from < high && digits[from] == 0) {
            from++;
        }
        digits = Arrays.copyOfRange(digits, from, high);
        low = digits.length == 0 ? 0 : low + from;
    }

    /** Whether NaN or an infinity decides the sum. */
    boolean isSpecial() {
        return nans != 0 || infinities != 0 || negativeInfinities != 0;
    }

    double special() {
        if (nans != 0 || infinities != 0 && negativeInfinities != 0) {
            return Double.NaN;
        }
        return infinities != 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    /** The sum in units of 2^-1074; of the finite values only. */
    BigInteger units() {
        settle();
        BigInteger sum = BigInteger.ZERO;
        for (int i = digits.length - 1; i >= 0; i--) {
            sum = sum.shiftLeft(DIGIT_BITS).add(BigInteger.valueOf(digits[i]));
        }
        return sum.shiftLeft(low * DIGIT_BITS);
    }

    /** The double nearest to the sum, ties to even; infinite when it is beyond the largest. */
    double doubleValue() {
        return isSpecial() ? special() : Rounding.toDouble(units(), Rounding.UNIT_EXPONENT);
    }

    float floatValue() {
        return isSpecial() ? (float) special() : Rounding.toFloat(units(), Rounding.UNIT_EXPONENT);
    }

    int load(byte[] data, int start) {
        nans = Words.get(data, start);
        infinities = Words.get(data, start + 8);
        negativeInfinities = Words.get(data, start + 16);
        long shape = Words.get(data, start + 24);
        low = (int) shape;
        digits = new long[(int) (shape >>> 32)];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = Words.get(data, start + 32 + 8 * i);
        }
        return start + 32 + 8 * digits.length;
    }

    void store(ByteBuilder out) {
        settle();
        out.appendLittleEndian(nans);
        out.appendLittleEndian(infinities);
        out.appendLittleEndian(negativeInfinities);
        out.appendLittleEndian((long) digits.length << 32 | low);
        for (long digit : digits) {
            out.appendLittleEndian(digit);
        }
    }
}

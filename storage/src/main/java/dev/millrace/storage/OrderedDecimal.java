package dev.millrace.storage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Ordered, reversible bytes of SQL's numeric; the rules are those of {@link OrderedBytes}.
 *
 * <p>First a byte for the kind: negative infinity, negative, zero, positive, infinity, NaN (greater than all, as in
 * PostgreSQL). A positive number is then 0.d1d2d3… times a power of ten, with d1 not zero: the exponent as a compact
 * long, two digits a byte, each byte one more than the pair, without zeros at the end, and a zero byte. A negative
 * number has the same bytes inverted. Last comes the scale, so that 1.0 and 1.00 are two encodings that lie side by
 * side, 1.0 first.
 *
 * <p>They are equal in SQL. Keys by which values are grouped or joined use {@link #putValue}, which leaves out the
 * scale and so writes equal bytes for equal values; reading them back gives the value with the smallest scale not below
 * zero.
 */
public final class OrderedDecimal {
    /** What kind of numeric an encoding is. */
    public enum Kind { NEGATIVE_INFINITY, FINITE, INFINITY, NAN }

    private static final int NEGATIVE_INFINITY = 0x10;
    private static final int NEGATIVE = 0x20;
    private static final int ZERO = 0x30;
    private static final int POSITIVE = 0x40;
    private static final int INFINITY = 0x50;
    private static final int NAN = 0x60;

    private static final int RADIX = 100;

    /** Digits that a long always holds. */
    private static final int LONG_DIGITS = 18;

    private static final int LONG_PAIRS = LONG_DIGITS / 2;

    private OrderedDecimal() {}

    public static void putNaN(ByteWriter target) {
        target.putByte(NAN);
    }

    public static void putInfinity(ByteWriter target, boolean isNegative) {
        target.putByte(isNegative ? NEGATIVE_INFINITY : INFINITY);
    }

    /** Writes a value and its scale. */
    public static void put(ByteWriter target, BigDecimal value) {
        putValue(target, value);
        OrderedBytes.putCompactLong(target, value.scale());
    }

    /** Writes {@code unscaled / 10^scale} and the scale, the same bytes as for the BigDecimal, without making one. */
    public static void put(ByteWriter target, long unscaled, int scale) {
        putValue(target, unscaled, scale);
        OrderedBytes.putCompactLong(target, scale);
    }

    /** Writes a value without its scale: equal values give equal bytes. */
    public static void putValue(ByteWriter target, BigDecimal value) {
        BigInteger unscaled = value.unscaledValue();
        if (unscaled.bitLength() < Long.SIZE) {
            putValue(target, unscaled.longValue(), value.scale());
            return;
        }
        byte[] digits = unscaled.abs().toString().getBytes(US_ASCII);
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) (digits[i] - '0');
        }
        putDigits(target, unscaled.signum() < 0, digits, digits.length, value.scale());
    }

    /** Writes {@code unscaled / 10^scale} without its scale. */
    public static void putValue(ByteWriter target, long unscaled, int scale) {
        if (unscaled == 0) {
            target.putByte(ZERO);
            return;
        }
        byte[] digits = new byte[LONG_DIGITS + 2];
        int first = digits.length;
        // Negative numbers have one value more than positive ones, so the digits are taken from those.
        for (long rest = unscaled > 0 ? -unscaled : unscaled; rest != 0; rest /= 10) {
            digits[--first] = (byte) -(rest % 10);
        }
        int count = digits.length - first;
        System.arraycopy(digits, first, digits, 0, count);
        putDigits(target, unscaled < 0, digits, count, scale);
    }

    private static void putDigits(ByteWriter target, boolean isNegative, byte[] digits, int count, int scale) {
        int significant = count;
        while (digits[significant - 1] == 0) {
            significant--;
        }
        target.putByte(isNegative ? NEGATIVE : POSITIVE);
        int start = target.length();
        OrderedBytes.putCompactLong(target, (long) count - scale);
        for (int i = 0; i < significant; i += 2) {
            int low = i + 1 < significant ? digits[i + 1] : 0;
            target.putByte(digits[i] * 10 + low + 1);
        }
        target.putByte(0);
        if (isNegative) {
            OrderedBytes.invert(target, start);
        }
    }

    /** The kind of the encoding that follows; the reader does not move. */
    public static Kind peekKind(ByteReader source) {
        return switch (source.peekByte()) {
            case NEGATIVE_INFINITY -> Kind.NEGATIVE_INFINITY;
            case NEGATIVE, ZERO, POSITIVE -> Kind.FINITE;
            case INFINITY -> Kind.INFINITY;
            case NAN -> Kind.NAN;
            default -> throw new IllegalArgumentException("not an ordered numeric");
        };
    }

    /** Moves behind a NaN or an infinity. */
    public static void skipSpecial(ByteReader source) {
        source.skip(1);
    }

    /** Reads what {@link #put} wrote, which must be finite. */
    public static BigDecimal get(ByteReader source) {
        BigDecimal value = getStripped(source);
        // The value has no more digits than the scale that was written, so this never rounds.
        return value.setScale(Math.toIntExact(OrderedBytes.getCompactLong(source)));
    }

    /** Reads what {@link #putValue} wrote, which must be finite, with the smallest scale not below zero. */
    public static BigDecimal getValue(ByteReader source) {
        BigDecimal value = getStripped(source);
        return value.scale() < 0 ? value.setScale(0) : value;
    }

    private static BigDecimal getStripped(ByteReader source) {
        int kind = source.getByte();
        if (kind == ZERO) {
            return BigDecimal.ZERO;
        }
        if (kind != POSITIVE && kind != NEGATIVE) {
            throw new IllegalArgumentException("not an ordered finite numeric");
        }
        boolean isNegative = kind == NEGATIVE;
        int outerMask = source.mask();
        source.inverted(isNegative != (outerMask != 0));
        long exponent = OrderedBytes.getCompactLong(source);
        byte[] pairs = null;
        long small = 0;
        int count = 0;
        for (int pair = source.getByte(); pair != 0; pair = source.getByte()) {
            if (pair > RADIX) {
                throw new IllegalArgumentException("a wrong digit in an ordered numeric");
            }
            if (count == LONG_PAIRS) {
                pairs = pairsOf(small);
            } else if (pairs != null && count == pairs.length) {
                pairs = Arrays.copyOf(pairs, 2 * count);
            }
            if (pairs == null) {
                small = small * RADIX + pair - 1;
            } else {
                pairs[count] = (byte) (pair - 1);
            }
            count++;
        }
        source.inverted(outerMask != 0);
        int digits = 2 * count;
        BigInteger unscaled =
                pairs == null ? BigInteger.valueOf(small) : ofPairs(pairs, 0, count, new HashMap<>());
        return new BigDecimal(
                isNegative ? unscaled.negate() : unscaled, Math.toIntExact(digits - exponent)).stripTrailingZeros();
    }

    /** The pairs of digits of what a long just holds, with room for as many again. */
    private static byte[] pairsOf(long value) {
        byte[] pairs = new byte[2 * LONG_PAIRS];
        long rest = value;
        for (int i = LONG_PAIRS - 1; i >= 0; i--) {
            pairs[i] = (byte) (rest % RADIX);
            rest /= RADIX;
        }
        return pairs;
    }

    /** By halves: one digit after the other would take time by the square of their number. */
    private static BigInteger ofPairs(byte[] pairs, int from, int to, Map<Integer, BigInteger> powers) {
        if (to - from <= LONG_PAIRS) {
            long value = 0;
            for (int i = from; i < to; i++) {
                value = value * RADIX + pairs[i];
            }
            return BigInteger.valueOf(value);
        }
        int low = (to - from) / 2;
        BigInteger power = powers.computeIfAbsent(low, BigInteger.valueOf(RADIX)::pow);
        return ofPairs(pairs, from, to - low, powers).multiply(power).add(ofPairs(pairs, to - low, to, powers));
    }
}

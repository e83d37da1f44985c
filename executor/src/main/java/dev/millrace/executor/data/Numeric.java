package dev.millrace.executor.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * A value of SQL's NUMERIC: a decimal with its display scale, or NaN or an infinity.
 *
 * <p>Physical form: byte 0 is the scale when below 0xF0, then follows the unscaled value, two's complement, big-endian,
 * in as few bytes as hold it; 0xFB means that the scale stands in the next two bytes; 0xFD is NaN, 0xFE infinity, 0xFF
 * -infinity.
 *
 * <p>Equal values of different scale (1.0 and 1.00) differ in bytes. Whoever groups, joins or hashes by a numeric must
 * use {@link #normalise}d bytes as the key and keep the value as it first came, as PostgreSQL does.
 */
public final class Numeric implements Comparable<Numeric> {

    public static final Numeric NAN = new Numeric(null, 2);
    public static final Numeric INFINITY = new Numeric(null, 1);
    public static final Numeric NEGATIVE_INFINITY = new Numeric(null, -1);
    public static final Numeric ZERO = new Numeric(BigDecimal.ZERO, 0);
    public static final Numeric ONE = new Numeric(BigDecimal.ONE, 0);

    /** Most digits after the point, as PostgreSQL's NUMERIC_DSCALE_MAX. */
    public static final int SCALE_MAX = 16383;

    /** Most digits before the point. */
    public static final int INTEGER_DIGITS_MAX = 131072;

    private static final int WIDE_SCALE = 0xFB;
    private static final int TAG_NAN = 0xFD;
    private static final int TAG_INFINITY = 0xFE;
    private static final int TAG_NEGATIVE_INFINITY = 0xFF;
    private static final int SHORT_SCALE_END = 0xF0;

    /** Largest scale of {@link #append(ColumnBuilder, long, int)} and {@link #isCompact}. */
    public static final int COMPACT_SCALE_MAX = SHORT_SCALE_END - 1;

    static final long[] POWERS_OF_TEN = new long[19];

    static {
        POWERS_OF_TEN[0] = 1;
        for (int i = 1; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
        }
    }

    /** @param exponent from 0 to 18 */
    public static long powerOfTen(int exponent) {
        return POWERS_OF_TEN[exponent];
    }

    private final BigDecimal value;
    /** 0 for a finite value; -1, 1 for the infinities, 2 for NaN: also their order around the finite ones. */
    private final int special;

    private Numeric(BigDecimal value, int special) {
        this.value = value;
        this.special = special;
    }

    /** @throws SqlException 22003 beyond the limits of the type */
    public static Numeric of(BigDecimal value) {
        BigDecimal scaled = value.scale() < 0 ? withoutNegativeScale(value) : value;
        if (scaled.scale() > SCALE_MAX) {
            scaled = scaled.setScale(SCALE_MAX, java.math.RoundingMode.HALF_UP);
        }
        if (scaled.precision() - scaled.scale() > INTEGER_DIGITS_MAX) {
            throw overflow();
        }
        return new Numeric(scaled, 0);
    }

    private static BigDecimal withoutNegativeScale(BigDecimal value) {
        if (value.signum() != 0 && (long) value.precision() - value.scale() > INTEGER_DIGITS_MAX) {
            throw overflow();
        }
        return value.signum() == 0 ? BigDecimal.ZERO : value.setScale(0);
    }

    private static SqlException overflow() {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
    }

    public static Numeric of(long value) {
        return new Numeric(BigDecimal.valueOf(value), 0);
    }

    public boolean isFinite() {
        return special == 0;
    }

    public boolean isNaN() {
        return special == 2;
    }

    public boolean isInfinite() {
        return special == 1 || special == -1;
    }

    /** The decimal value; only of a finite one. */
    public BigDecimal decimal() {
        if (special != 0) {
            throw new IllegalStateException("not finite: " + this);
        }
        return value;
    }

    public int scale() {
        return special == 0 ? value.scale() : 0;
    }

    /** -1, 0 or 1; of NaN 0. */
    public int signum() {
        return special == 0 ? value.signum() : special == 2 ? 0 : special;
    }

    public double doubleValue() {
        return switch (special) {
            case -1 -> Double.NEGATIVE_INFINITY;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NaN;
            default -> value.doubleValue();
        };
    }

    /** PostgreSQL's order: -infinity, finite values, infinity, NaN; scale does not matter. */
    @Override
    public int compareTo(Numeric other) {
        if (special != 0 || other.special != 0) {
            return Integer.compare(special, other.special);
        }
        return value.compareTo(other.value);
    }

    /** Equality of values; scale does not matter. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Numeric numeric && compareTo(numeric) == 0;
    }

    @Override
    public int hashCode() {
        return special != 0 ? special : value.stripTrailingZeros().hashCode();
    }

    @Override
    public String toString() {
        return switch (special) {
            case -1 -> "-Infinity";
            case 1 -> "Infinity";
            case 2 -> "NaN";
            default -> value.toPlainString();
        };
    }

    // The physical form

    public static Numeric read(byte[] data, int start, int end) {
        int tag = data[start] & 0xFF;
        return switch (tag) {
            case TAG_NAN -> NAN;
            case TAG_INFINITY -> INFINITY;
            case TAG_NEGATIVE_INFINITY -> NEGATIVE_INFINITY;
            default -> new Numeric(decimal(data, start, end), 0);
        };
    }

    public static Numeric read(BytesColumn column, int row) {
        return read(column.data(), column.start(row), column.end(row));
    }

    private static BigDecimal decimal(byte[] data, int start, int end) {
        int scale = scale(data, start);
        int from = unscaledStart(data, start);
        if (end - from <= 8) {
            return BigDecimal.valueOf(readLong(data, from, end), scale);
        }
        return new BigDecimal(new BigInteger(data, from, end - from), scale);
    }

    public byte[] toBytes() {
        if (special != 0) {
            return new byte[] {(byte) (special == 2 ? TAG_NAN : special == 1 ? TAG_INFINITY : TAG_NEGATIVE_INFINITY)};
        }
        byte[] unscaled = value.unscaledValue().toByteArray();
        int scale = value.scale();
        int prefix = scale < SHORT_SCALE_END ? 1 : 3;
        byte[] bytes = new byte[prefix + unscaled.length];
        if (prefix == 1) {
            bytes[0] = (byte) scale;
        } else {
            bytes[0] = (byte) WIDE_SCALE;
            bytes[1] = (byte) (scale >> 8);
            bytes[2] = (byte) scale;
        }
        System.arraycopy(unscaled, 0, bytes, prefix, unscaled.length);
        return bytes;
    }

    public void appendTo(ColumnBuilder builder) {
        if (special == 0 && value.scale() < SHORT_SCALE_END && value.precision() <= 18) {
            append(builder, value.unscaledValue().longValue(), value.scale());
        } else {
            builder.appendBytes(toBytes());
        }
    }

    /** Appends {@code unscaled * 10^-scale} without making objects. @param scale at most {@link #COMPACT_SCALE_MAX} */
    public static void append(ColumnBuilder builder, long unscaled, int scale) {
        int length = longLength(unscaled);
        long word = unscaled << (64 - 8 * length);
        builder.appendTagged((byte) scale, word, length);
    }

    /** The same of an unscaled value of 128 bits. */
    public static void append(ColumnBuilder builder, long high, long low, int scale) {
        if (high == low >> 63) {
            append(builder, low, scale);
        } else {
            int length = longLength(high);
            builder.appendTagged((byte) scale, high << (64 - 8 * length), length, low);
        }
    }

    /** Whether the value is finite and its unscaled form fits a long, so that {@link #unscaledLong} may be asked. */
    public static boolean isCompact(byte[] data, int start, int end) {
        return (data[start] & 0xFF) < SHORT_SCALE_END && end - start <= 9;
    }

    /** Unscaled value of a compact one. */
    public static long unscaledLong(byte[] data, int start, int end) {
        return readLong(data, start + 1, end);
    }

    /** Scale of a finite value. */
    public static int scale(byte[] data, int start) {
        int first = data[start] & 0xFF;
        return first < SHORT_SCALE_END ? first : (data[start + 1] & 0xFF) << 8 | data[start + 2] & 0xFF;
    }

    private static int unscaledStart(byte[] data, int start) {
        return (data[start] & 0xFF) < SHORT_SCALE_END ? start + 1 : start + 3;
    }

    private static long readLong(byte[] data, int from, int end) {
        long value = from < end ? data[from] : 0;
        for (int i = from + 1; i < end; i++) {
            value = value << 8 | data[i] & 0xFF;
        }
        return value;
    }

    /** Bytes of the minimal two's complement form. */
    private static int longLength(long value) {
        return (64 - Long.numberOfLeadingZeros(value ^ (value >> 63))) / 8 + 1;
    }

    /** Compares physical forms by value; see {@link #compareTo}. */
    public static int compare(byte[] left, int leftStart, int leftEnd, byte[] right, int rightStart, int rightEnd) {
        if (isCompact(left, leftStart, leftEnd) && isCompact(right, rightStart, rightEnd)) {
            long leftUnscaled = unscaledLong(left, leftStart, leftEnd);
            long rightUnscaled = unscaledLong(right, rightStart, rightEnd);
            int difference = (left[leftStart] & 0xFF) - (right[rightStart] & 0xFF);
            if (difference == 0) {
                return Long.compare(leftUnscaled, rightUnscaled);
            }
            int distance = Math.abs(difference);
            if (distance < POWERS_OF_TEN.length) {
                long factor = POWERS_OF_TEN[distance];
                long scaled = difference < 0 ? leftUnscaled : rightUnscaled;
                long product = scaled * factor;
                if (Math.multiplyHigh(scaled, factor) == product >> 63) {
                    return difference < 0 ? Long.compare(product, rightUnscaled) : Long.compare(leftUnscaled, product);
                }
            }
        }
        return read(left, leftStart, leftEnd).compareTo(read(right, rightStart, rightEnd));
    }

    /** The bytes that all values equal to this one share: trailing zeros of the fraction removed. */
    public static byte[] normalise(byte[] data, int start, int end) {
        if (isCompact(data, start, end)) {
            int scale = data[start] & 0xFF;
            long unscaled = unscaledLong(data, start, end);
            if (scale == 0 || unscaled % 10 != 0) {
                return Arrays.copyOfRange(data, start, end);
            }
            while (scale > 0 && unscaled % 10 == 0) {
                unscaled /= 10;
                scale--;
            }
            int length = longLength(unscaled);
            byte[] bytes = new byte[1 + length];
            bytes[0] = (byte) scale;
            for (int i = length; i > 0; i--) {
                bytes[i] = (byte) unscaled;
                unscaled >>= 8;
            }
            return bytes;
        }
        Numeric numeric = read(data, start, end);
        return numeric.isFinite() ? of(numeric.value.stripTrailingZeros()).toBytes() : numeric.toBytes();
    }
}

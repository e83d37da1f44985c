package dev.millrace.storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Encodes values so that comparing the bytes, unsigned and from the left, is comparing the values; and reads them back.
 *
 * <p>A key is the encodings of its columns one after the other: each one knows its own end, and none is a prefix of
 * another, so the first column that differs decides. A column in descending order is written ascending and then
 * inverted ({@link #invert}); {@link ByteReader#inverted} reads it. A nullable column begins with {@link #putNull} or
 * {@link #putNotNull}.
 *
 * <table>
 * <caption>Encodings</caption>
 * <tr><td>null marker</td><td>00 a value follows, 01 null: nulls are last, as in PostgreSQL</td></tr>
 * <tr><td>boolean</td><td>00 false, 01 true</td></tr>
 * <tr><td>int, long</td><td>4 or 8 bytes, sign bit inverted</td></tr>
 * <tr><td>compact long</td><td>1 to 9 bytes: 08..F7 are -120..119; below and above, the count of bytes and the
 * bytes</td></tr>
 * <tr><td>float, double</td><td>IEEE bits; negative ones inverted, the others with the sign bit inverted. -0.0 becomes
 * 0.0, every NaN the one that is greater than all else</td></tr>
 * <tr><td>bytes</td><td>the bytes, 00 written as 01 01 and 01 as 01 02; then 00</td></tr>
 * <tr><td>fixed bytes</td><td>as they are</td></tr>
 * <tr><td>numeric</td><td>see {@link OrderedDecimal}</td></tr>
 * </table>
 */
public final class OrderedBytes {
    private static final int NOT_NULL = 0;
    private static final int NULL = 1;

    /** Compact longs: the byte of zero, and the largest distance from it that needs no further byte, exclusive. */
    private static final int COMPACT_ZERO = 0x80;
    private static final int COMPACT_INLINE = 120;

    private static final int END = 0;
    private static final int ESCAPE = 1;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;

    private OrderedBytes() {}

    public static void putNull(ByteWriter target) {
        target.putByte(NULL);
    }

    public static void putNotNull(ByteWriter target) {
        target.putByte(NOT_NULL);
    }

    /** Reads the marker of {@link #putNull} or {@link #putNotNull}. */
    public static boolean isNull(ByteReader source) {
        return source.getByte() == NULL;
    }

    public static void putBoolean(ByteWriter target, boolean value) {
        target.putByte(value ? 1 : 0);
    }

    public static boolean getBoolean(ByteReader source) {
        return source.getByte() != 0;
    }

    public static void putInt(ByteWriter target, int value) {
        target.putInt(value ^ Integer.MIN_VALUE);
    }

    public static int getInt(ByteReader source) {
        return source.getInt() ^ Integer.MIN_VALUE;
    }

    public static void putLong(ByteWriter target, long value) {
        target.putLong(value ^ Long.MIN_VALUE);
    }

    public static long getLong(ByteReader source) {
        return source.getLong() ^ Long.MIN_VALUE;
    }

    /** Like {@link #putLong}, in fewer bytes for numbers near zero. The two do not compare with each other. */
    public static void putCompactLong(ByteWriter target, long value) {
        if (value >= -COMPACT_INLINE && value < COMPACT_INLINE) {
            target.putByte(COMPACT_ZERO + (int) value);
            return;
        }
        long magnitude = value < 0 ? ~value : value;
        int count = (Long.SIZE - Long.numberOfLeadingZeros(magnitude) + 7) / Byte.SIZE;
        int first = COMPACT_ZERO + COMPACT_INLINE - 1 + count;
        target.putByte(value < 0 ? ~first : first);
        for (int shift = (count - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            target.putByte((int) (value >>> shift));
        }
    }

    public static long getCompactLong(ByteReader source) {
        int first = source.getByte();
        int distance = first - COMPACT_ZERO;
        if (distance >= -COMPACT_INLINE && distance < COMPACT_INLINE) {
            return distance;
        }
        boolean isNegative = distance < 0;
        int count = (isNegative ? ~distance : distance) - COMPACT_INLINE + 1;
        long value = isNegative ? -1 : 0;
        for (int i = 0; i < count; i++) {
            value = value << Byte.SIZE | source.getByte();
        }
        return value;
    }

    /** -0.0 is written as 0.0: they are equal in SQL, and equal keys must be equal bytes. */
    public static void putDouble(ByteWriter target, double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        target.putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
    }

    public static double getDouble(ByteReader source) {
        long bits = source.getLong();
        return Double.longBitsToDouble(bits < 0 ? bits ^ Long.MIN_VALUE : ~bits);
    }

    /** -0.0 is written as 0.0: they are equal in SQL, and equal keys must be equal bytes. */
    public static void putFloat(ByteWriter target, float value) {
        int bits = Float.floatToIntBits(value + 0.0f);
        target.putInt(bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE);
    }

    public static float getFloat(ByteReader source) {
        int bits = source.getInt();
        return Float.intBitsToFloat(bits < 0 ? bits ^ Integer.MIN_VALUE : ~bits);
    }

    public static void putBytes(ByteWriter target, byte[] value) {
        putBytes(target, value, 0, value.length);
    }

    /**
     * Bytes of any length, ordered as unsigned bytes, the shorter first: text in UTF-8 under the C collation, bytea.
     */
    public static void putBytes(ByteWriter target, byte[] value, int offset, int length) {
        int end = offset + length;
        int plainFrom = offset;
        for (int i = offset; i < end; i++) {
            while (i + Long.BYTES <= end && !hasZero((long) LONG.get(value, i) & ~ONES)) {
                i += Long.BYTES;
            }
            if (i < end && (value[i] & 0xff) <= ESCAPE) {
                target.putBytes(value, plainFrom, i - plainFrom);
                target.putByte(ESCAPE);
                target.putByte(value[i] + 1);
                plainFrom = i + 1;
            }
        }
        target.putBytes(value, plainFrom, end - plainFrom);
        target.putByte(END);
    }

    public static byte[] getBytes(ByteReader source) {
        ByteWriter value = new ByteWriter(Math.min(encodedLength(source), source.remaining()));
        getBytes(source, value);
        return value.length() == value.array().length ? value.array() : value.toByteArray();
    }

    /** Appends the value to the writer, and returns its length. */
    public static int getBytes(ByteReader source, ByteWriter target) {
        int encodedLength = encodedLength(source);
        byte[] array = source.array();
        int mask = source.mask();
        int from = source.position();
        int to = from + encodedLength;
        if (mask == 0 && !hasEscape(array, from, to)) {
            target.putBytes(array, from, encodedLength);
            source.position(to + 1);
            return encodedLength;
        }
        int start = target.extend(encodedLength);
        byte[] decoded = target.array();
        int at = start;
        for (int i = from; i < to; i++) {
            int next = (array[i] ^ mask) & 0xff;
            if (next == ESCAPE) {
                i++;
                next = i < to ? ((array[i] ^ mask) & 0xff) - 1 : -1;
                if (next != 0 && next != 1) {
                    throw new IllegalArgumentException("a wrong escape in ordered bytes");
                }
            }
            decoded[at++] = (byte) next;
        }
        target.truncate(at);
        source.position(to + 1);
        return at - start;
    }

    /** Moves behind a value of {@link #putBytes} without decoding it. */
    public static void skipBytes(ByteReader source) {
        source.skip(encodedLength(source) + 1);
    }

    private static boolean hasEscape(byte[] array, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            if (hasZero((long) LONG.get(array, at) ^ ESCAPE * ONES)) {
                return true;
            }
        }
        for (; at < to; at++) {
            if (array[at] == ESCAPE) {
                return true;
            }
        }
        return false;
    }

    /** Whether any byte of a word is zero. */
    private static boolean hasZero(long word) {
        return (word - ONES & ~word & ONES << 7) != 0;
    }

    /** How many bytes lie before the end mark. */
    private static int encodedLength(ByteReader source) {
        byte[] array = source.array();
        byte end = (byte) (END ^ source.mask());
        int from = source.position();
        int limit = source.limit();
        int at = from;
        long ends = (end & 0xffL) * ONES;
        while (at + Long.BYTES <= limit && !hasZero((long) LONG.get(array, at) ^ ends)) {
            at += Long.BYTES;
        }
        while (at < limit && array[at] != end) {
            at++;
        }
        if (at == limit) {
            throw new IndexOutOfBoundsException("ordered bytes without an end");
        }
        return at - from;
    }

    /** Bytes of a length that the reader knows, such as a uuid. */
    public static void putFixedBytes(ByteWriter target, byte[] value, int offset, int length) {
        target.putBytes(value, offset, length);
    }

    public static byte[] getFixedBytes(ByteReader source, int length) {
        return source.getBytes(length);
    }

    /** Reverses the order of what was written from the index on. */
    public static void invert(ByteWriter target, int from) {
        byte[] array = target.array();
        int end = target.length();
        for (int i = from; i < end; i++) {
            array[i] = (byte) ~array[i];
        }
    }

    /**
     * The smallest key that is greater than all keys beginning with these bytes; null if there is none, because they
     * are all FF. With the prefix as the first bound it is the second one of a scan.
     */
    public static byte[] prefixEnd(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == -1) {
            length--;
        }
        if (length == 0) {
            return null;
        }
        byte[] end = Arrays.copyOf(prefix, length);
        end[length - 1]++;
        return end;
    }
}

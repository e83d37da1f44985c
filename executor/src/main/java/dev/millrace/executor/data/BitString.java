package dev.millrace.executor.data;

import java.util.Arrays;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/**
 * Strings of bits. Physical form: bytes whose unsigned order is that of the values, which is PostgreSQL's: by the bits,
 * filled up with zeros to whole bytes, then by length. Each byte of eight bits as it is, but 0 as 0 255; then 0 and how
 * many bits of the last byte count (0 where there is none).
 */
public final class BitString {

    /** PostgreSQL's bound. */
    public static final int LENGTH_MAX = 83_886_080;

    private final byte[] bits;
    private final int length;

    private BitString(byte[] bits, int length) {
        this.bits = bits;
        this.length = length;
    }

    public static BitString zeros(int length) {
        return new BitString(new byte[(length + 7) >> 3], length);
    }

    /** @param bits packed, the first one being the highest of the first byte; what is behind the length is cleared */
    public static BitString ofPacked(byte[] bits, int length) {
        byte[] copy = Arrays.copyOf(bits, (length + 7) >> 3);
        if ((length & 7) != 0) {
            copy[copy.length - 1] &= (byte) (0xFF << (8 - (length & 7)));
        }
        return new BitString(copy, length);
    }

    public static BitString read(byte[] data, int start, int end) {
        byte[] bits = new byte[end - start];
        int count = 0;
        int at = start;
        while (data[at] != 0 || data[at + 1] == -1) {
            bits[count++] = data[at];
            at += data[at] == 0 ? 2 : 1;
        }
        int used = data[at + 1];
        return new BitString(Arrays.copyOf(bits, count), count == 0 ? 0 : 8 * (count - 1) + used);
    }

    public static BitString read(byte[] value) {
        return read(value, 0, value.length);
    }

    public byte[] toBytes() {
        ByteBuilder out = new ByteBuilder();
        for (byte bit : bits) {
            out.append(bit);
            if (bit == 0) {
                out.append(0xFF);
            }
        }
        out.append(0);
        out.append(length == 0 ? 0 : (length - 1) % 8 + 1);
        return out.toBytes();
    }

    public int length() {
        return length;
    }

    /** The bits, in whole bytes; the caller's. */
    public byte[] packed() {
        return bits.clone();
    }

    /** @param index from 0 */
    public boolean get(int index) {
        return (bits[index >> 3] >> (7 - (index & 7)) & 1) != 0;
    }

    public BitString with(int index, boolean bit) {
        byte[] changed = bits.clone();
        int mask = 0x80 >> (index & 7);
        changed[index >> 3] = (byte) (bit ? changed[index >> 3] | mask : changed[index >> 3] & ~mask);
        return new BitString(changed, length);
    }

    /** The bits from one place to before another; both are inside. */
    public BitString slice(int from, int to) {
        BitString out = zeros(to - from);
        out.put(0, this, from, to - from);
        return out;
    }

    public BitString concatenate(BitString other) {
        requireLength((long) length + other.length);
        BitString out = zeros(length + other.length);
        out.put(0, this, 0, length);
        out.put(length, other, 0, other.length);
        return out;
    }

    /** Moved to the left (to the right by a negative number); zeros come in. */
    public BitString shifted(long places) {
        BitString out = zeros(length);
        if (places >= 0 && places < length) {
            out.put(0, this, (int) places, length - (int) places);
        } else if (places < 0 && -places < length) {
            out.put((int) -places, this, 0, length + (int) places);
        }
        return out;
    }

    /** Cut, or filled up with zeros behind. */
    public BitString fitted(int to) {
        return ofPacked(bits, to);
    }

    private void put(int at, BitString from, int start, int count) {
        for (int i = 0; i < count; i++) {
            if (from.get(start + i)) {
                bits[(at + i) >> 3] |= (byte) (0x80 >> ((at + i) & 7));
            }
        }
    }

    public static void requireLength(long length) {
        if (length > Integer.MAX_VALUE - 8) {
            throw new SqlException(SqlState.PROGRAM_LIMIT_EXCEEDED, "bit string length exceeds the maximum allowed ("
                    + (Integer.MAX_VALUE - 7) + ")");
        }
    }

    /** Binary digits, or hexadecimal ones behind an x; a b may stand before the binary ones. */
    public static BitString parse(String text) {
        boolean isMarked = !text.isEmpty() && "bBxX".indexOf(text.charAt(0)) >= 0;
        boolean isHexadecimal = isMarked && Character.toLowerCase(text.charAt(0)) == 'x';
        int width = isHexadecimal ? 4 : 1;
        int start = isMarked ? 1 : 0;
        BitString out = zeros((text.length() - start) * width);
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, isHexadecimal ? 16 : 2) : -1;
            if (digit < 0) {
                throw new SqlException(
                        SqlState.INVALID_TEXT_REPRESENTATION,
                        "\"" + Character.toString(text.codePointAt(i)) + "\" is not a valid "
                                + (isHexadecimal ? "hexadecimal" : "binary") + " digit");
            }
            for (int bit = 0; bit < width; bit++) {
                int at = (i - start) * width + bit;
                out.bits[at >> 3] |= (byte) ((digit >> (width - 1 - bit) & 1) << (7 - (at & 7)));
            }
        }
        return out;
    }

    /**
     * As a type with a length takes it.
     *
     * @param isForced as by an explicit cast, which cuts and fills
     */
    public BitString as(SqlType type, boolean isForced) {
        int wanted = type.precision();
        boolean isVarying = type.kind() == SqlType.Kind.VARBIT;
        if (wanted == SqlType.UNSPECIFIED || length == wanted || isVarying && length < wanted) {
            return this;
        }
        if (isForced) {
            return fitted(wanted);
        }
        if (isVarying) {
            throw new SqlException(
                    SqlState.STRING_DATA_RIGHT_TRUNCATION, "bit string too long for type bit varying(" + wanted + ")");
        }
        throw new SqlException(
                "22026", "bit string length " + length + " does not match type bit(" + wanted + ")");
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            out.append(get(i) ? '1' : '0');
        }
        return out.toString();
    }
}

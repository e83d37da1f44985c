package dev.millrace.storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads a stretch of a byte array from front to back; the counterpart of {@link ByteWriter}, reused likewise. Reading
 * past the end throws an {@link IndexOutOfBoundsException}.
 */
public final class ByteReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NOTHING = {};

    private byte[] array = NOTHING;
    private int position;
    private int limit;

    /** 0, or -1 while reading bytes that were inverted for descending order. */
    private int mask;

    public ByteReader() {}

    public ByteReader(byte[] array) {
        set(array, 0, array.length);
    }

    /** Reads these bytes from now on. */
    public ByteReader set(byte[] newArray, int from, int to) {
        array = newArray;
        position = from;
        limit = to;
        mask = 0;
        return this;
    }

    /** Whether what follows was inverted by {@link OrderedBytes#invert}, and is to be inverted back while reading. */
    public ByteReader inverted(boolean isInverted) {
        mask = isInverted ? -1 : 0;
        return this;
    }

    int mask() {
        return mask;
    }

    public byte[] array() {
        return array;
    }

    /** The index in the array of the next byte. */
    public int position() {
        return position;
    }

    public void position(int newPosition) {
        position = newPosition;
    }

    /** The index in the array behind the last byte. */
    public int limit() {
        return limit;
    }

    public int remaining() {
        return limit - position;
    }

    public boolean hasRemaining() {
        return position < limit;
    }

    /** Skips the count of bytes and returns the index of the first of them. */
    int take(int count) {
        int index = position;
        if (count < 0 || count > limit - index) {
            throw new IndexOutOfBoundsException("cannot read " + count + " bytes, " + (limit - index) + " are left");
        }
        position = index + count;
        return index;
    }

    public void skip(int count) {
        take(count);
    }

    /** The next byte, as 0 to 255. */
    public int getByte() {
        return (array[take(1)] ^ mask) & 0xff;
    }

    /** The next byte without moving on. */
    public int peekByte() {
        int value = getByte();
        position--;
        return value;
    }

    public int getInt() {
        return (int) INT.get(array, take(Integer.BYTES)) ^ mask;
    }

    public long getLong() {
        return (long) LONG.get(array, take(Long.BYTES)) ^ mask;
    }

    public void getBytes(byte[] target, int offset, int count) {
        System.arraycopy(array, take(count), target, offset, count);
        for (int i = offset; mask != 0 && i < offset + count; i++) {
            target[i] = (byte) ~target[i];
        }
    }

    public byte[] getBytes(int count) {
        int index = take(count);
        byte[] bytes = Arrays.copyOfRange(array, index, index + count);
        for (int i = 0; mask != 0 && i < count; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
        return bytes;
    }

    /** The bytes not read yet, as they lie. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, position, limit);
    }

    /** What {@link ByteWriter#putVarLong} wrote. */
    public long getVarLong() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int group = getByte();
            value |= (long) (group & 0x7f) << shift;
            if (group < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than ten 7-bit groups");
    }
}

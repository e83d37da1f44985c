package dev.millrace.storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A byte array that grows while it is written, to be reused for one key or value after the other. Big-endian. */
public final class ByteWriter {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] array;
    private int length;

    public ByteWriter() {
        this(64);
    }

    public ByteWriter(int capacity) {
        array = new byte[capacity];
    }

    /** The bytes written are the first {@link #length()} ones; replaced when it grows. */
    public byte[] array() {
        return array;
    }

    public int length() {
        return length;
    }

    public ByteWriter reset() {
        length = 0;
        return this;
    }

    /** Takes back everything written after the length. */
    public void truncate(int newLength) {
        if (newLength < 0 || newLength > length) {
            throw new IllegalArgumentException("cannot cut " + length + " bytes to " + newLength);
        }
        length = newLength;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(array, length);
    }

    /** Makes room for the count of bytes behind the current ones, and returns their index; they count as written. */
    int extend(int count) {
        int index = length;
        int needed = Math.addExact(index, count);
        if (needed > array.length) {
            int doubled = (int) Math.min(2L * array.length, Integer.MAX_VALUE - 16);
            array = Arrays.copyOf(array, Math.max(needed, doubled));
        }
        length = needed;
        return index;
    }

    public void putByte(int value) {
        int index = extend(1);
        array[index] = (byte) value;
    }

    public void putInt(int value) {
        int index = extend(Integer.BYTES);
        INT.set(array, index, value);
    }

    public void putLong(long value) {
        int index = extend(Long.BYTES);
        LONG.set(array, index, value);
    }

    public void putBytes(byte[] source) {
        putBytes(source, 0, source.length);
    }

    public void putBytes(byte[] source, int offset, int count) {
        int index = extend(count);
        System.arraycopy(source, offset, array, index, count);
    }

    /** A number in 7-bit groups, the lowest first: one byte below 128. Not ordered. A negative one takes ten bytes. */
    public void putVarLong(long value) {
        long rest = value;
        while ((rest & -128L) != 0) {
            putByte((int) rest | 0x80);
            rest >>>= 7;
        }
        putByte((int) rest);
    }
}

package dev.millrace.executor.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes under construction: keys and rows are encoded into one of these and copied from it. Reusable; one thread. */
public final class ByteBuilder {

    private static final VarHandle BIG_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] array;
    private int size;

    public ByteBuilder() {
        this(64);
    }

    public ByteBuilder(int capacity) {
        array = new byte[Math.max(capacity, 16)];
    }

    /** The bytes so far are {@code array()[0..size())}; the array changes when it grows. */
    public byte[] array() {
        return array;
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    /** Takes back what was appended after {@code size}. */
    public void truncate(int length) {
        size = length;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(array, size);
    }

    /** Makes room for {@code length} more bytes and returns where they start; the caller fills them. */
    public int extend(int length) {
        int start = size;
        int end = Math.addExact(size, length);
        if (end > array.length) {
            array = Arrays.copyOf(array, (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(array.length * 2L, end)));
        }
        size = end;
        return start;
    }

    public void append(int value) {
        int at = extend(1);
        array[at] = (byte) value;
    }

    /** Eight bytes, most significant first: they compare as the unsigned numbers do. */
    public void appendBigEndian(long value) {
        int at = extend(8);
        BIG_LONG.set(array, at, value);
    }

    public void appendLittleEndian(long value) {
        int at = extend(8);
        LITTLE_LONG.set(array, at, value);
    }

    public void append(byte[] source, int start, int end) {
        int at = extend(end - start);
        System.arraycopy(source, start, array, at, end - start);
    }

    /** Turns the bytes from {@code start} on around, so that they order descending. */
    void complement(int start) {
        for (int i = start; i < size; i++) {
            array[i] = (byte) ~array[i];
        }
    }

    static void setBigEndian(byte[] target, int at, long value) {
        BIG_LONG.set(target, at, value);
    }

    static void setLittleEndian(byte[] target, int at, long value) {
        LITTLE_LONG.set(target, at, value);
    }

    public static long bigEndian(byte[] source, int at) {
        return (long) BIG_LONG.get(source, at);
    }

    static long littleEndian(byte[] source, int at) {
        return (long) LITTLE_LONG.get(source, at);
    }
}

package dev.millrace.executor.aggregate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Words in payloads, and arrays of one word a group. */
final class Words {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    static long get(byte[] data, int at) {
        return (long) LONG.get(data, at);
    }

    static void set(byte[] data, int at, long value) {
        LONG.set(data, at, value);
    }

    /** The array, or a larger one, with its first {@code size} words 0. */
    static long[] zeroed(long[] array, int size) {
        if (array.length < size) {
            return new long[Math.max(size, array.length * 2)];
        }
        Arrays.fill(array, 0, size, 0);
        return array;
    }
}

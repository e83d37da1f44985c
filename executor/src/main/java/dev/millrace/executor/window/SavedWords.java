package dev.millrace.executor.window;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Words in saved states. */
public final class SavedWords {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private SavedWords() {}

    public static long get(byte[] data, int at) {
        return (long) LONG.get(data, at);
    }
}

package dev.millrace.executor.operator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import dev.millrace.executor.state.KeyedTable;

/** Reads and writes the words of payloads. */
final class PayloadWords {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private PayloadWords() {}

    static long get(KeyedTable table, int address, int word) {
        return get(table.page(address), table.payload(address) + 8 * word);
    }

    static void set(KeyedTable table, int address, int word, long value) {
        LONG.set(table.page(address), table.payload(address) + 8 * word, value);
    }

    static long get(byte[] page, int at) {
        return (long) LONG.get(page, at);
    }

    static void set(byte[] page, int at, long value) {
        LONG.set(page, at, value);
    }
}

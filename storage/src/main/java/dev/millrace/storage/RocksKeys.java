package dev.millrace.storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The keys as they lie in RocksDB: a table's prefix of four bytes, then the caller's key. */
final class RocksKeys {
    static final int PREFIX_BYTES = 4;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NOTHING = {};

    private RocksKeys() {}

    static byte[] key(int prefix, byte[] bytes, int offset, int length) {
        byte[] key = new byte[PREFIX_BYTES + length];
        INT.set(key, 0, prefix);
        System.arraycopy(bytes, offset, key, PREFIX_BYTES, length);
        return key;
    }

    /** The first key that a table with this prefix can have. */
    static byte[] first(int prefix) {
        return key(prefix, NOTHING, 0, 0);
    }

    /** The first key behind the table's: there is one, because the last prefix is never given out. */
    static byte[] end(int prefix) {
        return first(prefix + 1);
    }

    static int prefix(byte[] key) {
        return (int) INT.get(key, 0);
    }
}

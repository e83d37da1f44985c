package dev.millrace.executor.relation;

import dev.millrace.storage.ByteReader;
import dev.millrace.storage.ByteWriter;

/** The stored value of a bag's key: how often the row occurs, in as few bytes as hold it. */
final class BagCount {

    private BagCount() {}

    static long read(byte[] value, int from, int to) {
        ByteReader cursor = new ByteReader();
        cursor.set(value, from, to);
        return cursor.getVarLong();
    }

    static void write(long count, ByteWriter out) {
        out.reset();
        out.putVarLong(count);
    }
}

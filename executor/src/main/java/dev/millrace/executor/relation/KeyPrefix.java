package dev.millrace.executor.relation;

import dev.millrace.executor.data.ByteBuilder;

/** The first bytes of keys as words: compared unsigned they decide most comparisons without touching the keys. */
final class KeyPrefix {

    private KeyPrefix() {}

    /** The eight bytes from a place, big-endian; zeros stand where the key ends before. */
    static long word(byte[] data, int from, int to) {
        int length = to - from;
        if (length <= 0) {
            return 0;
        }
        if (from + Long.BYTES <= data.length) {
            long word = ByteBuilder.bigEndian(data, from);
            return length >= Long.BYTES ? word : word & -1L << Long.SIZE - Byte.SIZE * length;
        }
        long word = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            int next = i < length ? data[from + i] & 0xFF : 0;
            word = word << Byte.SIZE | next;
        }
        return word;
    }
}

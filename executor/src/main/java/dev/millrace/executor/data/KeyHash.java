package dev.millrace.executor.data;

/**
 * The hash of encoded keys. It decides key groups, and with them where state lies in storage: it must never change
 * without a new format version. Multiply-and-fold over eight bytes at a time.
 */
public final class KeyHash {

    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long MULTIPLIER = 0xD6E8FEB86659FD93L;
    private static final long FINISHER = 0xA0761D6478BD642FL;

    private KeyHash() {}

    public static long of(byte[] data, int start, int end) {
        long hash = SEED ^ (end - start);
        int at = start;
        for (; at + 8 <= end; at += 8) {
            hash = fold(hash ^ ByteBuilder.littleEndian(data, at), MULTIPLIER);
        }
        if (at < end) {
            long tail = 0;
            for (int i = end - 1; i >= at; i--) {
                tail = tail << 8 | data[i] & 0xFF;
            }
            hash = fold(hash ^ tail, MULTIPLIER);
        }
        return fold(hash, FINISHER);
    }

    /** A hash of a pair of which each half is hashed already. */
    public static long combine(long first, long second) {
        return fold(first ^ Long.rotateLeft(second, 32), MULTIPLIER);
    }

    private static long fold(long left, long right) {
        return left * right ^ Math.unsignedMultiplyHigh(left, right) ^ left >>> 32;
    }
}

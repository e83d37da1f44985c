package dev.millrace.executor.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash of whole rows, by which long chains find theirs. It lives in memory only. Four independent lanes take eight
 * bytes each, so that the processor need not wait for one multiplication before the next.
 */
final class RowHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long WORD_MULTIPLIER = 0xC2B2AE3D27D4EB4FL;
    private static final long LANE_MULTIPLIER = 0x9E3779B185EBCA87L;
    private static final int ROTATION = 31;

    private RowHash() {}

    /** @param keyHash of the row's key */
    static int of(int keyHash, byte[] data, int start, int end) {
        long first = keyHash ^ (long) (end - start) << 32;
        long second = LANE_MULTIPLIER;
        long third = WORD_MULTIPLIER;
        long fourth = ~first;
        int at = start;
        for (; at + 32 <= end; at += 32) {
            first = lane(first, (long) LONG.get(data, at));
            second = lane(second, (long) LONG.get(data, at + 8));
            third = lane(third, (long) LONG.get(data, at + 16));
            fourth = lane(fourth, (long) LONG.get(data, at + 24));
        }
        for (; at + 8 <= end; at += 8) {
            first = lane(first, (long) LONG.get(data, at));
        }
        long tail = 0;
        for (; at < end; at++) {
            tail = tail << 8 | data[at] & 0xFF;
        }
        second = lane(second, tail);
        long hash = first + Long.rotateLeft(second, 7) + Long.rotateLeft(third, 12) + Long.rotateLeft(fourth, 18);
        hash = (hash ^ hash >>> 29) * WORD_MULTIPLIER;
        hash = (hash ^ hash >>> 32) * LANE_MULTIPLIER;
        return (int) (hash >>> 32);
    }

    private static long lane(long lane, long word) {
        return Long.rotateLeft(lane + word * WORD_MULTIPLIER, ROTATION) * LANE_MULTIPLIER;
    }
}

package dev.millrace.executor.connector.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks bytes for being UTF-8, strictly: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
final class Utf8 {

    static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();
    static final long ONES = 0x0101010101010101L;
    static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    static boolean isValid(byte[] data, int start, int end) {
        int at = start;
        while (at < end) {
            if (at + 8 <= end && ((long) LONG.get(data, at) & HIGH_BITS) == 0) {
                at += 8;
                continue;
            }
            int length = length(data, at, end);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** Bytes of the character at a place, 0 when none is. */
    private static int length(byte[] data, int at, int end) {
        int first = data[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > end) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((data[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = data[at + 1] & 0xFF;
        boolean isBad = switch (first) {
            case 0xE0 -> second < 0xA0;
            case 0xED -> second > 0x9F;
            case 0xF0 -> second < 0x90;
            case 0xF4 -> second > 0x8F;
            default -> false;
        };
        return isBad ? 0 : length;
    }

    static boolean isAscii(byte[] data, int start, int end) {
        int at = start;
        for (; at + 8 <= end; at += 8) {
            if (((long) LONG.get(data, at) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < end; at++) {
            if (data[at] < 0) {
                return false;
            }
        }
        return true;
    }
}

package dev.millrace.executor.connector.format;

import java.util.Arrays;

/** Bytes that stand between two values of records of one shape; compared by words, for they are few. */
final class JsonGap {

    private final byte[] bytes;
    /** The same, little-endian, with zeros behind the last. */
    private final long[] words;
    /** What counts of the last word. */
    private final long lastMask;

    private JsonGap(byte[] bytes) {
        this.bytes = bytes;
        words = new long[(bytes.length + 7) / 8];
        byte[] padded = Arrays.copyOf(bytes, words.length * 8);
        for (int i = 0; i < words.length; i++) {
            words[i] = (long) Utf8.LONG.get(padded, i * 8);
        }
        int spare = words.length * 8 - bytes.length;
        lastMask = -1L >>> 8 * spare;
    }

    static JsonGap of(byte[] data, int start, int end) {
        return new JsonGap(Arrays.copyOfRange(data, start, end));
    }

    int length() {
        return bytes.length;
    }

    /** Whether the bytes stand at a place, behind which there are at least as many. */
    boolean isAt(byte[] data, int at) {
        int last = words.length - 1;
        if (last < 0) {
            return true;
        }
        if (at + words.length * 8 > data.length) {
            return Arrays.mismatch(data, at, at + bytes.length, bytes, 0, bytes.length) < 0;
        }
        for (int i = 0; i < last; i++) {
            if ((long) Utf8.LONG.get(data, at + i * 8) != words[i]) {
                return false;
            }
        }
        return ((long) Utf8.LONG.get(data, at + last * 8) & lastMask) == words[last];
    }
}

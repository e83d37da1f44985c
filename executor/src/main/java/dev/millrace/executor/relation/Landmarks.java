package dev.millrace.executor.relation;

import java.util.Arrays;

/**
 * Some keys of a long run, as words close together: where a key can be is found in them with few misses of the cache,
 * and only there are whole keys compared. The words are the eight bytes behind those that all keys of the run share.
 */
final class Landmarks {

    /** A landmark for so many keys. */
    private static final int STEP = 32;

    private final byte[] keys;
    private final int sharedFrom;
    private final int shared;
    private final int size;
    /** In unsigned order, shifted so that they compare as signed numbers. */
    private final long[] words;

    /** @param offsets where each of {@code size} sorted keys begins, and where the last one ends */
    Landmarks(byte[] keys, int[] offsets, int size) {
        this.keys = keys;
        this.size = size;
        sharedFrom = offsets[0];
        int different = Arrays.mismatch(keys, offsets[0], offsets[1], keys, offsets[size - 1], offsets[size]);
        shared = different < 0 ? offsets[1] - offsets[0] : different;
        words = new long[(size + STEP - 1) / STEP];
        for (int i = 0; i < words.length; i++) {
            words[i] = word(keys, offsets[i * STEP] + shared, offsets[i * STEP + 1]);
        }
    }

    /** The first key that is not less than the given one lies from {@code low} to {@code high}, these included. */
    record Part(int low, int high) {}

    Part around(byte[] key, int from, int to) {
        int order = Arrays.compareUnsigned(
                keys, sharedFrom, sharedFrom + shared, key, from, Math.min(to, from + shared));
        if (order != 0) {
            return order < 0 ? new Part(size, size) : new Part(0, 0);
        }
        long word = word(key, from + shared, to);
        int notLess = firstNotLess(word);
        int greater = word == Long.MAX_VALUE ? words.length : firstNotLess(word + 1);
        return new Part(
                notLess == 0 ? 0 : (notLess - 1) * STEP + 1,
                greater == words.length ? size : greater * STEP);
    }

    private int firstNotLess(long word) {
        int low = 0;
        int high = words.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (words[middle] < word) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** What is missing of eight bytes counts as zeros. */
    private static long word(byte[] key, int from, int to) {
        long word = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            word = word << 8 | (i < to ? key[i] & 0xFF : 0);
        }
        return word ^ Long.MIN_VALUE;
    }
}

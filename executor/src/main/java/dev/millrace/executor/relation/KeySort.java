package dev.millrace.executor.relation;

import java.util.Arrays;

/**
 * Sorts rows by their keys without comparing them two by two: eight bytes of every key are fetched as a word, the words
 * are sorted, and only rows with equal words look at the next eight bytes. A key is fetched once for each of its words
 * that does not decide, where a comparison would fetch two keys each time it is made.
 */
final class KeySort {

    /** Says how two rows compare in full. */
    interface RowOrder {
        int compare(int left, int right);
    }

    /** So few are compared two by two. */
    private static final int COMPARED_MAX = 3;
    /** So few words are put in order by insertion. */
    private static final int INSERTED_MAX = 48;
    /** Rows that so many words do not tell apart are compared. */
    private static final int WORDS_MAX = 16;
    /** Bytes in common from which on it pays to fetch words anew, behind them. */
    private static final int SKIPPED_MIN = 3;
    private static final int BYTE_VALUES = 256;

    private final RowOrder full;
    private final Runnable pause;
    private int[] places;
    private byte[] keys;
    private int[] offsets;
    private int[] rows;
    private int[] spareRows = new int[0];
    private long[] words = new long[0];
    private long[] spareWords = new long[0];

    /**
     * @param full orders by key first, and decides where keys are equal
     * @param pause called now and then while many rows are sorted; may throw, which leaves them in any order
     */
    KeySort(RowOrder full, Runnable pause) {
        this.full = full;
        this.pause = pause;
    }

    /**
     * Puts {@code order[0..count)}, numbers of rows, into their order.
     *
     * @param keyOffsets of row i: its key's bytes are from place i to place i + 1
     */
    void sort(int[] order, int count, byte[] keyBytes, int[] keyOffsets) {
        rows = order;
        keys = keyBytes;
        offsets = keyOffsets;
        if (isSorted(0, count)) {
            return;
        }
        if (words.length < count) {
            spareRows = new int[order.length];
            words = new long[order.length];
            spareWords = new long[order.length];
        }
        sort(0, count, 0, WORDS_MAX);
    }

    private boolean isSorted(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (full.compare(rows[i - 1], rows[i]) > 0) {
                return false;
            }
        }
        return true;
    }

    /** @param depth bytes that all these keys have in common */
    private void sort(int from, int to, int depth, int wordsLeft) {
        int known = depth;
        long differing = 0;
        int left = wordsLeft;
        while (differing == 0) {
            if (to - from <= COMPARED_MAX || left-- == 0) {
                sortCompared(from, to);
                return;
            }
            differing = fetch(from, to, known);
            int common = Long.numberOfLeadingZeros(differing) / Byte.SIZE;
            if (common >= SKIPPED_MIN) {
                known += common;
                differing = common == Long.BYTES ? 0 : fetch(from, to, known);
            }
            if (differing == 0 && isOver(rows[from], known)) {
                left = 0;
            }
        }
        if (to - from <= INSERTED_MAX) {
            insert(from, to);
        } else {
            distribute(from, to, differing);
        }
        for (int first = from; first < to; ) {
            int end = first + 1;
            while (end < to && words[end] == words[first]) {
                end++;
            }
            if (end - first > 1) {
                sort(first, end, known + Long.BYTES, left);
            }
            first = end;
        }
    }

    /** Whether a key has no bytes from there on; keys that have the same ones so far are mostly equal to it. */
    private boolean isOver(int row, int depth) {
        return offsets[row] + depth >= offsets[row + 1];
    }

    /** Fetches a word of each key; answers the bits in which they differ. */
    private long fetch(int from, int to, int depth) {
        long differing = 0;
        for (int i = from; i < to; i++) {
            int row = rows[i];
            words[i] = KeyPrefix.word(keys, offsets[row] + depth, offsets[row + 1]);
            differing |= words[i] ^ words[from];
        }
        return differing;
    }

    private void insert(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long word = words[i];
            int row = rows[i];
            int at = i;
            for (; at > from && Long.compareUnsigned(words[at - 1], word) > 0; at--) {
                words[at] = words[at - 1];
                rows[at] = rows[at - 1];
            }
            words[at] = word;
            rows[at] = row;
        }
    }

    /** By one byte of the words after the other, the last first; those that are the same everywhere are left out. */
    private void distribute(int from, int to, long differing) {
        int count = to - from;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            if ((differing >>> shift & BYTE_VALUES - 1) == 0) {
                continue;
            }
            pause.run();
            if (places == null) {
                places = new int[BYTE_VALUES];
            } else {
                Arrays.fill(places, 0);
            }
            for (int i = from; i < to; i++) {
                places[(int) (words[i] >>> shift) & BYTE_VALUES - 1]++;
            }
            int place = 0;
            for (int value = 0; value < BYTE_VALUES; value++) {
                int times = places[value];
                places[value] = place;
                place += times;
            }
            for (int i = from; i < to; i++) {
                int at = places[(int) (words[i] >>> shift) & BYTE_VALUES - 1]++;
                spareWords[at] = words[i];
                spareRows[at] = rows[i];
            }
            System.arraycopy(spareWords, 0, words, from, count);
            System.arraycopy(spareRows, 0, rows, from, count);
        }
    }

    /** Merge sort. */
    private void sortCompared(int from, int to) {
        if (to - from <= 1 || isSorted(from, to)) {
            return;
        }
        if (to - from == 2) {
            int first = rows[from];
            rows[from] = rows[from + 1];
            rows[from + 1] = first;
            return;
        }
        if (to - from > INSERTED_MAX) {
            pause.run();
        }
        int middle = (from + to) >>> 1;
        sortCompared(from, middle);
        sortCompared(middle, to);
        System.arraycopy(rows, from, spareRows, from, middle - from);
        int left = from;
        int right = middle;
        for (int i = from; left < middle; i++) {
            boolean isLeft = right == to || full.compare(spareRows[left], rows[right]) <= 0;
            rows[i] = isLeft ? spareRows[left++] : rows[right++];
        }
    }
}

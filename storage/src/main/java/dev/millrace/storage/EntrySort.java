package dev.millrace.storage;

import java.util.Arrays;

/**
 * Sorts entries of {@link EntryPages} by key, stably, so that of equal keys the later change stays behind the earlier
 * one.
 *
 * <p>Radix sort over words of seven key bytes, held in primitive arrays beside the entries: the pages are touched once
 * per word, not once per comparison. Runs of equal words are sorted by their next seven bytes; short ones by insertion.
 */
final class EntrySort {
    private static final int SHORT_RUN = 40;
    private static final int LONG_RUN = 1 << 16;
    private static final int STEP = 7;
    private static final int RADIX = 256;

    private final EntryPages pages;
    private final long[] entries;
    private final long[] words;
    private final Runnable pause;
    private long[] otherEntries = {};
    private long[] otherWords = {};

    private EntrySort(EntryPages pages, long[] entries, int count, Runnable pause) {
        this.pages = pages;
        this.entries = entries;
        this.pause = pause;
        this.words = new long[count];
    }

    /** Sorts the first {@code count} entries in place. @param pause called now and then; may throw to give up */
    static void sort(EntryPages pages, long[] entries, int count, Runnable pause) {
        new EntrySort(pages, entries, count, pause).sort(0, count, 0);
    }

    private void sort(int from, int to, int keyIndex) {
        int start = from;
        int index = keyIndex;
        while (to - start > 1) {
            loadWords(start, to, index);
            if (to - start <= SHORT_RUN) {
                insertionSort(start, to, index);
                return;
            }
            pause.run();
            radixSort(start, to);
            int lastRun = sortRunsButLast(start, to, index);
            if (!hasMore(lastRun)) {
                return;
            }
            // The last run is sorted by this loop, so that long common prefixes cost no recursion.
            start = lastRun;
            index += STEP;
        }
    }

    private boolean hasMore(int position) {
        return (words[position] & 0xff) == Long.BYTES;
    }

    private int sortRunsButLast(int from, int to, int keyIndex) {
        int run = from;
        for (int i = from + 1; i < to; i++) {
            if (words[i] != words[run]) {
                if (i - run > 1 && hasMore(run)) {
                    // Deeper levels overwrite the words of this run, which are read no more.
                    sort(run, i, keyIndex + STEP);
                }
                run = i;
            }
        }
        return run;
    }

    private void loadWords(int from, int to, int keyIndex) {
        for (int i = from; i < to; i++) {
            words[i] = pages.word(entries[i], keyIndex);
        }
    }

    private void insertionSort(int from, int to, int keyIndex) {
        for (int i = from + 1; i < to; i++) {
            long entry = entries[i];
            long word = words[i];
            int hole = i;
            while (hole > from && isAfter(hole - 1, word, entry, keyIndex)) {
                entries[hole] = entries[hole - 1];
                words[hole] = words[hole - 1];
                hole--;
            }
            entries[hole] = entry;
            words[hole] = word;
        }
    }

    private boolean isAfter(int position, long word, long entry, int keyIndex) {
        int order = Long.compareUnsigned(words[position], word);
        return order > 0
                || order == 0 && hasMore(position) && pages.compareKeys(entries[position], entry, keyIndex + STEP) > 0;
    }

    /** Sorts by word, byte for byte from the lowest; bytes that are the same in all words are skipped. */
    private void radixSort(int from, int to) {
        long varying = 0;
        for (int i = from + 1; i < to; i++) {
            varying |= words[i] ^ words[from];
        }
        int[] starts = new int[RADIX];
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            if ((varying >>> shift & 0xff) != 0) {
                radixPass(from, to, shift, starts);
                if (to - from > LONG_RUN) {
                    pause.run();
                }
            }
        }
    }

    private void radixPass(int from, int to, int shift, int[] starts) {
        Arrays.fill(starts, 0);
        for (int i = from; i < to; i++) {
            starts[(int) (words[i] >>> shift) & 0xff]++;
        }
        int next = 0;
        for (int digit = 0; digit < RADIX; digit++) {
            int count = starts[digit];
            starts[digit] = next;
            next += count;
        }
        int count = to - from;
        if (otherEntries.length < count) {
            otherEntries = new long[count];
            otherWords = new long[count];
        }
        for (int i = from; i < to; i++) {
            int target = starts[(int) (words[i] >>> shift) & 0xff]++;
            otherEntries[target] = entries[i];
            otherWords[target] = words[i];
        }
        System.arraycopy(otherEntries, 0, entries, from, count);
        System.arraycopy(otherWords, 0, words, from, count);
    }
}

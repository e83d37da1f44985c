package dev.millrace.executor.aggregate;

import java.util.Arrays;

import dev.millrace.executor.data.ByteBuilder;

/**
 * The payloads of a step's groups, each with a place up to which it has been read or written. Accumulators take turns,
 * each over all groups, so that every one of them is a loop of its own. First all {@link Accumulator#load}; later all
 * {@link Accumulator#measure}, then all {@link Accumulator#store}, in the same order.
 */
public final class GroupPayloads {

    private byte[][] pages = new byte[16][];
    private int[] at = new int[16];
    private boolean[] isChanged = new boolean[16];
    /** Beyond what all groups need. */
    private int[] moreBytes = new int[16];
    private int bytesOfEach;
    private int groups;
    private final ByteBuilder staged = new ByteBuilder();
    private int[] stagedEnds = new int[16];
    private int stagedCount;
    private int taken;

    /** Forgets all payloads: every group is without one until {@link #open}. */
    public void begin(int count) {
        if (pages.length < count) {
            int length = Math.max(count, pages.length * 2);
            pages = new byte[length][];
            at = new int[length];
            isChanged = new boolean[length];
            moreBytes = new int[length];
        } else {
            Arrays.fill(pages, 0, Math.max(count, groups), null);
            Arrays.fill(isChanged, 0, count, false);
            Arrays.fill(moreBytes, 0, count, 0);
        }
        groups = count;
        bytesOfEach = 0;
        staged.clear();
        stagedCount = 0;
        taken = 0;
    }

    public int count() {
        return groups;
    }

    /** The group's payload starts there. */
    public void open(int group, byte[] page, int start) {
        pages[group] = page;
        at[group] = start;
    }

    /** Whether the group has a payload: to be read when it had rows, to be written when it has. */
    public boolean isOpen(int group) {
        return pages[group] != null;
    }

    byte[] page(int group) {
        return pages[group];
    }

    int at(int group) {
        return at[group];
    }

    void moveTo(int group, int position) {
        at[group] = position;
    }

    public long takeWord(int group) {
        long word = Words.get(pages[group], at[group]);
        at[group] += Long.BYTES;
        return word;
    }

    boolean takeFlag(int group) {
        return pages[group][at[group]++] != 0;
    }

    /** Every group needs so many bytes more. */
    public void addBytes(int bytes) {
        bytesOfEach += bytes;
    }

    /** What the group's payload was measured to need. */
    public int bytes(int group) {
        return bytesOfEach + moreBytes[group];
    }

    public void putWord(int group, long word) {
        byte[] page = pages[group];
        int place = at[group];
        if (Words.get(page, place) != word) {
            Words.set(page, place, word);
            isChanged[group] = true;
        }
        at[group] = place + Long.BYTES;
    }

    void putFlag(int group, boolean flag) {
        byte value = (byte) (flag ? 1 : 0);
        byte[] page = pages[group];
        int place = at[group]++;
        if (page[place] != value) {
            page[place] = value;
            isChanged[group] = true;
        }
    }

    /** Where state that says itself where it ends is put together while it is measured; {@link #endStaged} ends it. */
    ByteBuilder staged() {
        return staged;
    }

    void endStaged(int group) {
        int start = stagedCount == 0 ? 0 : stagedEnds[stagedCount - 1];
        if (stagedCount == stagedEnds.length) {
            stagedEnds = Arrays.copyOf(stagedEnds, stagedCount * 2);
        }
        stagedEnds[stagedCount++] = staged.size();
        moreBytes[group] += staged.size() - start;
    }

    /** Writes what was staged next. */
    void putStaged(int group) {
        int start = taken == 0 ? 0 : stagedEnds[taken - 1];
        int end = stagedEnds[taken++];
        byte[] page = pages[group];
        int place = at[group];
        int placeEnd = place + end - start;
        if (!Arrays.equals(page, place, placeEnd, staged.array(), start, end)) {
            System.arraycopy(staged.array(), start, page, place, end - start);
            isChanged[group] = true;
        }
        at[group] = placeEnd;
    }

    /** Whether anything that was written differs from what was there. */
    public boolean isChanged(int group) {
        return isChanged[group];
    }
}

package dev.millrace.executor.data;

import java.util.Arrays;

/** Numbers the different keys of a batch in the order of their first rows. Reused; one thread. */
public final class DistinctKeys {

    private static final int SLOTS_MIN = 64;

    private int[] ofRow = new int[16];
    private int[] firstRow = new int[16];
    private long[] hashes = new long[16];
    /** Numbers of keys, plus one, by hash: as many as the keys of this batch need, so that they stay in the caches. */
    private int[] slots = new int[SLOTS_MIN];
    private int mask;
    private int count;

    public void find(EncodedKeys keys) {
        int size = keys.size();
        if (ofRow.length < size) {
            ofRow = new int[size];
        }
        // The last batch tells how many there will be.
        mask = Math.max(SLOTS_MIN, Integer.highestOneBit(Math.max(1, Math.min(count, size))) * 4) - 1;
        clearSlots();
        count = 0;
        for (int row = 0; row < size; row++) {
            ofRow[row] = number(keys, row);
        }
    }

    private int number(EncodedKeys keys, int row) {
        long hash = keys.hash(row);
        int slot = (int) hash & mask;
        for (int known = slots[slot]; known != 0; known = slots[slot]) {
            if (hashes[known - 1] == hash && isSame(keys, firstRow[known - 1], row)) {
                return known - 1;
            }
            slot = slot + 1 & mask;
        }
        if (count == firstRow.length) {
            firstRow = Arrays.copyOf(firstRow, count * 2);
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        firstRow[count] = row;
        hashes[count++] = hash;
        slots[slot] = count;
        if (count * 2 > mask) {
            grow();
        }
        return count - 1;
    }

    private void clearSlots() {
        if (slots.length <= mask) {
            slots = new int[mask + 1];
        } else {
            Arrays.fill(slots, 0, mask + 1, 0);
        }
    }

    private void grow() {
        mask = mask * 4 + 3;
        clearSlots();
        for (int key = 0; key < count; key++) {
            int slot = (int) hashes[key] & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = key + 1;
        }
    }

    private static boolean isSame(EncodedKeys keys, int left, int right) {
        byte[] data = keys.array();
        return Arrays.equals(data, keys.start(left), keys.end(left), data, keys.start(right), keys.end(right));
    }

    public int count() {
        return count;
    }

    /** The number of each row's key; as long as the batch at least. */
    public int[] ofRow() {
        return ofRow;
    }

    /** The number of the row's key. */
    public int ofRow(int row) {
        return ofRow[row];
    }

    /** For each row the next one with the same key, or -1. */
    public int[] nextRows(int rows) {
        int[] next = new int[rows];
        int[] last = new int[count];
        Arrays.fill(last, -1);
        for (int row = 0; row < rows; row++) {
            int key = ofRow[row];
            next[row] = -1;
            if (last[key] >= 0) {
                next[last[key]] = row;
            }
            last[key] = row;
        }
        return next;
    }

    /** The first row that has the key, for each key. */
    public int[] firstRow() {
        return firstRow;
    }

    /** The first row that has a key. */
    public int firstRow(int key) {
        return firstRow[key];
    }
}

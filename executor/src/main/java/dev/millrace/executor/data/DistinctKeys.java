package dev.millrace.executor.data;

import java.util.Arrays;

/** Numbers the different keys of a batch in the order of their first rows. Reused; one thread. */
public final class DistinctKeys {

    private int[] ofRow = new int[16];
    private int[] firstRow = new int[16];
    private int count;

    public void find(EncodedKeys keys) {
        int size = keys.size();
        if (ofRow.length < size) {
            ofRow = new int[size];
            firstRow = new int[size];
        }
        int[] slots = new int[Integer.highestOneBit(Math.max(size, 1)) * 4];
        int mask = slots.length - 1;
        count = 0;
        for (int row = 0; row < size; row++) {
            int slot = (int) keys.hash(row) & mask;
            while (slots[slot] != 0 && !isSame(keys, firstRow[slots[slot] - 1], row)) {
                slot = slot + 1 & mask;
            }
            if (slots[slot] == 0) {
                firstRow[count++] = row;
                slots[slot] = count;
            }
            ofRow[row] = slots[slot] - 1;
        }
    }

    private static boolean isSame(EncodedKeys keys, int left, int right) {
        byte[] data = keys.array();
        return keys.hash(left) == keys.hash(right)
                && Arrays.equals(data, keys.start(left), keys.end(left), data, keys.start(right), keys.end(right));
    }

    public int count() {
        return count;
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

    /** The first row that has a key. */
    public int firstRow(int key) {
        return firstRow[key];
    }
}

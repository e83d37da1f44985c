package dev.millrace.executor.state;

import java.util.Arrays;

/** Reads the entries of an {@link OrderedTable}'s leaves back from storage: a piece of a range, or some keys. */
final class LeafReader {

    private static final int PIECE_BYTES = 8 * 1024;
    private static final int PIECE_ENTRIES = OrderedTable.LEAF_ENTRIES_MAX / 2;

    private final int storageTable;
    private final StateReader reader;

    LeafReader(int storageTable, StateReader reader) {
        this.storageTable = storageTable;
        this.reader = reader;
    }

    private static byte[] end(Leaf leaf) {
        return leaf.next == null ? null : leaf.next.low;
    }

    /** Takes the first entries of a leaf's range into it; returns the key that the rest begins with, or null. */
    byte[] readFirst(Leaf leaf) {
        byte[][] rest = new byte[1][];
        int[] entries = {0};
        long[] bytes = {0};
        reader.scanRange(storageTable, leaf.low, end(leaf), (key, keyLength, value, valueLength) -> {
            if (bytes[0] >= PIECE_BYTES || entries[0] >= PIECE_ENTRIES) {
                rest[0] = Arrays.copyOf(key, keyLength);
                return false;
            }
            leaf.addStored(key, keyLength, value, valueLength);
            entries[0]++;
            bytes[0] += keyLength + valueLength;
            return true;
        });
        return rest[0];
    }

    /** The entries of some ascending keys, null where there is none. */
    byte[][] read(byte[][] keys) {
        return reader.get(storageTable, keys);
    }

    /** Reads the last entries of a leaf's range, descending; whether they are all. */
    boolean readLast(Leaf leaf, StoredRows into) {
        long[] bytes = {0};
        boolean[] isAll = {true};
        reader.scanRangeDescending(storageTable, leaf.low, end(leaf), (key, keyLength, value, valueLength) -> {
            if (bytes[0] >= PIECE_BYTES || into.size() >= PIECE_ENTRIES) {
                isAll[0] = false;
                return false;
            }
            bytes[0] += keyLength + valueLength;
            return into.entry(key, keyLength, value, valueLength);
        });
        return isAll[0];
    }
}

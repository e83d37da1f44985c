package dev.millrace.executor.operator;

import java.util.Arrays;

import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.state.KeyedTable;

/**
 * The entries of a keyed table that one step touches, numbered in the order of their first row: what is computed for
 * a key in a step is computed once, in arrays by this number. An entry carries its number in its mark.
 */
final class TouchedEntries {

    private final KeyedTable table;
    private int[] addresses = new int[16];
    private int[] ofRow = new int[16];
    private int[] firstRow = new int[16];
    private int count;

    TouchedEntries(KeyedTable table) {
        this.table = table;
    }

    /** Finds the entries of all keys, making those that are missing. */
    void find(EncodedKeys keys) {
        int size = keys.size();
        if (ofRow.length < size) {
            ofRow = new int[size];
        }
        table.findOrCreate(keys, ofRow);
        count = 0;
        for (int row = 0; row < size; row++) {
            int address = ofRow[row];
            int mark = table.mark(address);
            if (mark < 0 || mark >= count || addresses[mark] != address) {
                mark = count++;
                if (mark == addresses.length) {
                    addresses = Arrays.copyOf(addresses, mark * 2);
                    firstRow = Arrays.copyOf(firstRow, mark * 2);
                }
                addresses[mark] = address;
                firstRow[mark] = row;
                table.setMark(address, mark);
            }
            ofRow[row] = mark;
        }
    }

    int count() {
        return count;
    }

    /** The entry's number for each row; as long as the batch at least. */
    int[] ofRow() {
        return ofRow;
    }

    int ofRow(int row) {
        return ofRow[row];
    }

    /** A row with this entry's key, for each entry. */
    int[] firstRow() {
        return firstRow;
    }

    int address(int entry) {
        return addresses[entry];
    }

    void moved(int entry, int address) {
        addresses[entry] = address;
    }
}

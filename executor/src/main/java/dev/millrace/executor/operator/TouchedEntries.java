package dev.millrace.executor.operator;

import dev.millrace.executor.data.DistinctKeys;
import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.state.KeyedTable;

/**
 * The entries of a keyed table that one step touches, numbered in the order of their first row: what is computed for
 * a key in a step is computed once, in arrays by this number. Rows of one key are brought together before the table is
 * asked, so that it is probed once a key.
 */
final class TouchedEntries {

    private final KeyedTable table;
    private final DistinctKeys distinct = new DistinctKeys();
    private final EncodedKeys selected = new EncodedKeys();
    private int[] addresses = new int[16];

    TouchedEntries(KeyedTable table) {
        this.table = table;
    }

    /** Finds the entries of all keys, making those that are missing. */
    void find(EncodedKeys keys) {
        distinct.find(keys);
        int count = distinct.count();
        if (addresses.length < count) {
            addresses = new int[Math.max(count, addresses.length * 2)];
        }
        if (count == keys.size()) {
            table.findOrCreate(keys, addresses);
        } else {
            selected.select(keys, distinct.firstRow(), count);
            table.findOrCreate(selected, addresses);
        }
    }

    int count() {
        return distinct.count();
    }

    /** The entry's number for each row; as long as the batch at least. */
    int[] ofRow() {
        return distinct.ofRow();
    }

    int ofRow(int row) {
        return distinct.ofRow(row);
    }

    /** A row with this entry's key, for each entry. */
    int[] firstRow() {
        return distinct.firstRow();
    }

    int address(int entry) {
        return addresses[entry];
    }

    void moved(int entry, int address) {
        addresses[entry] = address;
    }
}

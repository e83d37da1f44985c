package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * What running functions knew at some rows of each partition, by the rows' keys: from the last of them before a change
 * one goes on, and where one of them comes out as it was, nothing behind it has changed.
 */
final class SavedStates {

    private final OrderedTable table;
    private final ByteBuilder key = new ByteBuilder();
    private int prefixLength;

    SavedStates(OrderedTable table) {
        this.table = table;
    }

    StateTable table() {
        return table;
    }

    /** @param place behind the partition's prefix; {@code state} as it was saved */
    record Saved(byte[] place, byte[] state) {}

    /** Turns to the partition whose keys start with these bytes. */
    void begin(byte[] prefix, int length) {
        prefixLength = length;
        key.clear();
        key.append(prefix, 0, length);
    }

    /** The bytes that the partition's keys start with, {@link #prefixLength} of them. */
    byte[] prefix() {
        return key.array();
    }

    int prefixLength() {
        return prefixLength;
    }

    /** The key of a place; valid until the next call. */
    ByteBuilder key(byte[] place, int length) {
        key.truncate(prefixLength);
        key.append(place, 0, length);
        return key;
    }

    /** The last one before a place, or null. */
    Saved before(ByteBuilder place) {
        key(place.array(), place.size());
        OrderedTable.Cursor cursor = table.seekBefore(key.array(), 0, key.size());
        return cursor.startsWith(key.array(), 0, prefixLength) ? read(cursor) : null;
    }

    /** A cursor on the first one that is not before a place. */
    OrderedTable.Cursor from(byte[] place, int start, int end) {
        key.truncate(prefixLength);
        key.append(place, start, end);
        return table.seek(key.array(), 0, key.size());
    }

    /** How the row at a place stands to a cursor: negative before it, positive behind it, 0 there. */
    int compare(PlacedRow row, OrderedTable.Cursor cursor) {
        if (!cursor.startsWith(key.array(), 0, prefixLength)) {
            return -1;
        }
        return Arrays.compareUnsigned(
                row.data, row.placeStart, row.placeEnd,
                cursor.data(), cursor.keyStart() + prefixLength, cursor.keyEnd());
    }

    Saved read(OrderedTable.Cursor cursor) {
        return new Saved(
                Arrays.copyOfRange(cursor.data(), cursor.keyStart() + prefixLength, cursor.keyEnd()),
                Arrays.copyOfRange(cursor.data(), cursor.keyEnd(), cursor.valueEnd()));
    }

    void put(ByteBuilder place, byte[] state) {
        key(place.array(), place.size());
        table.put(key.array(), 0, key.size(), state);
    }

    /** Removes those from a place on and before a key. */
    void removeBetween(ByteBuilder place, byte[] keyBytes, int keyStart, int keyEnd) {
        if (Arrays.compareUnsigned(
                place.array(), 0, place.size(), keyBytes, keyStart + prefixLength, keyEnd) >= 0) {
            return;
        }
        OrderedTable.Cursor cursor = from(place.array(), 0, place.size());
        List<byte[]> keys = new ArrayList<>();
        for (; cursor.startsWith(key.array(), 0, prefixLength); cursor.advance()) {
            if (Arrays.compareUnsigned(
                    cursor.data(), cursor.keyStart(), cursor.keyEnd(), keyBytes, keyStart, keyEnd) >= 0) {
                break;
            }
            keys.add(Arrays.copyOfRange(cursor.data(), cursor.keyStart(), cursor.keyEnd()));
        }
        keys.forEach(old -> table.add(old, 0, old.length, -1, old, 0, 0));
    }

    void remove(ByteBuilder place) {
        key(place.array(), place.size());
        table.add(key.array(), 0, key.size(), -1, key.array(), 0, 0);
    }
}

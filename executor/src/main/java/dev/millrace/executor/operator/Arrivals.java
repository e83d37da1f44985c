package dev.millrace.executor.operator;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.state.OrderedTable;

/**
 * What rows were given when they came. Equal rows that come together are one arrival, numbered after the ones before.
 *
 * <p>An entry: the row's key group, how long its key is, its key; the number of the arrival; 0 and then, as the
 * weight, how many rows it is; or the number of something that it was given, its weight, and as the value what.
 */
final class Arrivals {

    private static final int NUMBERS_BYTES = 8;
    private static final byte[] NONE = {};

    private final OrderedTable table;
    private byte[] entry;
    private int next;

    Arrivals(OrderedTable table) {
        this.table = table;
    }

    /** Some of the rows of one arrival, and what each was given. */
    record Given(long weight, List<Match> rows) {}

    record Match(byte[] row, long weight) {}

    OrderedTable table() {
        return table;
    }

    /** What entries of a row begin with; the first byte of its key is its group. */
    static byte[] key(byte[] data, int start, int end) {
        return ByteBuffer.allocate(end - start + 4)
                .put(data[start])
                .putInt(end - start - 1)
                .put(data, start + 1, end - start - 1)
                .array();
    }

    /** So many equal rows come; what they are given is {@link #add added} then. */
    void begin(byte[] key, long weight) {
        OrderedTable.Cursor last = last(key);
        int number = last == null ? 0 : number(last, key.length) + 1;
        entry = entry(key, number, 0);
        next = 1;
        table.add(entry, 0, entry.length, weight, NONE, 0, 0);
    }

    void add(PlacedRow given, long weight) {
        ByteBuffer.wrap(entry).putInt(entry.length - 4, next++);
        table.add(entry, 0, entry.length, weight, given.rowData, given.rowStart, given.rowEnd);
    }

    /** Lets up to so many rows of the last arrival go; null when there is none. */
    Given takeBack(byte[] key, long most) {
        OrderedTable.Cursor last = last(key);
        if (last == null) {
            return null;
        }
        int number = number(last, key.length);
        byte[] arrival = entry(key, number, 0);
        int prefix = arrival.length - 4;
        OrderedTable.Cursor cursor = table.seek(arrival, 0, arrival.length);
        long rows = cursor.weight();
        List<Match> given = new ArrayList<>();
        for (cursor.advance(); cursor.startsWith(arrival, 0, prefix); cursor.advance()) {
            given.add(new Match(
                    Arrays.copyOfRange(cursor.data(), cursor.keyEnd(), cursor.valueEnd()), cursor.weight()));
        }
        long taken = Math.min(rows, most);
        table.add(arrival, 0, arrival.length, -taken, NONE, 0, 0);
        if (taken == rows) {
            for (int i = 0; i < given.size(); i++) {
                byte[] match = entry(key, number, i + 1);
                table.add(match, 0, match.length, -given.get(i).weight(), NONE, 0, 0);
            }
        }
        return new Given(taken, given);
    }

    private OrderedTable.Cursor last(byte[] key) {
        byte[] behind = entry(key, -1, -1);
        OrderedTable.Cursor cursor = table.seekBefore(behind, 0, behind.length);
        return cursor.startsWith(key, 0, key.length) ? cursor : null;
    }

    private static int number(OrderedTable.Cursor cursor, int keyLength) {
        return ByteBuffer.wrap(cursor.data()).getInt(cursor.keyStart() + keyLength);
    }

    /** Numbers compare as unsigned bytes do: -1 is behind all. */
    private static byte[] entry(byte[] key, int number, int match) {
        return ByteBuffer.allocate(key.length + NUMBERS_BYTES).put(key).putInt(number).putInt(match).array();
    }
}

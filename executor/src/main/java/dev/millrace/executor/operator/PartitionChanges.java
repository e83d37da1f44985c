package dev.millrace.executor.operator;

import java.util.Arrays;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.state.OrderedTable;

/** What a step changes in one partition: its rows in their order, equal ones together. */
final class PartitionChanges {

    /** In front of a row: how long the partition's prefix is and, in the lower half, the order. */
    private static final int LENGTHS_BYTES = 8;

    private final RowPlace place;
    private final ByteBuilder bytes = new ByteBuilder();
    private int prefixLength;
    private int[] keyStarts = new int[16];
    private int[] valueStarts = new int[16];
    private int[] ends = new int[16];
    private long[] weights = new long[16];
    private Integer[] sorted = new Integer[0];
    private int gathered;
    private int count;

    PartitionChanges(RowPlace place) {
        this.place = place;
    }

    /** Begins with a partition, whose keys in the state start with these bytes. */
    void begin(ByteBuilder prefix) {
        bytes.clear();
        gathered = 0;
        count = 0;
        prefixLength = prefix.size();
        bytes.append(prefix.array(), 0, prefixLength);
    }

    void add(DeltaBatch input, int row) {
        if (gathered == weights.length) {
            keyStarts = Arrays.copyOf(keyStarts, 2 * gathered);
            valueStarts = Arrays.copyOf(valueStarts, 2 * gathered);
            ends = Arrays.copyOf(ends, 2 * gathered);
            weights = Arrays.copyOf(weights, 2 * gathered);
        }
        int start = bytes.extend(prefixLength);
        System.arraycopy(bytes.array(), 0, bytes.array(), start, prefixLength);
        place.order().encode(input, row, bytes);
        int orderLength = bytes.size() - start - prefixLength;
        place.appendRest(input, row, bytes);
        int value = bytes.size();
        bytes.appendLittleEndian((long) prefixLength << 32 | orderLength);
        place.codec().encode(input, row, bytes);
        keyStarts[gathered] = start;
        valueStarts[gathered] = value;
        ends[gathered] = bytes.size();
        weights[gathered++] = input.weight(row);
    }

    /** Puts the rows in order. */
    void sort() {
        sorted = new Integer[gathered];
        Arrays.setAll(sorted, i -> i);
        Arrays.sort(sorted, this::compare);
        for (int i = 0; i < gathered; i++) {
            int row = sorted[i];
            if (count > 0 && compare(sorted[count - 1], row) == 0) {
                weights[sorted[count - 1]] += weights[row];
            } else {
                count -= count > 0 && weights[sorted[count - 1]] == 0 ? 1 : 0;
                sorted[count++] = row;
            }
        }
        count -= count > 0 && weights[sorted[count - 1]] == 0 ? 1 : 0;
    }

    private int compare(int left, int right) {
        byte[] data = bytes.array();
        return Arrays.compareUnsigned(
                data, keyStarts[left], valueStarts[left], data, keyStarts[right], valueStarts[right]);
    }

    int count() {
        return count;
    }

    long weight(int change) {
        return weights[sorted[change]];
    }

    byte[] array() {
        return bytes.array();
    }

    int keyStart(int change) {
        return keyStarts[sorted[change]];
    }

    int keyEnd(int change) {
        return valueStarts[sorted[change]];
    }

    int prefixLength() {
        return prefixLength;
    }

    /** The row of a change. */
    void read(int change, PlacedRow into) {
        into.data = bytes.array();
        into.placeStart = keyStart(change) + prefixLength;
        into.placeEnd = keyEnd(change);
        into.orderEnd = into.placeStart + (int) PayloadWords.get(into.data, into.placeEnd);
        into.rowData = into.data;
        into.rowStart = into.placeEnd + LENGTHS_BYTES;
        into.rowEnd = ends[sorted[change]];
    }

    /** The row at a cursor of the state that {@link #apply} keeps. */
    void read(OrderedTable.Cursor cursor, PlacedRow into) {
        read(cursor, prefixLength, into);
    }

    static void read(OrderedTable.Cursor cursor, int prefixLength, PlacedRow into) {
        into.data = cursor.data();
        into.placeStart = cursor.keyStart() + prefixLength;
        into.placeEnd = cursor.keyEnd();
        into.orderEnd = into.placeStart + (int) PayloadWords.get(into.data, into.placeEnd);
        into.rowData = into.data;
        into.rowStart = into.placeEnd + LENGTHS_BYTES;
        into.rowEnd = cursor.valueEnd();
    }

    /** The bytes that the keys of a partition share, of one of its rows. */
    static byte[] prefix(OrderedTable.Cursor cursor) {
        int length = (int) (PayloadWords.get(cursor.data(), cursor.keyEnd()) >>> 32);
        return Arrays.copyOfRange(cursor.data(), cursor.keyStart(), cursor.keyStart() + length);
    }

    void apply(OrderedTable rows) {
        apply(rows, 1);
    }

    /** Takes away what {@link #apply} would add. */
    void retract(OrderedTable rows) {
        apply(rows, -1);
    }

    private void apply(OrderedTable rows, int sign) {
        for (int change = 0; change < count; change++) {
            rows.add(
                    bytes.array(), keyStart(change), keyEnd(change), sign * weight(change), bytes.array(),
                    keyEnd(change), ends[sorted[change]]);
        }
    }
}

package dev.millrace.executor.operator;

import java.util.Arrays;

/**
 * Equal rows of a partition at one moment and the next: where they stand, what they are, how many there were and how
 * many there are. A view into somebody's bytes, reused from row to row.
 */
final class PlacedRow {

    byte[] data;
    /** The place in the partition; its first part, up to {@code orderEnd}, is the order that was asked for. */
    int placeStart;
    int orderEnd;
    int placeEnd;
    byte[] rowData;
    int rowStart;
    int rowEnd;
    long before;
    long after;

    boolean isChanged() {
        return before != after;
    }

    boolean isPeer(byte[] order) {
        return Arrays.equals(data, placeStart, orderEnd, order, 0, order.length);
    }

    byte[] order() {
        return Arrays.copyOfRange(data, placeStart, orderEnd);
    }
}

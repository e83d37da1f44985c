package dev.millrace.executor.operator;

import java.util.Arrays;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.plan.AsofJoin;
import dev.millrace.executor.state.OrderedTable;

/**
 * Which right row a left row matches, and the other way round, as places in ordered state: an entry's key is its
 * partition's prefix, its time, the rest of the row.
 */
final class AsofMatch {

    /** Behind every row of one time: no rest of a key starts with this. */
    private static final int BEHIND = 0xFF;

    private final AsofJoin.Match match;
    private final OrderedTable rightRows;
    private final ByteBuilder bound = new ByteBuilder();
    private final PlacedRow placed = new PlacedRow();

    AsofMatch(AsofJoin.Match match, OrderedTable rightRows) {
        this.match = match;
        this.rightRows = rightRows;
    }

    /** The right row that a left one matches: its bytes, or null. */
    byte[] of(PlacedRow left, byte[] prefix, int prefixLength) {
        // Back: the last one before the bound; ahead: the first one that is not before it.
        boolean isBehind = match == AsofJoin.Match.AT_OR_BEFORE || match == AsofJoin.Match.AFTER;
        bound(prefix, prefixLength, left.data, left.placeStart, left.orderEnd, isBehind);
        OrderedTable.Cursor cursor = match.looksBack()
                ? rightRows.seekBefore(bound.array(), 0, bound.size())
                : rightRows.seek(bound.array(), 0, bound.size());
        return row(cursor, prefix, prefixLength);
    }

    private void bound(byte[] prefix, int prefixLength, byte[] data, int start, int end, boolean isBehind) {
        bound.clear();
        bound.append(prefix, 0, prefixLength);
        bound.append(data, start, end);
        if (isBehind) {
            bound.append(BEHIND);
        }
    }

    private byte[] row(OrderedTable.Cursor cursor, byte[] prefix, int prefixLength) {
        if (!cursor.startsWith(prefix, 0, prefixLength)) {
            return null;
        }
        PartitionChanges.read(cursor, prefixLength, placed);
        return Arrays.copyOfRange(placed.rowData, placed.rowStart, placed.rowEnd);
    }

    /**
     * The left rows that match a right row while it is there, and what they match when it is not.
     *
     * @param from first key of theirs
     * @param to behind the last key of theirs; null for the partition's end
     * @param other bytes of the right row next to it; null for none
     */
    record Concerned(byte[] from, byte[] to, byte[] other) {}

    /** @param right a row that has just been added to, or taken from, the right ones */
    Concerned concerned(PlacedRow right, PartitionChanges changes, int change) {
        byte[] key = changes.array();
        int prefixLength = changes.prefixLength();
        OrderedTable.Cursor next = rightRows.seek(key, changes.keyStart(change), changes.keyEnd(change));
        if (next.startsWith(key, changes.keyStart(change), changes.keyEnd(change))
                && next.keyEnd() - next.keyStart() == changes.keyEnd(change) - changes.keyStart(change)) {
            next.advance();
        }
        OrderedTable.Cursor previous = rightRows.seekBefore(key, changes.keyStart(change), changes.keyEnd(change));
        OrderedTable.Cursor neighbour = match.looksBack() ? next : previous;
        byte[] byNeighbour = null;
        if (neighbour.startsWith(key, 0, prefixLength)) {
            PartitionChanges.read(neighbour, prefixLength, placed);
            bound(key, prefixLength, placed.data, placed.placeStart, placed.orderEnd, isBehindNeighbour());
            byNeighbour = bound.toBytes();
        }
        bound(key, prefixLength, right.data, right.placeStart, right.orderEnd, isBehindNeighbour());
        byte[] byItself = bound.toBytes();
        if (match.looksBack()) {
            return new Concerned(byItself, byNeighbour, row(previous, key, prefixLength));
        }
        byte[] from = byNeighbour == null ? Arrays.copyOf(key, prefixLength) : byNeighbour;
        return new Concerned(from, byItself, row(next, key, prefixLength));
    }

    /** Whether left rows of a right row's own time lie before the limit that it sets. */
    private boolean isBehindNeighbour() {
        return match == AsofJoin.Match.BEFORE || match == AsofJoin.Match.AT_OR_AFTER;
    }
}

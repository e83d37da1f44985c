package dev.millrace.executor.operator;

import java.util.Arrays;

import dev.millrace.executor.state.OrderedTable;

/** Walks over a partition as it is and as it will be: its rows in the state, and the changes to come. */
final class MergedCursor {

    private final PartitionChanges changes;
    private final OrderedTable.Cursor rows;
    private final int direction;
    private int change;
    private int order;

    private MergedCursor(PartitionChanges changes, int change, OrderedTable.Cursor rows, int direction) {
        this.changes = changes;
        this.change = change;
        this.rows = rows;
        this.direction = direction;
    }

    /** From a key on; {@code change} is the first change that is not before it. */
    static MergedCursor forward(
            OrderedTable table, PartitionChanges changes, int change, byte[] key, int start, int end) {
        return new MergedCursor(changes, change, table.seek(key, start, end), 1);
    }

    /** Back from before a key; {@code change} is the first change that is not before it. */
    static MergedCursor backward(
            OrderedTable table, PartitionChanges changes, int change, byte[] key, int start, int end) {
        return new MergedCursor(changes, change - 1, table.seekBefore(key, start, end), -1);
    }

    /** The change that is met next. */
    int nextChange() {
        return change;
    }

    /** Reads the row here; false at the partition's end. */
    boolean read(PlacedRow into) {
        boolean hasRow = rows.startsWith(changes.array(), 0, changes.prefixLength());
        boolean hasChange = change >= 0 && change < changes.count();
        if (!hasRow && !hasChange) {
            return false;
        }
        order = !hasRow ? 1 : !hasChange ? -1 : direction * compare();
        into.before = 0;
        if (order <= 0) {
            changes.read(rows, into);
            into.before = rows.weight();
        } else {
            changes.read(change, into);
        }
        into.after = into.before + (order >= 0 ? changes.weight(change) : 0);
        return true;
    }

    /** Goes on from the row that was read. */
    void advance() {
        if (order <= 0) {
            if (direction > 0) {
                rows.advance();
            } else {
                rows.retreat();
            }
        }
        change += order >= 0 ? direction : 0;
    }

    private int compare() {
        return Arrays.compareUnsigned(
                rows.data(), rows.keyStart(), rows.keyEnd(),
                changes.array(), changes.keyStart(change), changes.keyEnd(change));
    }
}

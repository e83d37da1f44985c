package dev.millrace.executor.operator;

import java.util.Arrays;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.window.RangeReach;
import dev.millrace.executor.window.Reach;

/**
 * The rows whose value a change may change, with all rows that their values are made of: found by walking from the
 * change to both sides. Changes that lie within each other's reach are found together, so that no row is found twice.
 */
final class AffectedRows {

    /** Where a walk ahead may end though functions look farther: at a row whose state was saved. */
    interface Stops {
        /** Asked of every row that is passed, in order. */
        boolean isStop(PlacedRow row);
    }

    private final PartitionSection section;
    private final Walk concernsBefore;
    private final Walk readsBefore;
    private final Walk concernsBehind;
    private final Walk readsBehind;
    private final RangeReach range;
    private final RangeReach readRange;
    private final RangeReach sliding;
    private final PlacedRow row = new PlacedRow();
    private final ByteBuilder lowest = new ByteBuilder();
    private MergedCursor cursor;
    private int back;
    private int first;
    private int end;
    private int stop;

    /**
     * @param range the RANGE frames among the functions' frames; {@code readRange} the same again, as far as rows are
     *     read
     * @param sliding the frames that slide, where no function needs all rows before; none otherwise
     */
    AffectedRows(
            Reach reach, RangeReach range, RangeReach readRange, RangeReach sliding, PartitionSection section) {
        this.range = range;
        this.readRange = readRange;
        this.sliding = sliding;
        this.section = section;
        concernsBefore = new Walk(reach.concernsBefore(), r -> range.concernsBefore(section.single(r)));
        concernsBehind = new Walk(reach.concernsBehind(), r -> range.concernsBehind(section.single(r)));
        readsBefore = new Walk(reach.readsBefore(), r -> readRange.readsBefore(section.single(r)));
        readsBehind = new Walk(reach.readsBehind(), r -> readRange.readsBehind(section.single(r)));
    }

    PartitionSection section() {
        return section;
    }

    /** The first row of the section whose value may change. */
    int first() {
        return first;
    }

    /** The row of the section behind the last one whose value may change. */
    int end() {
        return end;
    }

    /** The row of the section at which the walk ahead stopped, though more may be concerned; -1 when none is. */
    int stop() {
        return stop;
    }

    /** The key of the first row whose value may change, behind the partition's prefix. */
    ByteBuilder lowest() {
        return lowest;
    }

    /** Finds the rows around a change; returns the first change that is not among them. */
    int find(OrderedTable rows, PartitionChanges changes, int change) {
        walkBack(rows, changes, change);
        readBack();
        return walkAhead(rows, changes, change);
    }

    /** All rows of a partition, as if none had been there; leaves the cursor behind them. */
    void findAll(OrderedTable.Cursor rows, byte[] prefix) {
        section.clear();
        first = 0;
        stop = -1;
        for (; rows.startsWith(prefix, 0, prefix.length); rows.advance()) {
            PartitionChanges.read(rows, prefix.length, row);
            row.before = 0;
            row.after = rows.weight();
            section.addBehind(row);
        }
        end = section.size();
    }

    /** Begins with the rows before a change that it concerns. */
    void walkBack(OrderedTable rows, PartitionChanges changes, int change) {
        section.clear();
        changes.read(change, row);
        anchor(concernsBefore, range);
        note();
        cursor = MergedCursor.backward(
                rows, changes, change, changes.array(), changes.keyStart(change), changes.keyEnd(change));
        while (cursor.read(row) && concernsBefore.reaches(row)) {
            concernsBefore.take(row);
            section.addBefore(row);
            note();
            cursor.advance();
        }
        back = section.size();
    }

    /** Whether more is to be met in the partition than the walks have met so far. */
    boolean hasMore(PartitionChanges changes) {
        return cursor.nextChange() < changes.count();
    }

    /** Remembers the row as the lowest one found, which the rows to be read are counted from. */
    private void note() {
        anchor(readsBefore, readRange);
        if (!sliding.isEmpty()) {
            sliding.anchor(section.single(row));
        }
        lowest.clear();
        lowest.append(row.data, row.placeStart, row.placeEnd);
    }

    /**
     * Goes on to a row, or to where the first frame of those found begins, if all frames slide: whatever comes first.
     *
     * @param place of the row; null for the partition's start
     * @return whether it was the row
     */
    boolean walkBackTo(byte[] place) {
        while (cursor.read(row) && (sliding.isEmpty() || sliding.readsOrder(row.data, row.placeStart, row.orderEnd))) {
            section.addBefore(row);
            cursor.advance();
            if (place != null && Arrays.equals(row.data, row.placeStart, row.placeEnd, place, 0, place.length)) {
                anchor(readsBefore, readRange);
                return true;
            }
        }
        return false;
    }

    /** Begins with the rows before one that are read for it and those behind it. */
    void beginAt(OrderedTable rows, PartitionChanges changes, int change, byte[] key) {
        section.clear();
        back = 0;
        cursor = MergedCursor.forward(rows, changes, change, key, 0, key.length);
        if (!cursor.read(row)) {
            throw new IllegalStateException("a row with a saved state is gone");
        }
        note();
        cursor = MergedCursor.backward(rows, changes, change, key, 0, key.length);
        readBack();
    }

    /** Goes on with the rows that are read for those found so far. */
    void readBack() {
        while (cursor.read(row) && readsBefore.reaches(row)) {
            readsBefore.take(row);
            section.addBefore(row);
            cursor.advance();
        }
    }

    /** The rows from a change on, up to the last one that a change among them concerns, and those that are read. */
    private int walkAhead(OrderedTable rows, PartitionChanges changes, int change) {
        first = section.size() - back;
        cursor = MergedCursor.forward(
                rows, changes, change, changes.array(), changes.keyStart(change), changes.keyEnd(change));
        boolean isConcerned = false;
        while (cursor.read(row)) {
            isConcerned = isConcerned(isConcerned);
            if (isConcerned) {
                section.addBehind(row);
                end = section.size();
                anchor(readsBehind, readRange);
            } else if (readsBehind.reaches(row)) {
                readsBehind.take(row);
                section.addBehind(row);
            } else {
                break;
            }
            cursor.advance();
        }
        return cursor.nextChange();
    }

    private boolean isConcerned(boolean isLastConcerned) {
        if (row.isChanged()) {
            anchor(concernsBehind, range);
            return true;
        }
        boolean isConcerned = isLastConcerned && concernsBehind.reaches(row);
        concernsBehind.take(row);
        return isConcerned;
    }

    /**
     * All rows from a key on, up to a stop that no change concerns, and behind which none is read; then those that are
     * read for the stop itself.
     *
     * @param change the first change that is not before the key
     * @return the first change that was not met
     */
    int walkAheadTo(
            Stops stops, OrderedTable rows, PartitionChanges changes, int change, byte[] key, int start, int keyEnd) {
        first = section.size() - back;
        stop = -1;
        cursor = MergedCursor.forward(rows, changes, change, key, start, keyEnd);
        boolean isConcerned = false;
        while (cursor.read(row)) {
            isConcerned = isConcerned(isConcerned);
            boolean isStop = stops.isStop(row);
            if (stop >= 0) {
                if (!readsBehind.reaches(row)) {
                    break;
                }
                readsBehind.take(row);
                stop = isConcerned ? -1 : stop;
            } else if (isStop && !isConcerned) {
                stop = section.size();
                anchor(readsBehind, readRange);
            }
            section.addBehind(row);
            cursor.advance();
        }
        end = stop >= 0 ? stop : section.size();
        return cursor.nextChange();
    }

    private void anchor(Walk walk, RangeReach reach) {
        walk.from(row);
        if (walk.isByRange() && !reach.isEmpty()) {
            reach.anchor(section.single(row));
        }
    }
}

package dev.millrace.executor.operator;

import java.util.function.Predicate;

import dev.millrace.executor.window.Extent;

/** How far a walk from a row has come, in rows and groups of peers, at both moments: the farther one says. */
final class Walk {

    private final Extent extent;
    private final Predicate<PlacedRow> isInRange;
    private byte[] order = new byte[0];
    private long rowsBefore;
    private long rowsAfter;
    private long groupsBefore;
    private long groupsAfter;
    private boolean isCountedBefore;
    private boolean isCountedAfter;

    /** @param isInRange whether a row lies within the extent where that {@link Extent#isRange} */
    Walk(Extent extent, Predicate<PlacedRow> isInRange) {
        this.extent = extent;
        this.isInRange = isInRange;
    }

    /** Whether it asks for a row's range at all. */
    boolean isByRange() {
        return extent.isRange() && !extent.isAll();
    }

    /** Starts anew from a row. */
    void from(PlacedRow anchor) {
        order = anchor.order();
        rowsBefore = 0;
        rowsAfter = 0;
        groupsBefore = 0;
        groupsAfter = 0;
        isCountedBefore = true;
        isCountedAfter = true;
    }

    /** Whether the next row is still within reach. */
    boolean reaches(PlacedRow row) {
        return extent.isAll()
                || Math.min(rowsBefore, rowsAfter) < extent.rows()
                || extent.groups() >= 0 && (row.isPeer(order) || Math.min(groupsBefore, groupsAfter) < extent.groups())
                || extent.isRange() && isInRange.test(row);
    }

    void take(PlacedRow row) {
        rowsBefore += row.before;
        rowsAfter += row.after;
        if (!row.isPeer(order)) {
            order = row.order();
            isCountedBefore = false;
            isCountedAfter = false;
        }
        if (!isCountedBefore && row.before > 0) {
            isCountedBefore = true;
            groupsBefore++;
        }
        if (!isCountedAfter && row.after > 0) {
            isCountedAfter = true;
            groupsAfter++;
        }
    }
}

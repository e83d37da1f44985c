package dev.millrace.executor.window;

import dev.millrace.executor.data.DeltaBatch;

/**
 * Consecutive rows of a partition, in order, equal ones apart.
 *
 * @param batch the columns that functions read, the others null, and behind them each row's place among these rows
 * @param groupOf the number of each row's group of peers, from 0
 * @param groupStart the first row of each group; one more entry than there are groups: {@code size}
 * @param rowsBefore how many rows of the partition stand before these, and {@code groupsBefore} how many groups;
 *     0 where no function asks
 */
public record WindowRows(
        DeltaBatch batch,
        int size,
        int[] groupOf,
        int[] groupStart,
        int groups,
        long rowsBefore,
        long groupsBefore) {

    /** The same stretch, with what stands before it. */
    public WindowRows behind(long rows, long ofGroups) {
        return new WindowRows(batch, size, groupOf, groupStart, groups, rows, ofGroups);
    }

    /** The column that holds the row's place. */
    int placeColumn() {
        return batch.columnCount() - 1;
    }

    int firstPeer(int row) {
        return groupStart[groupOf[row]];
    }

    /** The first row behind the peers. */
    int peersEnd(int row) {
        return groupStart[groupOf[row] + 1];
    }
}

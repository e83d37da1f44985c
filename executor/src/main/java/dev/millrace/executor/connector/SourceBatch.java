package dev.millrace.executor.connector;

import dev.millrace.executor.data.DeltaBatch;

/**
 * Rows, and the range of the source that they are.
 *
 * @param rows inserts, in the columns that the spec asked for
 * @param from the position that the reading began at
 * @param to the position after it: equal to {@code from} when nothing was read. It can move without rows, over records
 *     that were rejected or that carry none
 * @param rejected how many records of the range could not be read as rows
 * @param lastRejection why the last one could not; null when none was rejected
 */
public record SourceBatch(
        DeltaBatch rows, SourcePosition from, SourcePosition to, long rejected, String lastRejection) {

    /** Whether the position moved. */
    public boolean isProgress() {
        return !from.equals(to);
    }
}

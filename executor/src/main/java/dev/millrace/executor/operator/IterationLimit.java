package dev.millrace.executor.operator;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * How far a recursion may go in one epoch. What stands beyond waits as state: as long as anything waits, the recursion
 * is an error in the error collection, and it is tried again with every change.
 */
final class IterationLimit {

    /** Rows of one iteration's changes weigh less than this: beyond, a recursion without end would overflow. */
    private static final long WEIGHT_MAX = 1L << 40;

    /** What one epoch's iterations may bring on the heap. */
    private static final long BYTES_MAX = Runtime.getRuntime().maxMemory() / 8;

    /**
     * A recursion that is worked through in slices may bring more. But one that has come so deep and brought so much
     * has rows that grow, as those of SEARCH do: it would never be seen to come to its limit.
     */
    private static final int DEEP_ITERATIONS = 1000;

    private static final long DEEP_BYTES_MAX = Runtime.getRuntime().maxMemory();

    /** Of what was loaded, so much is worked through in one step: little at first, as somebody may want few rows. */
    private static final long SLICE_BYTES_MIN = 64 << 10;

    private static final long SLICE_BYTES_MAX = 4 << 20;

    final RowBag waiting;
    private final int iterationsMax;
    private int iterations;
    private long bytes;
    private long bytesBefore;
    private long sliceBytes = SLICE_BYTES_MIN;
    private boolean wasWaiting;

    IterationLimit(int iterationsMax, RowBag waiting) {
        this.iterationsMax = iterationsMax;
        this.waiting = waiting;
    }

    /** An epoch begins; what waits has been reported before. */
    void begin() {
        iterations = 0;
        bytes = 0;
        bytesBefore = 0;
        wasWaiting = !waiting.isEmpty();
    }

    /** Counts one more iteration with these rows; false when there may be none. */
    boolean admits(DeltaBatch rows) {
        boolean isTooMuch =
                bytes > BYTES_MAX || iterations > DEEP_ITERATIONS && bytesBefore + bytes > DEEP_BYTES_MAX;
        if (iterations >= iterationsMax || isTooMuch) {
            return false;
        }
        for (int row = 0; row < rows.size(); row++) {
            if (Math.abs(rows.weight(row)) > WEIGHT_MAX) {
                return false;
            }
        }
        iterations++;
        bytes += rows.heapBytes();
        return true;
    }

    /** Bytes of the iterations' rows so far. */
    long bytes() {
        return bytes;
    }

    /** Whether a step that works through what was loaded has done its part; then what is left goes on later. */
    boolean rests() {
        if (bytes <= sliceBytes) {
            return false;
        }
        sliceBytes = Math.min(2 * sliceBytes, SLICE_BYTES_MAX);
        bytesBefore += bytes;
        bytes = 0;
        return true;
    }

    /** The epoch ends: rows that wait now, and did not before, are an error; the other way round it is over. */
    void end(Step step) {
        boolean isWaiting = !waiting.isEmpty();
        if (isWaiting != wasWaiting) {
            step.errors().add(failure(), isWaiting ? 1 : -1);
        }
    }

    private SqlException failure() {
        return new SqlException(
                SqlState.PROGRAM_LIMIT_EXCEEDED,
                "recursive query exceeds recursion_limit of " + iterationsMax + " iterations");
    }
}

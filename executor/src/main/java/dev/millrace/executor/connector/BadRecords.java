package dev.millrace.executor.connector;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * What becomes of records that are no rows: counted and passed over, or, with {@code on_error = 'fail'}, an
 * obstacle.
 */
public final class BadRecords {

    private final String relation;
    private final boolean isFailing;
    private long count;
    private String last;
    private String obstacle;

    /** @param relation name of what the source feeds */
    public BadRecords(String relation, boolean isFailing) {
        this.relation = relation;
        this.isFailing = isFailing;
    }

    /**
     * Notes a bad record.
     *
     * @param reason where it is and what is wrong with it
     * @return whether it may be passed over; otherwise it is the {@link #obstacle} from now on
     */
    public boolean add(String reason) {
        if (isFailing) {
            obstacle = reason;
            return false;
        }
        count++;
        last = reason;
        return true;
    }

    /** The record that comes next and must not be passed over, or null. */
    public String obstacle() {
        return obstacle;
    }

    /** Reading begins elsewhere. */
    public void forgetObstacle() {
        obstacle = null;
    }

    /** Whether any were passed over since the last batch. */
    public boolean isAny() {
        return count > 0;
    }

    /** A batch with the count of the records passed over since the last one. */
    public SourceBatch batch(DeltaBatch rows, SourcePosition from, SourcePosition to) {
        SourceBatch batch = new SourceBatch(rows, from, to, count, last);
        count = 0;
        last = null;
        return batch;
    }

    /** For a caller that needs what lies beyond the obstacle. */
    public SqlException refusal() {
        return new SqlException(
                SqlState.INVALID_TEXT_REPRESENTATION, "a record of \"" + relation + "\" cannot be read", obstacle + ".",
                "With on_error = 'skip' such records are counted and passed over.", 0);
    }
}

package dev.millrace.executor.connector;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;

/**
 * Writes what epochs changed to an outside system, and with it the epoch, so that after a crash the system itself says
 * which results it holds.
 *
 * <p>The caller's part: {@link #recover} first, then {@link #write} every later epoch that changed anything, in order,
 * and {@link #commit} now and then. What was written and not committed may be written again after a crash, in other
 * slices, but never otherwise: results are a function of the epoch.
 *
 * <p>Used by one thread at a time, except {@link #status}. Calls block while the outside system is away, trying again
 * with back-off; interrupting the thread ends that.
 */
public interface Sink extends AutoCloseable {

    /** What {@link #recover} answers before the first commit. */
    long NO_EPOCH = -1;

    /** What a reader of the target may rely on. */
    enum Guarantee {
        EXACTLY_ONCE("exactly once"),
        AT_LEAST_ONCE("at least once");

        private final String text;

        Guarantee(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Locks out every older writer of this sink, ends what it left open, and answers the last epoch whose results are
     * surely in the target, or {@link #NO_EPOCH}. To be called before anything is written, and after a failure.
     */
    long recover() throws InterruptedException;

    /** Whether {@link #write} must be told each row once; a sink to which it is all one saves that work. */
    default boolean needsConsolidation() {
        return true;
    }

    /**
     * Whether results beyond what {@link #recover} answers may be in the target all the same. Such epochs must not be
     * merged when they are written again: a row that came and went among them would be told nothing of, and stay.
     */
    default boolean mayRepeat() {
        return false;
    }

    /**
     * Takes an epoch's results. They show up in the target with {@link #commit}, and not before
     * where the sink writes exactly once.
     *
     * @param delta consolidated (no row occurs twice, no weight is 0) unless that is not needed
     * @throws SqlException when the target cannot represent the change, such as a deletion where rows only come
     */
    void write(long epoch, DeltaBatch delta) throws InterruptedException;

    /**
     * Makes everything written so far visible, in one with the record that all epochs up to this one are there.
     *
     * @throws SqlException when another writer has taken over, or the target refuses the results for good
     */
    void commit(long epoch) throws InterruptedException;

    /** Known after {@link #recover}. */
    Guarantee guarantee();

    ConnectorStatus status();

    /** Drops what was not committed. */
    @Override
    void close();
}

package dev.millrace.server.session;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.engine.Cancellation;

/** Rows that come when something happens, perhaps never. */
public interface LiveRows extends RowStream {

    /**
     * The next rows, or null when none came within the time.
     *
     * @param nanos {@code Long.MAX_VALUE} to wait for ever
     * @param cancellation of the statement that waits, which need not be the one that began this
     */
    DeltaBatch next(long nanos, Cancellation cancellation) throws InterruptedException;

    @Override
    default boolean isLive() {
        return true;
    }
}

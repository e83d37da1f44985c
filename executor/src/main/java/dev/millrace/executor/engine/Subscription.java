package dev.millrace.executor.engine;

import java.time.Duration;

import dev.millrace.executor.data.DeltaBatch;

/**
 * A live query: first its content, then every change. Bounded: a reader that falls behind gets several epochs' changes
 * consolidated into one.
 */
public interface Subscription extends AutoCloseable {

    /**
     * One message.
     *
     * @param epoch everything up to and including this epoch is contained in this and the messages before it
     * @param delta consolidated change of the visible columns; empty when only progress is told
     */
    record Message(long epoch, DeltaBatch delta) {}

    /**
     * The next message, or null when none came within the time.
     *
     * @throws dev.millrace.executor.plan.SqlException when the subscribed relation was dropped or its evaluation fails
     */
    Message next(Duration timeout) throws InterruptedException;

    @Override
    void close();
}

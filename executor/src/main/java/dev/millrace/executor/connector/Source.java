package dev.millrace.executor.connector;

import java.time.Duration;

import dev.millrace.executor.plan.SqlException;

/**
 * Reads records of an outside system into batches. Positions are the caller's: the source remembers only where it reads
 * next. Reading the same range twice gives the same rows, in the same order within a split, as long as the system still
 * has them.
 *
 * <p>Used by one thread at a time, except {@link #wakeup}, {@link #status} and {@link #lag}, which any thread may call.
 * Live reading and reading of history at the same time take two sources.
 *
 * <p>An outside system that is away is no failure: {@link #poll} and {@link #read} try again inside, with back-off,
 * return without rows meanwhile, and {@link #status} says why.
 */
public interface Source extends AutoCloseable {

    /**
     * Where a new relation begins to read.
     *
     * @throws SqlException when the system cannot be asked
     */
    SourcePosition initial();

    /**
     * The end of what exists now.
     *
     * @throws SqlException when the system cannot be asked
     */
    SourcePosition end();

    /** Sets where {@link #poll} goes on. */
    void seek(SourcePosition position);

    /**
     * Takes what is there, and waits only when nothing is. What is there is never waited to become more.
     *
     * @param timeout how long to wait at most
     * @param maxBytes about how large the batch may become; one record at least is taken
     */
    SourceBatch poll(Duration timeout, int maxBytes);

    /**
     * A slice of a range, beginning at its start; the caller goes on at the slice's {@code to} until that is {@code
     * to}. Independent of {@link #poll}, but moves it: call {@link #seek} before polling again. Returns within about a
     * second; a slice that goes nowhere ({@code from} equals {@code to}) asks to be called again.
     *
     * @param maxBytes about how large the slice may become
     * @throws SqlException when the range is no longer there, or holds a record that {@code on_error = 'fail'} does not
     *     let pass
     */
    SourceBatch read(SourcePosition from, SourcePosition to, int maxBytes);

    /** How many records (bytes, for files) exist beyond what was polled, as far as known; -1 when not known. */
    long lag();

    ConnectorStatus status();

    /** Makes a waiting call return soon. */
    void wakeup();

    @Override
    void close();
}

package dev.millrace.executor.engine;

import java.util.concurrent.CompletableFuture;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * Makes an epoch where time alone changes something: a row's hour has come, and nobody has written anything. Belongs to
 * the engine thread.
 */
final class Ticker {

    /** Moments that lie closer together share an epoch. */
    private static final long SPACING_NANOS = 2_000_000;
    /** After an epoch that could not be logged. */
    private static final long RETRY_NANOS = 1_000_000_000;

    private final EpochLoop loop;
    private final Database database;
    private long earliestNanos = System.nanoTime();

    Ticker(EpochLoop loop, Database database) {
        this.loop = loop;
        this.database = database;
    }

    /** How long nothing happens by itself. */
    long nanosUntilNext() {
        long due = loop.nanosUntilDue();
        return due == Long.MAX_VALUE ? due : Math.max(due, earliestNanos - System.nanoTime());
    }

    /** Makes an epoch if it is time. */
    void move() {
        if (nanosUntilNext() > 0) {
            return;
        }
        boolean isRefused = loop.tick().isCompletedExceptionally();
        earliestNanos = System.nanoTime() + (isRefused ? RETRY_NANOS : SPACING_NANOS);
    }

    /** Stops the clock at a moment, or lets it go ({@code null}); fails where a view's answer would have to go back. */
    void setClock(Long micros, CompletableFuture<Committed> outcome) {
        if (micros != null && micros < database.clockMicros() && database.readsClock()) {
            outcome.completeExceptionally(new SqlException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "the clock cannot be set back while a materialized view depends on it"));
            return;
        }
        loop.fixClock(micros);
        RequestQueue.pass(loop.tick(), outcome);
    }
}

package dev.millrace.executor.engine;

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
    private long earliestNanos = System.nanoTime();

    Ticker(EpochLoop loop) {
        this.loop = loop;
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
}

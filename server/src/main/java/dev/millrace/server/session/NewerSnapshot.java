package dev.millrace.server.session;

import java.util.concurrent.locks.LockSupport;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.engine.Engine;
import dev.millrace.executor.engine.Snapshot;

/** Waits for what others are about to commit. */
final class NewerSnapshot {

    private static final long POLL_NANOS = 100_000;
    private static final long WAIT_NANOS_MAX = 100_000_000;

    private NewerSnapshot() {}

    /** Returns when there is a snapshot behind this epoch, or when none has come for a while. */
    static void await(Engine engine, long epoch, Cancellation cancellation) {
        long end = System.nanoTime() + WAIT_NANOS_MAX;
        while (!isThere(engine, epoch) && System.nanoTime() < end) {
            cancellation.check();
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static boolean isThere(Engine engine, long epoch) {
        try (Snapshot newest = engine.snapshot()) {
            return newest.epoch() > epoch;
        }
    }
}

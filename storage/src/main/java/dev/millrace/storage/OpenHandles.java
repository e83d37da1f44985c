package dev.millrace.storage;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts who uses something native, so that it is never freed under them: reading a closed RocksDB does not throw, it
 * kills the process.
 */
final class OpenHandles {
    private static final int CLOSING = Integer.MIN_VALUE;

    /** The users, and the sign bit once it is closing. */
    private final AtomicInteger state = new AtomicInteger();

    /** Each success must be followed by one {@link #leave}. */
    void enter() {
        if (state.incrementAndGet() < 0) {
            state.decrementAndGet();
            throw new IllegalStateException("the state store is closed");
        }
    }

    void leave() {
        state.decrementAndGet();
    }

    /** Lets nobody in any more; false if it was closing before. */
    boolean close() {
        return state.getAndUpdate(users -> users | CLOSING) >= 0;
    }

    /** Waits until all have left; false if some remain after the time. */
    boolean awaitEmpty(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while ((state.get() & ~CLOSING) != 0) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    int count() {
        return state.get() & ~CLOSING;
    }
}

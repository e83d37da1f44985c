package dev.millrace.executor.connector;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A wait that another thread can cut short, even a moment before it begins. */
public final class Pause {

    private final Semaphore wakeups = new Semaphore(0);

    /**
     * Waits; an interrupt ends it too, and stays set.
     *
     * @return whether {@link #wakeup} was called since the last wait
     */
    public boolean await(long nanos) {
        try {
            boolean isWoken = wakeups.tryAcquire(nanos, TimeUnit.NANOSECONDS);
            wakeups.drainPermits();
            return isWoken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    public void wakeup() {
        wakeups.release();
    }
}

package dev.millrace.sqltests.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Threads that do the same work over and over until the time is up, each on its own. The first that finds a promise
 * broken ends the work of all.
 */
final class Crew {
    /** How long a worker may take to end its round after it was told to. */
    private static final long LEAVE_MILLIS_MAX = 60_000;

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isOver;
    private Throwable fault;

    /** A worker's whole life. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    void start(String name, Work work) {
        threads.add(Thread.ofPlatform().name(name).daemon().start(() -> {
            try {
                work.run();
            } catch (Exception | AssertionError e) {
                failed(e);
            }
        }));
    }

    /** Whether to do another round. */
    boolean goesOn() {
        return !isOver;
    }

    private synchronized void failed(Throwable e) {
        if (fault == null) {
            fault = e;
        }
        isOver = true;
        notifyAll();
    }

    /** Waits until the time is up or something went wrong; asks {@code progress} once a second. */
    void runFor(int seconds, Runnable progress) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!isOver && System.nanoTime() < end) {
            synchronized (this) {
                wait(Math.clamp(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()), 1, 1_000));
            }
            progress.run();
        }
        isOver = true;
    }

    /** Tells everybody to end. */
    void end() {
        isOver = true;
    }

    /** Waits for everybody to leave; what went wrong first, or null. */
    Throwable join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(LEAVE_MILLIS_MAX);
            if (thread.isAlive()) {
                failed(new IllegalStateException(thread.getName() + " does not come to an end"));
            }
        }
        synchronized (this) {
            return fault;
        }
    }
}

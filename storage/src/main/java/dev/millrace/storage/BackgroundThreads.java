package dev.millrace.storage;

/** Ends the threads of this module. */
final class BackgroundThreads {
    private BackgroundThreads() {}

    /** Waits for a thread that was told to end. An interrupt does not shorten that, and is kept for the caller. */
    static void join(Thread thread) {
        boolean wasInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.millrace.executor.connector;

import java.time.Duration;

/** How long to wait before the next attempt: twice as long each time, up to five seconds. */
public final class Backoff {

    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 5_000;

    private long nextMillis = FIRST_MILLIS;

    public Duration next() {
        Duration delay = Duration.ofMillis(nextMillis);
        nextMillis = Math.min(LONGEST_MILLIS, nextMillis * 2);
        return delay;
    }

    /** Something worked. */
    public void reset() {
        nextMillis = FIRST_MILLIS;
    }
}

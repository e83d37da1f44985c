package dev.millrace.api;

import java.time.Instant;

/**
 * A moment at which a key wants to be called. Timers of a key with the same kind and time are one.
 *
 * @param kind what has to reach the time
 */
public record Timer(Kind kind, Instant time) {

    /** What makes a timer fire; a later row of the key does so for both, just before it is processed. */
    public enum Kind {
        /** The watermark of the stream that the rows are of. */
        EVENT_TIME,
        /** The server's clock, with no row needed. */
        CLOCK
    }
}

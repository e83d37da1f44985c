package dev.millrace.executor.engine;

/**
 * Nanoseconds from when something came until an epoch with it was shown, over the last one to two minutes; all 0 when
 * nothing came.
 *
 * @param epochs how many are counted, each with what waited longest in it
 */
public record Turnaround(Of of, long epochs, long medianNanos, long p99Nanos, long maxNanos) {

    /** What waited. */
    public enum Of {
        /** Rows that a source has read and decoded. */
        SOURCES,
        /** Commits of clients, the disk's time among it. */
        COMMITS
    }
}

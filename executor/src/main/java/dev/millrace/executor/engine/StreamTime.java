package dev.millrace.executor.engine;

/**
 * How far the times of a stream that refuses late rows have come.
 *
 * @param latestMicros of its rows; {@code Long.MIN_VALUE} before the first one
 * @param lateRows that were refused, ever
 */
public record StreamTime(long stream, long latestMicros, long lateRows) {

    /** The time before which a row is late. */
    public long watermarkMicros(long delayMicros) {
        return latestMicros < Long.MIN_VALUE + delayMicros ? Long.MIN_VALUE : latestMicros - delayMicros;
    }
}

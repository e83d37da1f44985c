package dev.millrace.executor.engine;

/**
 * What becomes of rows of a stream that come late: whose time is before the watermark, the latest time of the stream
 * before this epoch less a delay.
 *
 * @param timeColumn of the stream
 * @param lateRelation the table that takes late rows, of the same columns; 0 where they are dropped
 */
public record Lateness(int timeColumn, long delayMicros, long lateRelation) {}

package dev.millrace.executor.plan;

/**
 * Windows of time, {@code [start, end)}, by the calendar and not by what is in them.
 *
 * @param sizeMicros length of a window, or of the longest one
 * @param slideMicros distance of the starts; with {@code grows}, of the ends
 * @param offsetMicros of the first start from 1970-01-01
 * @param grows CUMULATE: windows start every {@code sizeMicros} and each has one of every length up to that, in steps
 */
public record TimeWindows(long sizeMicros, long slideMicros, long offsetMicros, boolean grows) {}

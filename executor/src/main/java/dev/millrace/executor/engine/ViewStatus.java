package dev.millrace.executor.engine;

/**
 * How far a view has come, for people. Counters begin with the server.
 *
 * @param behindSinceMicros the clock of the oldest committed change that its content lacks; {@code Long.MAX_VALUE} when
 *     it has everything
 * @param refreshedMicros the clock at which it last took changes in; {@code Long.MIN_VALUE} for never
 * @param refreshes how often it did
 * @param changesIn rows that its inputs changed by
 * @param changesTaken what was left of them when it took them in, added up
 * @param changesOut rows that it changed by
 * @param stateBytes on the heap
 */
public record ViewStatus(
        boolean isSuspended,
        long behindSinceMicros,
        long refreshedMicros,
        long refreshes,
        long changesIn,
        long changesTaken,
        long changesOut,
        long stateBytes) {

    /** How old its content is; 0 when nothing is missing. */
    public long lagMicros(long clockMicros) {
        return Math.max(0, clockMicros - Math.min(clockMicros, behindSinceMicros));
    }
}

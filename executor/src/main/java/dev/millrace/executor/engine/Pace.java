package dev.millrace.executor.engine;

/**
 * How a flow keeps step with what it reads: its rule, since when it is behind, and what it has taken in and put out.
 * Belongs to the engine thread.
 */
final class Pace {

    static final long NEVER = Long.MAX_VALUE;

    private Freshness freshness = Freshness.REAL_TIME;
    private boolean isSuspended;
    private long behindSinceMicros = NEVER;
    private long refreshedMicros = Long.MIN_VALUE;
    private long refreshes;
    private long changesIn;
    private long changesTaken;
    private long changesOut;

    /** What survives a restart. */
    record Image(long flow, long behindSinceMicros, long refreshedMicros) {}

    Image image(long flow) {
        return new Image(flow, behindSinceMicros, refreshedMicros);
    }

    void restore(Image image) {
        behindSinceMicros = image.behindSinceMicros;
        refreshedMicros = image.refreshedMicros;
    }

    void keepTo(Freshness newFreshness, boolean suspends) {
        freshness = newFreshness;
        isSuspended = suspends;
    }

    /** Whether it follows in the epoch itself. */
    boolean isRealTime() {
        return freshness.isRealTime() && !isSuspended;
    }

    /** Whether it moves by itself some time after its inputs. */
    boolean isTimed() {
        return freshness.isInterval() && !isSuspended;
    }

    boolean isSuspended() {
        return isSuspended;
    }

    boolean isBehind() {
        return behindSinceMicros != NEVER;
    }

    /** The clock of the oldest change that it has not taken in; {@link #NEVER} for none. */
    long behindSinceMicros() {
        return behindSinceMicros;
    }

    /** When a change of this clock has to show. */
    long due(long sinceMicros) {
        return sinceMicros == NEVER || !isTimed() ? NEVER : sinceMicros + freshness.maxAgeMicros();
    }

    void waits(long sinceMicros, long changes) {
        behindSinceMicros = Math.min(behindSinceMicros, sinceMicros);
        changesIn += changes;
    }

    /** Its content was built beside the clock, up to now. */
    void begin(long clockMicros) {
        refreshedMicros = clockMicros;
    }

    /** It has seen everything up to this clock. */
    void refreshed(long clockMicros) {
        behindSinceMicros = NEVER;
        refreshedMicros = clockMicros;
        refreshes++;
    }

    void came(long changes) {
        changesIn += changes;
    }

    void took(long changes, long output) {
        changesTaken += changes;
        changesOut += output;
    }

    /** @param sinceMicros the clock of the oldest change that its content lacks, those of its inputs included */
    ViewStatus status(long sinceMicros, long stateBytes) {
        return new ViewStatus(
                isSuspended, sinceMicros, refreshedMicros, refreshes, changesIn, changesTaken, changesOut, stateBytes);
    }
}

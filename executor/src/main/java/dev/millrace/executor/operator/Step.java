package dev.millrace.executor.operator;

import dev.millrace.executor.expression.RowErrors;

/**
 * What an operator may know of the epoch it works in.
 *
 * @param epoch its number
 * @param clockMicros the logical clock, microseconds since 1970-01-01 00:00 UTC
 * @param isFirst true in the first step of this dataflow's life: constants and empty global aggregates speak now
 * @param errors takes rows whose evaluation failed, instead of the output
 * @param isLoading more is to come of the content that this dataflow begins with: who needs to see all of it may hold
 *     back its output until then
 * @param pause taken now and then by whatever may work or grow for long
 */
public record Step(
        long epoch, long clockMicros, boolean isFirst, boolean isLoading, RowErrors errors, Pause pause) {

    /** A moment between two pieces of work: lets others run, or ends a step whose outcome nobody will see. */
    @FunctionalInterface
    public interface Pause {
        /** Nobody stops the step, whatever it takes. */
        Pause NONE = bytes -> {};

        /**
         * @param bytes that the operator holds for its output so far; no state
         * @throws dev.millrace.executor.plan.SqlException to give up
         */
        void take(long bytes);
    }

    /** Rows that an operator may work on, or give out, between two pauses. */
    static final int PAUSE_ROWS = 4096;

    /** A step that nobody can stop. */
    public Step(long epoch, long clockMicros, boolean isFirst, RowErrors errors) {
        this(epoch, clockMicros, isFirst, false, errors, Pause.NONE);
    }

    Step withLoading(boolean loads) {
        return loads == isLoading ? this : new Step(epoch, clockMicros, isFirst, loads, errors, pause);
    }

    /** The same moment, but not the first step of the dataflow's life. */
    Step later() {
        return isFirst ? new Step(epoch, clockMicros, false, isLoading, errors, pause) : this;
    }

    Step withErrors(RowErrors other) {
        return new Step(epoch, clockMicros, isFirst, isLoading, other, pause);
    }
}

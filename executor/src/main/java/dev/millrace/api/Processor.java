package dev.millrace.api;

/**
 * Logic with state, for each key of a relation on its own. Millrace calls it with the rows of the key in the order that
 * was asked for and with the timers that it set, in the order of their time, and keeps what it puts into its state.
 *
 * <p>What it does must depend on what it is called with and on its state alone: no clock, no random numbers, no fields
 * that outlive a call. Then its answer is a function of the rows, whenever they come: a row that comes late, changes or
 * goes has the key told anew, and what was put out before is taken back where it is not put out again.
 *
 * <p>What a method throws is a failure of the row or timer that it was called for: nothing that the call did to the
 * state or put out is kept, whoever reads the answer is told, and all is well again when the row is gone.
 */
public interface Processor {

    /** A row of the relation of initial state: those of a key come before all else, with the time of 1970. */
    default void initialise(Row row, Context context) {
        throw new UnsupportedOperationException("this processor has no initial state");
    }

    /** The next row of the key. */
    void process(Row row, Context context);

    /** A timer that the key has set. */
    default void onTimer(Timer timer, Context context) {}
}

package dev.millrace.executor.operator;

import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.state.StateTable;

/**
 * One operator of one shard: deltas in, delta out. Deterministic: its output is a function of its state and of the
 * step's inputs and clock; it does no I/O other than through its state tables, reads no other clock, draws no random
 * numbers and never lets the iteration order of a hash table decide a result.
 */
public interface Operator {

    /**
     * Applies the changes of one epoch.
     *
     * @param inputs one batch for each input of the plan node, in order; possibly empty, never null
     * @return the change of the output; rows may repeat and need not be consolidated
     */
    DeltaBatch step(Step step, DeltaBatch[] inputs);

    /**
     * The clock at which this operator has something to say though nothing comes in, microseconds; {@code
     * Long.MAX_VALUE} for never. It must be stepped at that time or later.
     */
    default long due() {
        return Long.MAX_VALUE;
    }

    /** Whether there is output that it held back while content was loaded; it comes in the steps behind that. */
    default boolean isHolding() {
        return false;
    }

    /** What the operators have done that this one runs; what they remember is part of its own state. */
    default List<Dataflow.NodeStatistics> inside() {
        return List.of();
    }

    /** What this operator remembers between steps. */
    default List<StateTable> state() {
        return List.of();
    }
}

package dev.millrace.executor.operator;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;

/** Where changes come into the term of a recursion: one batch, taken by the next step. Linear, no state. */
final class LoopInput implements Operator {

    private final DeltaBatch empty;
    private DeltaBatch arrived;

    LoopInput(Schema schema) {
        empty = DeltaBatch.empty(schema);
        arrived = empty;
    }

    void arrive(DeltaBatch changes) {
        arrived = changes;
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        DeltaBatch changes = arrived;
        arrived = empty;
        return changes;
    }
}

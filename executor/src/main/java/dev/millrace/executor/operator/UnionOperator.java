package dev.millrace.executor.operator;

import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;

/** Bag union. Linear: out(Δ1, Δ2, ...) = Δ1 + Δ2 + ..., no state. */
final class UnionOperator implements Operator {

    private final Schema schema;

    UnionOperator(Schema schema) {
        this.schema = schema;
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        return DeltaBatch.concat(schema, List.of(inputs));
    }
}

package dev.millrace.executor.operator;

import java.util.function.Supplier;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;

/** An operator whose groups each come whole, in one step: it is made anew for the step, and remembers nothing. */
final class OnceOperator implements Operator {

    private final Schema schema;
    private final Supplier<Operator> operator;

    /** @param schema of the output */
    OnceOperator(Schema schema, Supplier<Operator> operator) {
        this.schema = schema;
        this.operator = operator;
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        return inputs[0].isEmpty() ? DeltaBatch.empty(schema) : operator.get().step(step, inputs);
    }
}

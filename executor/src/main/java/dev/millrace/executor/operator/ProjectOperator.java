package dev.millrace.executor.operator;

import java.util.List;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.Evaluator;

/**
 * Computes one output row for each input row. Linear: out(Δ) = project(Δ), weights unchanged, no state. A row of
 * which any value fails is not put out: it is an error, with its weight.
 */
final class ProjectOperator implements Operator {

    private final List<Evaluator> expressions;

    ProjectOperator(List<Evaluator> expressions) {
        this.expressions = expressions;
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        DeltaBatch input = inputs[0];
        Evaluator.Failures failures = new Evaluator.Failures();
        Column[] columns = new Column[expressions.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = expressions.get(i).evaluate(input, step.clockMicros(), failures);
        }
        DeltaBatch output = input.withColumns(columns);
        return failures.isEmpty() ? output : RowFailures.remove(output, failures, step.errors());
    }
}

package dev.millrace.executor.operator;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.expression.Evaluator;

/** Keeps the rows for which a condition is true. Linear: out(Δ) = filter(Δ), weights unchanged, no state. */
final class FilterOperator implements Operator {

    private final Evaluator condition;
    private int[] selected = new int[16];

    FilterOperator(Evaluator condition) {
        this.condition = condition;
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        DeltaBatch input = inputs[0];
        int size = input.size();
        if (size == 0) {
            return input;
        }
        Evaluator.Failures failures = new Evaluator.Failures();
        WordColumn truth = (WordColumn) condition.evaluate(input, step.clockMicros(), failures);
        if (selected.length < size) {
            selected = new int[size];
        }
        long[] values = truth.values();
        int count = 0;
        if (truth.nulls() == null && failures.isEmpty()) {
            // Without a branch: a misprediction costs more than a store that is overwritten.
            for (int row = 0; row < size; row++) {
                selected[count] = row;
                count += (int) values[row];
            }
        } else {
            for (int row = 0; row < size; row++) {
                if (failures.of(row) != null) {
                    step.errors().add(failures.of(row), input.weight(row));
                } else if (!truth.isNull(row) && values[row] != 0) {
                    selected[count++] = row;
                }
            }
        }
        return count == size ? input : input.select(selected, count);
    }
}

package dev.millrace.executor.operator;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.expression.RowErrors;
import dev.millrace.executor.plan.SqlException;

/** Moves the rows that failed out of a batch and into the step's errors. */
final class RowFailures {

    private RowFailures() {}

    static DeltaBatch remove(DeltaBatch batch, Evaluator.Failures failures, RowErrors errors) {
        int[] kept = new int[batch.size()];
        int count = 0;
        for (int row = 0; row < batch.size(); row++) {
            SqlException failure = failures.of(row);
            if (failure == null) {
                kept[count++] = row;
            } else {
                errors.add(failure, batch.weight(row));
            }
        }
        return count == batch.size() ? batch : batch.select(kept, count);
    }
}

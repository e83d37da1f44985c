package dev.millrace.executor.operator;

import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.Schema;

/** Constant rows: out = the rows in the first step, nothing ever after. Only the first shard has them. */
final class ValuesOperator implements Operator {

    private final Schema schema;
    private final List<List<Evaluator>> rows;

    /** @param rows empty on every shard but the first */
    ValuesOperator(Schema schema, List<List<Evaluator>> rows) {
        this.schema = schema;
        this.rows = rows;
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        if (!step.isFirst() || rows.isEmpty()) {
            return DeltaBatch.empty(schema);
        }
        DeltaBatch one = DeltaBatch.inserts(new Column[0], 1);
        BatchBuilder out = new BatchBuilder(schema);
        for (List<Evaluator> row : rows) {
            Evaluator.Failures failures = new Evaluator.Failures();
            Column[] values = new Column[row.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.get(i).evaluate(one, step.clockMicros(), failures);
            }
            DeltaBatch built = one.withColumns(values);
            out.appendAll(failures.isEmpty() ? built : RowFailures.remove(built, failures, step.errors()));
        }
        return out.build();
    }
}

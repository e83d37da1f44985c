package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.SqlType;

/**
 * Puts out each row once for every element of an array that is computed from it, with the element appended; a row
 * whose array is empty or NULL not at all. Linear: out(Δ) = unnest(Δ), weights unchanged, no state.
 */
final class UnnestOperator implements Operator {

    private final Evaluator array;
    private final SqlType element;

    UnnestOperator(Plan.Unnest plan, Evaluator array) {
        this.array = array;
        element = plan.schema().type(plan.schema().size() - 1);
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        DeltaBatch input = inputs[0];
        Evaluator.Failures failures = new Evaluator.Failures();
        BytesColumn arrays = (BytesColumn) array.evaluate(input, step.clockMicros(), failures);
        ColumnBuilder elements = new ColumnBuilder(element.layout());
        int[] rows = new int[Math.max(16, input.size())];
        int count = 0;
        for (int row = 0; row < input.size(); row++) {
            if (failures.of(row) != null) {
                step.errors().add(failures.of(row), input.weight(row));
                continue;
            }
            if (arrays.isNull(row)) {
                continue;
            }
            Column values = ArrayForm.decode(element, arrays.data(), arrays.start(row), arrays.end(row));
            if (count + values.size() > rows.length) {
                rows = Arrays.copyOf(rows, Math.max(rows.length * 2, count + values.size()));
            }
            for (int i = 0; i < values.size(); i++) {
                elements.append(values, i);
                rows[count++] = row;
            }
        }
        DeltaBatch selected = input.select(rows, count);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < input.columnCount(); i++) {
            columns.add(selected.column(i));
        }
        columns.add(elements.build());
        return selected.withColumns(columns.toArray(Column[]::new));
    }
}

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
 * Puts out each row once for every element of arrays that are computed from it, with the elements appended, NULL where
 * another array is longer; a row whose arrays are empty or NULL not at all. Linear: out(Δ) = unnest(Δ), weights
 * unchanged, no state.
 */
final class UnnestOperator implements Operator {

    private final List<Evaluator> arrays;
    private final List<SqlType> elements = new ArrayList<>();
    private final boolean isNumbered;

    UnnestOperator(Plan.Unnest plan, List<Evaluator> arrays) {
        this.arrays = arrays;
        isNumbered = plan.isNumbered();
        int first = plan.input().schema().size();
        for (int i = 0; i < arrays.size(); i++) {
            elements.add(plan.schema().type(first + i));
        }
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        DeltaBatch input = inputs[0];
        Evaluator.Failures failures = new Evaluator.Failures();
        List<BytesColumn> evaluated = new ArrayList<>();
        List<ColumnBuilder> outputs = new ArrayList<>();
        for (int i = 0; i < arrays.size(); i++) {
            evaluated.add((BytesColumn) arrays.get(i).evaluate(input, step.clockMicros(), failures));
            outputs.add(new ColumnBuilder(elements.get(i).layout()));
        }
        ColumnBuilder numbers = new ColumnBuilder(SqlType.Layout.WORD);
        int[] rows = new int[Math.max(16, input.size())];
        int size = 0;
        for (int row = 0; row < input.size(); row++) {
            if (failures.of(row) != null) {
                step.errors().add(failures.of(row), input.weight(row));
                continue;
            }
            int count = walk(step, evaluated, row, outputs);
            if (size + count > rows.length) {
                rows = Arrays.copyOf(rows, Math.max(2 * rows.length, size + count));
            }
            for (int number = 1; number <= count; number++) {
                rows[size++] = row;
                if (isNumbered) {
                    numbers.appendWord(number);
                }
            }
        }
        DeltaBatch selected = input.select(rows, size);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < input.columnCount(); i++) {
            columns.add(selected.column(i));
        }
        outputs.forEach(output -> columns.add(output.build()));
        if (isNumbered) {
            columns.add(numbers.build());
        }
        return selected.withColumns(columns.toArray(Column[]::new));
    }

    /** Appends the elements of one row's arrays, all as many as the longest has; returns how many these are. */
    private int walk(Step step, List<BytesColumn> evaluated, int row, List<ColumnBuilder> outputs) {
        Column[] values = new Column[evaluated.size()];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            BytesColumn array = evaluated.get(i);
            if (!array.isNull(row)) {
                values[i] = ArrayForm.decode(elements.get(i), array.data(), array.start(row), array.end(row));
                count = Math.max(count, values[i].size());
            }
        }
        for (int i = 0; i < values.length; i++) {
            for (int element = 0; element < count; element++) {
                if (element % Step.PAUSE_ROWS == 0) {
                    step.pause().take(0);
                }
                if (values[i] != null && element < values[i].size()) {
                    outputs.get(i).append(values[i], element);
                } else {
                    outputs.get(i).appendNull();
                }
            }
        }
        return count;
    }
}

package dev.millrace.executor.operator;

import java.util.List;

import dev.millrace.executor.aggregate.Accumulator.GroupedRows;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.state.StateTable;

/** The rows of a batch that an aggregate call is about: all, or those for which its FILTER is true. */
class RowSelector {

    private final int filter;
    private GroupedRows rows;
    private DeltaBatch batch;
    private int[] numbers = new int[0];

    /** @param filter boolean column, or -1 */
    RowSelector(int filter) {
        this.filter = filter;
    }

    /** Takes a step's rows; {@code groups} says which group each is in. */
    void begin(DeltaBatch input, EncodedKeys keys, TouchedEntries groups) {
        batch = input;
        if (filter < 0) {
            if (numbers.length < input.size()) {
                numbers = new int[Math.max(16, input.size() * 2)];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = i;
                }
            }
            rows = new GroupedRows(numbers, groups.ofRow(), input.weights(), input.size());
            return;
        }
        WordColumn condition = input.words(filter);
        int[] selected = new int[input.size()];
        int[] selectedGroups = new int[input.size()];
        long[] weights = new long[input.size()];
        int count = 0;
        for (int row = 0; row < input.size(); row++) {
            if (!condition.isNull(row) && condition.value(row) != 0) {
                selected[count] = row;
                selectedGroups[count] = groups.ofRow(row);
                weights[count++] = input.weight(row);
            }
        }
        rows = new GroupedRows(selected, selectedGroups, weights, count);
    }

    DeltaBatch batch() {
        return batch;
    }

    GroupedRows rows() {
        return rows;
    }

    List<StateTable> state() {
        return List.of();
    }
}

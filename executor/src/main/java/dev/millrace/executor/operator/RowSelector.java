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
    private int[] selected = new int[0];
    private int[] selectedGroups = new int[0];
    private long[] weights = new long[0];

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
        if (selected.length < input.size()) {
            int length = Math.max(16, input.size() * 2);
            selected = new int[length];
            selectedGroups = new int[length];
            weights = new long[length];
        }
        rows = new GroupedRows(selected, selectedGroups, weights, select(input, groups.ofRow()));
    }

    private int select(DeltaBatch input, int[] groups) {
        WordColumn condition = input.words(filter);
        long[] truth = condition.values();
        boolean hasNulls = condition.nulls() != null;
        long[] inputWeights = input.weights();
        int count = 0;
        for (int row = 0, size = input.size(); row < size; row++) {
            // Without a branch, as in a filter.
            selected[count] = row;
            selectedGroups[count] = groups[row];
            weights[count] = inputWeights[row];
            count += hasNulls && condition.isNull(row) ? 0 : (int) truth[row];
        }
        return count;
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

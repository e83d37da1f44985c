package dev.millrace.executor.aggregate;

import java.util.stream.IntStream;

import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.OrderedTable;

/**
 * An aggregate that somebody made: computed anew from all rows of a group whenever the group changes, in the order that
 * was asked for, then by value, so that the result is a function of them. A function that takes a row back would not be
 * enough: PostgreSQL promises it the earliest row, and not any.
 */
final class FoldAccumulator extends OrderedAccumulator {

    private final Folding folding;
    private final int[] arguments;

    FoldAccumulator(Folding folding, AggregateCall call, Schema input, OrderedTable table) {
        super(SortedContents.inOrder(call, input, table), folding.isStrict() ? call.arguments().size() : 0);
        this.folding = folding;
        arguments = IntStream.range(0, call.arguments().size()).toArray();
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        folding.begin();
        DeltaBatch rows = contents.rows(group);
        for (int row = 0; row < rows.size(); row++) {
            folding.add(rows, arguments, row);
        }
        folding.result(out);
    }
}

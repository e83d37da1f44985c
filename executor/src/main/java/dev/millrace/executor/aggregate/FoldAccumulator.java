package dev.millrace.executor.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * An aggregate that somebody made: computed anew from all rows of a group whenever the group changes, in the order that
 * was asked for, then by value, so that the result is a function of them. A function that takes a row back would not be
 * enough: PostgreSQL promises it the earliest row, and not any.
 */
final class FoldAccumulator implements Accumulator {

    private final Folding folding;
    private final SortedContents contents;
    private final int[] arguments;

    FoldAccumulator(Folding folding, AggregateCall call, Schema input, OrderedTable table) {
        this.folding = folding;
        List<SortKey> order = new ArrayList<>(call.order());
        call.arguments().forEach(argument -> order.add(SortKey.ascending(argument)));
        contents = new SortedContents(call.arguments(), input, order, table);
        arguments = IntStream.range(0, call.arguments().size()).toArray();
    }

    @Override
    public List<StateTable> state() {
        return List.of(contents.table());
    }

    @Override
    public void begin(int groups, GroupKeys keys) {
        contents.begin(keys);
    }

    @Override
    public int load(int group, byte[] data, int start) {
        return start;
    }

    @Override
    public void add(DeltaBatch batch, GroupedRows rows) {
        contents.add(batch, rows, folding.isStrict() ? arguments.length : 0);
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

    @Override
    public void store(int group, ByteBuilder out) {}
}

package dev.millrace.executor.aggregate;

import java.util.List;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.state.StateTable;

/** An aggregate that needs all rows of a group in order, which are its whole state. */
abstract class OrderedAccumulator implements Accumulator {

    final SortedContents contents;
    private final int required;

    /** @param required how many of the first arguments must not be NULL for a row to count */
    OrderedAccumulator(SortedContents contents, int required) {
        this.contents = contents;
        this.required = required;
    }

    @Override
    public final List<StateTable> state() {
        return List.of(contents.table());
    }

    @Override
    public final void begin(int groups, GroupKeys keys) {
        contents.begin(keys);
    }

    @Override
    public final int load(int group, byte[] data, int start) {
        return start;
    }

    @Override
    public final void add(DeltaBatch batch, GroupedRows rows) {
        contents.add(batch, rows, required);
    }

    @Override
    public final void store(int group, ByteBuilder out) {}
}

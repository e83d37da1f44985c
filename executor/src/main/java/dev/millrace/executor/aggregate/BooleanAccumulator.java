package dev.millrace.executor.aggregate;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;

/** bool_and, every, bool_or: how many values are true and how many false, undone by subtraction. */
final class BooleanAccumulator implements Accumulator {

    private final int argument;
    private final boolean isAnd;
    private long[] trues = new long[16];
    private long[] falses = new long[16];

    BooleanAccumulator(int argument, boolean isAnd) {
        this.argument = argument;
        this.isAnd = isAnd;
    }

    @Override
    public void begin(int groups, GroupKeys keys) {
        trues = Words.zeroed(trues, groups);
        falses = Words.zeroed(falses, groups);
    }

    @Override
    public int load(int group, byte[] data, int start) {
        trues[group] = Words.get(data, start);
        falses[group] = Words.get(data, start + 8);
        return start + 16;
    }

    @Override
    public void add(DeltaBatch batch, GroupedRows rows) {
        WordColumn column = batch.words(argument);
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            if (!column.isNull(row)) {
                long[] counts = column.value(row) != 0 ? trues : falses;
                counts[rows.groups()[i]] += rows.weights()[i];
            }
        }
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        if (trues[group] == 0 && falses[group] == 0) {
            out.appendNull();
        } else {
            out.appendWord((isAnd ? falses[group] == 0 : trues[group] != 0) ? 1 : 0);
        }
    }

    @Override
    public void store(int group, ByteBuilder out) {
        out.appendLittleEndian(trues[group]);
        out.appendLittleEndian(falses[group]);
    }
}

package dev.millrace.executor.aggregate;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;

/** count(*) and count(x): the sum of the weights, undone by subtraction. */
final class CountAccumulator implements Accumulator {

    private final int[] arguments;
    private long[] counts = new long[16];

    /** @param arguments columns that must not be NULL for a row to count */
    CountAccumulator(int[] arguments) {
        this.arguments = arguments;
    }

    @Override
    public void begin(int groups, GroupKeys keys) {
        counts = Words.zeroed(counts, groups);
    }

    @Override
    public int load(int group, byte[] data, int start) {
        counts[group] = Words.get(data, start);
        return start + 8;
    }

    @Override
    public void add(DeltaBatch batch, GroupedRows rows) {
        if (arguments.length == 0) {
            int[] groups = rows.groups();
            long[] weights = rows.weights();
            for (int i = 0, count = rows.count(); i < count; i++) {
                counts[groups[i]] += weights[i];
            }
            return;
        }
        for (int i = 0; i < rows.count(); i++) {
            if (!isAnyNull(batch, rows.rows()[i])) {
                counts[rows.groups()[i]] += rows.weights()[i];
            }
        }
    }

    private boolean isAnyNull(DeltaBatch batch, int row) {
        for (int argument : arguments) {
            Column column = batch.column(argument);
            if (column.isNull(row)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        out.appendWord(counts[group]);
    }

    @Override
    public void store(int group, ByteBuilder out) {
        out.appendLittleEndian(counts[group]);
    }

    @Override
    public void load(GroupPayloads groups) {
        for (int group = 0; group < groups.count(); group++) {
            if (groups.isOpen(group)) {
                counts[group] = groups.takeWord(group);
            }
        }
    }

    @Override
    public void results(boolean[] exists, int groups, ColumnBuilder out, Failures failures) {
        out.appendWords(counts, groups);
    }

    @Override
    public void measure(GroupPayloads groups) {
        groups.addBytes(Long.BYTES);
    }

    @Override
    public void store(GroupPayloads groups) {
        for (int group = 0; group < groups.count(); group++) {
            if (groups.isOpen(group)) {
                groups.putWord(group, counts[group]);
            }
        }
    }
}

package dev.millrace.executor.aggregate;

import java.util.Arrays;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlType;

/** min and max of words whose order is that of numbers, over rows of which none is ever taken back. */
final class WordExtremeAccumulator implements Accumulator {

    private final int argument;
    private final boolean isMax;
    private long[] best = new long[16];
    private boolean[] isKnown = new boolean[16];

    WordExtremeAccumulator(int argument, boolean isMax) {
        this.argument = argument;
        this.isMax = isMax;
    }

    /** Whether values of the type are ordered as their words are. */
    static boolean suits(SqlType type) {
        return type.layout() == SqlType.Layout.WORD && !type.kind().isFloat();
    }

    @Override
    public void begin(int groups, GroupKeys keys) {
        best = Words.zeroed(best, groups);
        if (isKnown.length < groups) {
            isKnown = new boolean[best.length];
        } else {
            Arrays.fill(isKnown, 0, groups, false);
        }
    }

    @Override
    public int load(int group, byte[] data, int start) {
        isKnown[group] = data[start] != 0;
        best[group] = Words.get(data, start + 1);
        return start + 9;
    }

    @Override
    public void add(DeltaBatch batch, GroupedRows rows) {
        WordColumn column = batch.words(argument);
        long[] values = column.values();
        boolean hasNulls = column.nulls() != null;
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            if (hasNulls && column.isNull(row)) {
                continue;
            }
            int group = rows.groups()[i];
            long value = values[row];
            if (!isKnown[group] || (isMax ? value > best[group] : value < best[group])) {
                isKnown[group] = true;
                best[group] = value;
            }
        }
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        if (isKnown[group]) {
            out.appendWord(best[group]);
        } else {
            out.appendNull();
        }
    }

    @Override
    public void store(int group, ByteBuilder out) {
        out.append((byte) (isKnown[group] ? 1 : 0));
        out.appendLittleEndian(best[group]);
    }

    @Override
    public void load(GroupPayloads groups) {
        for (int group = 0; group < groups.count(); group++) {
            if (groups.isOpen(group)) {
                isKnown[group] = groups.takeFlag(group);
                best[group] = groups.takeWord(group);
            }
        }
    }

    @Override
    public void results(boolean[] exists, int groups, ColumnBuilder out, Failures failures) {
        for (int group = 0; group < groups; group++) {
            if (exists[group] && !isKnown[group]) {
                out.appendNull();
            } else {
                out.appendWord(best[group]);
            }
        }
    }

    @Override
    public void measure(GroupPayloads groups) {
        groups.addBytes(1 + Long.BYTES);
    }

    @Override
    public void store(GroupPayloads groups) {
        for (int group = 0; group < groups.count(); group++) {
            if (groups.isOpen(group)) {
                groups.putFlag(group, isKnown[group]);
                groups.putWord(group, best[group]);
            }
        }
    }
}

package dev.millrace.executor.aggregate;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * min and max, and what is the smallest value by another name (any_value, the only value of a subquery). The best
 * value is kept with the group. The group's values lie in an ordered table, the best one first, where it is looked up
 * again when it was retracted; there is no such table where nothing is ever retracted. Values that SQL holds equal
 * but that look different are told apart by their bytes, so that the result is a function of them.
 */
public final class ExtremeAccumulator implements Accumulator {

    private final int argument;
    private final boolean isWord;
    private final boolean isLossless;
    private final boolean isSingle;
    private final KeyEncoder encoder;
    private final OrderedTable contents;
    private final ByteBuilder key = new ByteBuilder();
    private final ByteBuilder value = new ByteBuilder();
    private GroupKeys keys;
    private long[] rowCounts = new long[16];
    private byte[][] bestOrder = new byte[0][];
    private byte[][] bestValue = new byte[0][];
    private boolean[] isStale = new boolean[0];

    /**
     * @param contents all values; null where no row is ever taken back
     * @param isSingle more than one row is an error: the value of a scalar subquery
     */
    public ExtremeAccumulator(Schema input, int argument, boolean isMax, boolean isSingle, OrderedTable contents) {
        this.argument = argument;
        this.isSingle = isSingle;
        this.contents = contents;
        SqlType type = input.type(argument);
        isWord = type.layout() == SqlType.Layout.WORD;
        isLossless = KeyEncoder.isLossless(type);
        encoder = KeyEncoder.ordered(input, List.of(new SortKey(argument, isMax, false)));
    }

    @Override
    public List<StateTable> state() {
        return contents == null ? List.of() : List.of(contents);
    }

    @Override
    public void begin(int groups, GroupKeys groupKeys) {
        keys = groupKeys;
        rowCounts = Words.zeroed(rowCounts, groups);
        bestOrder = new byte[groups][];
        bestValue = new byte[groups][];
        isStale = new boolean[groups];
    }

    @Override
    public int load(int group, byte[] data, int start) {
        rowCounts[group] = Words.get(data, start);
        long lengths = Words.get(data, start + 8);
        int at = start + 16;
        if (lengths == -1) {
            return at;
        }
        int orderEnd = at + (int) lengths;
        int valueEnd = orderEnd + (int) (lengths >>> 32);
        bestOrder[group] = Arrays.copyOfRange(data, at, orderEnd);
        bestValue[group] = Arrays.copyOfRange(data, orderEnd, valueEnd);
        return valueEnd;
    }

    @Override
    public void add(DeltaBatch batch, GroupedRows rows) {
        Column column = batch.column(argument);
        if (contents != null && !contents.isComplete()) {
            want(batch, rows, column);
        }
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            int group = rows.groups()[i];
            rowCounts[group] += rows.weights()[i];
            if (!column.isNull(row)) {
                add(batch, column, row, group, rows.weights()[i]);
            }
        }
        if (contents != null && contents.negativeEntries() != 0) {
            throw new IllegalStateException("extreme: a value was retracted that is not there");
        }
    }

    private void want(DeltaBatch batch, GroupedRows rows, Column column) {
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            if (!column.isNull(row)) {
                encode(batch, column, row, rows.groups()[i]);
                contents.want(key.array(), 0, key.size());
            }
        }
        contents.loadWanted();
    }

    /** Fills key and value; returns where the order begins in the key. */
    private int encode(DeltaBatch batch, Column column, int row, int group) {
        GroupContents.prefix(keys, group, key);
        int orderStart = key.size();
        encoder.encode(batch, row, key);
        value.clear();
        switch (column) {
            case WordColumn words -> value.appendLittleEndian(words.value(row));
            case BytesColumn bytes -> value.append(bytes.data(), bytes.start(row), bytes.end(row));
        }
        if (!isLossless) {
            key.append(value.array(), 0, value.size());
        }
        return orderStart;
    }

    private void add(DeltaBatch batch, Column column, int row, int group, long weight) {
        int orderStart = encode(batch, column, row, group);
        long after = contents == null
                ? weight
                : contents.add(key.array(), 0, key.size(), weight, value.array(), 0, value.size());
        if (isStale[group]) {
            return;
        }
        byte[] best = bestOrder[group];
        int order = best == null
                ? -1
                : Arrays.compareUnsigned(key.array(), orderStart, key.size(), best, 0, best.length);
        if (order < 0 && after > 0) {
            bestOrder[group] = Arrays.copyOfRange(key.array(), orderStart, key.size());
            bestValue[group] = value.toBytes();
        } else if (order == 0 && after <= 0) {
            isStale[group] = true;
        }
    }

    private void refresh(int group) {
        if (!isStale[group]) {
            return;
        }
        isStale[group] = false;
        bestOrder[group] = null;
        bestValue[group] = null;
        GroupContents.prefix(keys, group, key);
        OrderedTable.Cursor cursor = contents.seek(key.array(), 0, key.size());
        if (cursor.startsWith(key.array(), 0, key.size())) {
            bestOrder[group] = Arrays.copyOfRange(cursor.data(), cursor.keyStart() + key.size(), cursor.keyEnd());
            bestValue[group] = Arrays.copyOfRange(cursor.data(), cursor.keyEnd(), cursor.valueEnd());
        }
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        if (isSingle && rowCounts[group] > 1) {
            throw new SqlException(
                    SqlState.CARDINALITY_VIOLATION, "more than one row returned by a subquery used as an expression");
        }
        refresh(group);
        byte[] best = bestValue[group];
        if (best == null) {
            out.appendNull();
        } else if (isWord) {
            out.appendWord(Words.get(best, 0));
        } else {
            out.appendBytes(best);
        }
    }

    @Override
    public void store(int group, ByteBuilder out) {
        refresh(group);
        out.appendLittleEndian(rowCounts[group]);
        if (bestOrder[group] == null) {
            out.appendLittleEndian(-1);
            return;
        }
        out.appendLittleEndian((long) bestValue[group].length << 32 | bestOrder[group].length);
        out.append(bestOrder[group], 0, bestOrder[group].length);
        out.append(bestValue[group], 0, bestValue[group].length);
    }
}

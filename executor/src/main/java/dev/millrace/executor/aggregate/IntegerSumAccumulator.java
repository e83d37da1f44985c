package dev.millrace.executor.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** sum and avg of whole numbers: an exact sum of 128 bits and a count, undone by subtraction. */
final class IntegerSumAccumulator implements Accumulator {

    /** What is made of the sum. */
    enum Output {
        SUM_BIGINT,
        SUM_MONEY,
        SUM_NUMERIC,
        AVERAGE
    }

    private final int argument;
    private final Output output;
    private long[] low = new long[16];
    private long[] high = new long[16];
    private long[] counts = new long[16];

    IntegerSumAccumulator(int argument, Output output) {
        this.argument = argument;
        this.output = output;
    }

    @Override
    public void begin(int groups, GroupKeys keys) {
        low = Words.zeroed(low, groups);
        high = Words.zeroed(high, groups);
        counts = Words.zeroed(counts, groups);
    }

    @Override
    public int load(int group, byte[] data, int start) {
        counts[group] = Words.get(data, start);
        low[group] = Words.get(data, start + 8);
        high[group] = Words.get(data, start + 16);
        return start + 24;
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
            long weight = rows.weights()[i];
            counts[group] += weight;
            long product = value * weight;
            long before = low[group];
            long after = before + product;
            low[group] = after;
            long carry = Long.compareUnsigned(after, before) < 0 ? 1 : 0;
            high[group] += Math.multiplyHigh(value, weight) + carry;
        }
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        if (counts[group] == 0) {
            out.appendNull();
            return;
        }
        switch (output) {
            case SUM_BIGINT, SUM_MONEY -> {
                if (high[group] != low[group] >> 63) {
                    throw new SqlException(
                            SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                            (output == Output.SUM_MONEY ? "money" : "bigint") + " out of range");
                }
                out.appendWord(low[group]);
            }
            case SUM_NUMERIC -> {
                if (high[group] == low[group] >> 63) {
                    Numeric.append(out, low[group], 0);
                } else {
                    Numeric.of(new BigDecimal(sum(group))).appendTo(out);
                }
            }
            case AVERAGE -> appendAverage(group, out);
        }
    }

    private void appendAverage(int group, ColumnBuilder out) {
        if (high[group] == low[group] >> 63) {
            Quotient.append(out, low[group], counts[group]);
        } else {
            Quotient.of(new BigDecimal(sum(group)), BigDecimal.valueOf(counts[group])).appendTo(out);
        }
    }

    private BigInteger sum(int group) {
        if (high[group] == low[group] >> 63) {
            return BigInteger.valueOf(low[group]);
        }
        BigInteger unsigned = BigInteger.valueOf(low[group]);
        if (low[group] < 0) {
            unsigned = unsigned.add(BigInteger.ONE.shiftLeft(64));
        }
        return BigInteger.valueOf(high[group]).shiftLeft(64).add(unsigned);
    }

    @Override
    public void store(int group, ByteBuilder out) {
        out.appendLittleEndian(counts[group]);
        out.appendLittleEndian(low[group]);
        out.appendLittleEndian(high[group]);
    }

    @Override
    public void load(GroupPayloads groups) {
        for (int group = 0; group < groups.count(); group++) {
            if (groups.isOpen(group)) {
                counts[group] = groups.takeWord(group);
                low[group] = groups.takeWord(group);
                high[group] = groups.takeWord(group);
            }
        }
    }

    @Override
    public void measure(GroupPayloads groups) {
        groups.addBytes(3 * Long.BYTES);
    }

    @Override
    public void store(GroupPayloads groups) {
        for (int group = 0; group < groups.count(); group++) {
            if (groups.isOpen(group)) {
                groups.putWord(group, counts[group]);
                groups.putWord(group, low[group]);
                groups.putWord(group, high[group]);
            }
        }
    }
}

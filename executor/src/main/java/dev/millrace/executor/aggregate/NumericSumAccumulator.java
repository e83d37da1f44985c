package dev.millrace.executor.aggregate;

import java.math.BigDecimal;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Numeric;

/** sum and avg of numerics: an exact sum and a count, undone by subtraction. */
final class NumericSumAccumulator implements Accumulator {

    private final int argument;
    private final boolean isAverage;
    private long[] counts = new long[16];
    private DecimalSum[] sums = new DecimalSum[0];

    NumericSumAccumulator(int argument, boolean isAverage) {
        this.argument = argument;
        this.isAverage = isAverage;
    }

    @Override
    public void begin(int groups, GroupKeys keys) {
        counts = Words.zeroed(counts, groups);
        sums = new DecimalSum[groups];
        for (int i = 0; i < groups; i++) {
            sums[i] = new DecimalSum();
        }
    }

    @Override
    public int load(int group, byte[] data, int start) {
        counts[group] = Words.get(data, start);
        return sums[group].load(data, start + 8);
    }

    @Override
    public void add(DeltaBatch batch, GroupedRows rows) {
        BytesColumn column = batch.bytes(argument);
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            if (!column.isNull(row)) {
                int group = rows.groups()[i];
                counts[group] += rows.weights()[i];
                sums[group].add(column.data(), column.start(row), column.end(row), rows.weights()[i]);
            }
        }
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        DecimalSum sum = sums[group];
        if (counts[group] == 0) {
            out.appendNull();
        } else if (sum.isSpecial()) {
            sum.special().appendTo(out);
        } else if (isAverage) {
            Quotient.of(sum.decimal(), BigDecimal.valueOf(counts[group])).appendTo(out);
        } else {
            Numeric.of(sum.decimal()).appendTo(out);
        }
    }

    @Override
    public void store(int group, ByteBuilder out) {
        out.appendLittleEndian(counts[group]);
        sums[group].store(out);
    }
}

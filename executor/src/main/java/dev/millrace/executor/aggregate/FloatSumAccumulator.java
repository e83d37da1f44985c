package dev.millrace.executor.aggregate;

import java.math.BigInteger;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** sum and avg of floating-point numbers: an exact sum and a count, undone by subtraction, rounded once. */
final class FloatSumAccumulator implements Accumulator {

    /** What is made of the sum. */
    enum Output {
        SUM_REAL,
        SUM_DOUBLE,
        AVERAGE
    }

    private final int argument;
    private final Output output;
    private long[] counts = new long[16];
    private ExactSum[] sums = new ExactSum[0];

    FloatSumAccumulator(int argument, Output output) {
        this.argument = argument;
        this.output = output;
    }

    @Override
    public void begin(int groups, GroupKeys keys) {
        counts = Words.zeroed(counts, groups);
        sums = new ExactSum[groups];
        for (int i = 0; i < groups; i++) {
            sums[i] = new ExactSum();
        }
    }

    @Override
    public int load(int group, byte[] data, int start) {
        counts[group] = Words.get(data, start);
        return sums[group].load(data, start + 8);
    }

    @Override
    public void add(DeltaBatch batch, GroupedRows rows) {
        WordColumn column = batch.words(argument);
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            if (!column.isNull(row)) {
                int group = rows.groups()[i];
                counts[group] += rows.weights()[i];
                sums[group].add(column.doubleValue(row), rows.weights()[i]);
            }
        }
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        if (counts[group] == 0) {
            out.appendNull();
            return;
        }
        ExactSum sum = sums[group];
        double value =
                switch (output) {
                    case SUM_REAL -> sum.floatValue();
                    case SUM_DOUBLE -> sum.doubleValue();
                    case AVERAGE -> sum.isSpecial()
                            ? sum.special()
                            : Rounding.quotient(
                                    sum.units(), BigInteger.valueOf(counts[group]), Rounding.UNIT_EXPONENT);
                };
        if (Double.isInfinite(value) && !sum.isSpecial()) {
            throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
        }
        out.appendDouble(value);
    }

    @Override
    public void store(int group, ByteBuilder out) {
        out.appendLittleEndian(counts[group]);
        sums[group].store(out);
    }
}

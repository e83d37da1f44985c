package dev.millrace.executor.aggregate;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.function.Intervals;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** sum and avg of intervals: months, days and microseconds are summed apart, undone by subtraction. */
final class IntervalSumAccumulator implements Accumulator {

    private final int argument;
    private final boolean isAverage;
    private long[] counts = new long[16];
    private long[] months = new long[16];
    private long[] days = new long[16];
    private long[] micros = new long[16];

    IntervalSumAccumulator(int argument, boolean isAverage) {
        this.argument = argument;
        this.isAverage = isAverage;
    }

    @Override
    public void begin(int groups, GroupKeys keys) {
        counts = Words.zeroed(counts, groups);
        months = Words.zeroed(months, groups);
        days = Words.zeroed(days, groups);
        micros = Words.zeroed(micros, groups);
    }

    @Override
    public int load(int group, byte[] data, int start) {
        counts[group] = Words.get(data, start);
        months[group] = Words.get(data, start + 8);
        days[group] = Words.get(data, start + 16);
        micros[group] = Words.get(data, start + 24);
        return start + 32;
    }

    @Override
    public void add(DeltaBatch batch, GroupedRows rows) {
        BytesColumn column = batch.bytes(argument);
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            if (column.isNull(row)) {
                continue;
            }
            int group = rows.groups()[i];
            long weight = rows.weights()[i];
            Interval value = Interval.read(column, row);
            counts[group] += weight;
            months[group] += value.months() * weight;
            days[group] += value.days() * weight;
            micros[group] += value.micros() * weight;
        }
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        if (counts[group] == 0) {
            out.appendNull();
        } else if (isAverage) {
            Intervals.divide(interval(months[group], days[group], micros[group]), (double) counts[group]).appendTo(out);
        } else {
            interval(months[group], days[group], micros[group]).appendTo(out);
        }
    }

    private static Interval interval(long months, long days, long micros) {
        if (months != (int) months || days != (int) days) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "interval out of range");
        }
        return new Interval((int) months, (int) days, micros);
    }

    @Override
    public void store(int group, ByteBuilder out) {
        out.appendLittleEndian(counts[group]);
        out.appendLittleEndian(months[group]);
        out.appendLittleEndian(days[group]);
        out.appendLittleEndian(micros[group]);
    }
}

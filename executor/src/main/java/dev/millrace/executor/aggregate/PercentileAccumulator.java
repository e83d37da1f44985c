package dev.millrace.executor.aggregate;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ArrayShape;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.function.Intervals;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.state.OrderedTable;

/**
 * percentile_cont and percentile_disc: the value at a fraction of the group's order, or between the two values around
 * it. The first argument is what is ordered, the second the fraction, or an array of fractions.
 */
final class PercentileAccumulator extends OrderedAccumulator {

    private final boolean isContinuous;
    private final boolean isArray;
    private final SqlType type;

    PercentileAccumulator(AggregateCall call, Schema input, boolean isContinuous, OrderedTable table) {
        super(SortedContents.withinGroup(call, input, table), 1);
        this.isContinuous = isContinuous;
        type = contents.schema().type(0);
        isArray = contents.schema().type(1).kind() == SqlType.Kind.ARRAY;
    }

    @Override
    public void result(int group, ColumnBuilder out) {
        DeltaBatch first = contents.rowsAt(group, new long[] {0});
        if (first.size() == 0 || first.column(1).isNull(0)) {
            out.appendNull();
            return;
        }
        long count = contents.count(group);
        if (!isArray) {
            append(group, count, first.words(1).doubleValue(0), out);
            return;
        }
        BytesColumn arrays = first.bytes(1);
        WordColumn fractions =
                (WordColumn) ArrayForm.decode(SqlType.DOUBLE, arrays.data(), arrays.start(0), arrays.end(0));
        ColumnBuilder elements = new ColumnBuilder(type.layout());
        for (int i = 0; i < fractions.size(); i++) {
            if (fractions.isNull(i)) {
                elements.appendNull();
            } else {
                append(group, count, fractions.doubleValue(i), elements);
            }
        }
        ArrayShape shape = ArrayForm.shape(arrays.data(), arrays.start(0), arrays.end(0));
        out.appendBytes(ArrayForm.encode(shape, elements.build()));
    }

    private void append(int group, long count, double fraction, ColumnBuilder out) {
        if (!(fraction >= 0 && fraction <= 1)) {
            String text = fraction == Math.rint(fraction) && Math.abs(fraction) < 1e6
                    ? Long.toString((long) fraction)
                    : Double.toString(fraction);
            throw new SqlException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "percentile value " + text + " is not between 0 and 1");
        }
        if (!isContinuous) {
            long place = Math.max((long) Math.ceil(count * fraction) - 1, 0);
            out.append(contents.rowsAt(group, new long[] {place}).column(0), 0);
            return;
        }
        double place = fraction * (count - 1);
        long below = (long) Math.floor(place);
        long above = (long) Math.ceil(place);
        Column values = contents.rowsAt(group, new long[] {below, above}).column(0);
        if (below == above) {
            out.append(values, 0);
        } else {
            appendBetween(values, place - below, out);
        }
    }

    private static void appendBetween(Column values, double fraction, ColumnBuilder out) {
        switch (values) {
            case WordColumn words -> {
                double low = words.doubleValue(0);
                out.appendDouble(low + fraction * (words.doubleValue(1) - low));
            }
            case BytesColumn intervals -> {
                Interval low = Interval.read(intervals, 0);
                Interval high = Interval.read(intervals, 1);
                Interval way = Intervals.multiply(Intervals.add(high, Intervals.negate(low)), fraction);
                Intervals.add(way, low).appendTo(out);
            }
        }
    }
}

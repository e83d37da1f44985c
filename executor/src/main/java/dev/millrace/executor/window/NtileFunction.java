package dev.millrace.executor.window;

import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * ntile: deals the partition into so many parts of equal length, the first ones a row longer where that does not come
 * out even. As in PostgreSQL, the first row whose number of parts is not NULL says it for all.
 */
final class NtileFunction implements WindowFunction {

    private final Argument parts;
    private WindowRows rows;
    private long count;
    private int firstRow;

    NtileFunction(Argument parts) {
        this.parts = parts;
    }

    @Override
    public void begin(WindowRows stretch) {
        rows = stretch;
        parts.begin(stretch);
        count = 0;
    }

    @Override
    public void value(int row, ColumnBuilder out) {
        if (count == 0) {
            if (parts.isNull(row)) {
                out.appendNull();
                return;
            }
            if (parts.word(row) <= 0) {
                throw new SqlException(
                        SqlState.INVALID_ARGUMENT_FOR_NTILE, "argument of ntile must be greater than zero");
            }
            count = parts.word(row);
            firstRow = row;
        }
        long length = rows.size() / count;
        long longer = length == 0 ? 0 : rows.size() % count;
        long place = (long) row - firstRow;
        long inLonger = longer * (length + 1);
        out.appendWord(place < inLonger
                ? place / (length + 1) + 1
                : longer + (place - inLonger) / Math.max(length, 1) + 1);
    }
}

package dev.millrace.executor.window;

import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.plan.SqlException;

/** A function whose frame makes no sense: an error for every row, and none where there are no rows. */
final class FailingFunction implements WindowFunction {

    private final SqlException failure;

    FailingFunction(SqlException failure) {
        this.failure = failure;
    }

    @Override
    public void begin(WindowRows rows) {}

    @Override
    public void value(int row, ColumnBuilder out) {
        throw failure;
    }
}

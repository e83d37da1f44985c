package dev.millrace.executor.engine;

import dev.millrace.executor.data.DeltaBatch;

/** One running query: a cursor over its rows, in order. One thread at a time. */
public interface QueryRun extends AutoCloseable {

    /**
     * The next rows: the visible columns, each row as often as it occurs (every weight is 1); null at the end.
     *
     * @throws dev.millrace.executor.plan.SqlException when the evaluation fails or is cancelled
     */
    DeltaBatch next();

    @Override
    void close();
}

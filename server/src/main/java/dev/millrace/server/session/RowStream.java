package dev.millrace.server.session;

import dev.millrace.executor.data.DeltaBatch;

/** Rows of a result as they come. One thread at a time. */
public interface RowStream extends AutoCloseable {

    /** The next rows, each once; null at the end. May wait. */
    DeltaBatch next() throws InterruptedException;

    /** Whether rows come when something happens, perhaps never: nobody may wait for the first one. */
    default boolean isLive() {
        return false;
    }

    @Override
    default void close() {}

    /** These rows and no more. */
    static RowStream of(DeltaBatch rows) {
        return new RowStream() {
            private DeltaBatch rest = rows.isEmpty() ? null : rows;

            @Override
            public DeltaBatch next() {
                DeltaBatch batch = rest;
                rest = null;
                return batch;
            }
        };
    }
}

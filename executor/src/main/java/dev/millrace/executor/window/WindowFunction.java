package dev.millrace.executor.window;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.ColumnBuilder;

/** One window function; keeps what it needs from row to row of a stretch. One thread at a time. */
public interface WindowFunction {

    /** Forgets the last stretch. This one starts with the partition, or with all that the function's values need. */
    void begin(WindowRows rows);

    /**
     * Begins with a stretch of which all that came before a row is told by a saved state, as far as the function's
     * {@link Reach#isRunning}.
     *
     * @param state what {@link #save} wrote for the row, from {@code at} on; the end of it is returned
     */
    default int resume(WindowRows rows, int row, byte[] state, int at) {
        begin(rows);
        return at;
    }

    /** Writes what the values of a row and of all behind it are made of; the row is not before one asked for. */
    default void save(int row, ByteBuilder out) {}

    /**
     * Appends a row's value; the rows of a stretch are asked for in order.
     *
     * @throws dev.millrace.executor.plan.SqlException when it has none; nothing was appended
     */
    void value(int row, ColumnBuilder out);
}

package dev.millrace.executor.connector.format;

import dev.millrace.executor.data.BatchBuilder;

/** Turns the bytes of a record into a row. Keeps buffers, so one thread at a time. */
public interface RecordDecoder {

    /** What became of a record. */
    enum Outcome {
        ROW,
        /** A good record that carries no row, such as an empty line. */
        NO_ROW,
        REJECTED
    }

    /** Appends the row of a record to the batch, with weight 1, unless it has none or is rejected. */
    Outcome decode(byte[] data, int start, int end, BatchBuilder batch);

    /** Why the last rejected record was; null before the first. */
    String rejection();
}

package dev.millrace.executor.connector.generator;

import dev.millrace.executor.data.BatchBuilder;

/** Makes the row of an event as a pure function of the event's number. */
interface RowGenerator {

    /** The first event from {@code event} on that is a row here; others are rows of other tables. */
    long rowAtOrAfter(long event);

    /** Appends the row of an event that is one. */
    void append(long event, BatchBuilder batch);
}

package dev.millrace.executor.engine;

import java.util.Map;

/** An immutable, consistent database: one epoch and everything readable at it. Pinned until closed. */
public interface Snapshot extends AutoCloseable {

    long epoch();

    /** The logical clock of the epoch, microseconds since 1970-01-01 00:00 UTC. */
    long clockMicros();

    /** Changes whenever an object is created, dropped or altered. */
    long catalogVersion();

    Map<Long, ObjectDefinition> objects();

    /** Rows of a stored relation, roughly: for statistics. */
    long estimatedRows(long relation);

    @Override
    void close();
}

package dev.millrace.executor.engine;

import dev.millrace.executor.data.DeltaBatch;

/** Relations that are computed when they are read: the catalogs. Their ids are negative. */
public interface SystemRelations {

    /** All rows, all columns, weight 1. */
    DeltaBatch rows(long relation, Snapshot snapshot);

    SystemRelations NONE = (relation, snapshot) -> {
        throw new IllegalStateException("no relation " + relation);
    };
}

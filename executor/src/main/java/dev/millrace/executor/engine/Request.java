package dev.millrace.executor.engine;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.millrace.executor.connector.SourceBatch;

/** What is queued for the engine thread. */
sealed interface Request {

    /** A client's transaction. */
    record Commit(Transaction transaction, CompletableFuture<Committed> outcome) implements Request {}

    /**
     * Rows of a source.
     *
     * @param columns of the relation that the batch has
     * @param done told true when they are applied, false when they could not be logged and have to be offered again
     */
    record Rows(long source, List<Integer> columns, SourceBatch batch, Consumer<Boolean> done)
            implements Request {}

    /** Work on the engine thread between two epochs. */
    record Control(Runnable work) implements Request {}
}

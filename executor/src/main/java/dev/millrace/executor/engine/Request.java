package dev.millrace.executor.engine;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.millrace.executor.connector.SourceBatch;

/** What is queued for the engine thread. */
sealed interface Request {

    /**
     * A client's transaction.
     *
     * @param since when it came, as {@link System#nanoTime}
     */
    record Commit(Transaction transaction, CompletableFuture<Committed> outcome, long since) implements Request {
        Commit(Transaction transaction, CompletableFuture<Committed> outcome) {
            this(transaction, outcome, System.nanoTime());
        }
    }

    /**
     * Rows of a source.
     *
     * @param columns of the relation that the batch has
     * @param since when they were read, as {@link System#nanoTime}
     * @param done told true when they are applied, false when they could not be logged and have to be offered again
     */
    record Rows(long source, List<Integer> columns, SourceBatch batch, long since, Consumer<Boolean> done)
            implements Request {}

    /** Work on the engine thread between two epochs. */
    record Control(Runnable work) implements Request {}
}

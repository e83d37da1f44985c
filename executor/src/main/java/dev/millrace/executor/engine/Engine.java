package dev.millrace.executor.engine;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.millrace.executor.plan.QueryPlan;

/**
 * The only clock. Everything that changes in one epoch (several tables, all views on them, source positions, sink
 * progress) becomes visible together. All methods may be called from any thread.
 */
public interface Engine extends AutoCloseable {

    /** The newest published database, pinned until closed. Never waits. */
    Snapshot snapshot();

    /** A transaction on the newest published snapshot; {@link Transaction#close} when done, also after commit. */
    Transaction begin();

    /**
     * Runs a query on the caller's thread, over the transaction's snapshot plus its own writes; what it reads is noted in
     * the transaction for validation at commit.
     *
     * @param plan with every parameter replaced by a literal
     */
    QueryRun query(QueryPlan plan, Transaction transaction, Cancellation cancellation);

    /**
     * Validates, logs, applies and publishes a transaction. The future completes when the writes are durable and every
     * dependent view shows them; for a new materialized view when its backfill has joined the clock. It fails with
     * SqlException 40001 when something the transaction read has changed meanwhile, 53100 when the disk is full. Cancelling
     * the future abandons a backfill.
     */
    CompletableFuture<Committed> commit(Transaction transaction);

    /** @param snapshot whether the first message is the content so far (otherwise only changes from now on come) */
    Subscription subscribe(QueryPlan plan, boolean snapshot);

    long nextObjectId();

    /** Sets the logical clock by hand (tests); it no longer follows the wall clock until {@code null}. */
    CompletableFuture<Committed> setClock(Long micros);

    /** Backfills under way. */
    List<Job> jobs();

    /** Makes everything so far durable in consolidated form; completes when done. */
    CompletableFuture<Void> checkpoint();

    /** Finishes what was accepted, checkpoints, and closes everything. */
    @Override
    void close();
}

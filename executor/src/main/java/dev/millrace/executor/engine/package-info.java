/**
 * The clock and what it moves: epochs, transactions, snapshots, checkpoints, recovery, backfills.
 *
 * <p>{@link dev.millrace.executor.engine.Engine} is one thread that takes whatever is queued (commits, source batches),
 * appends one record to the commit log, steps every dataflow, and publishes an immutable
 * {@link dev.millrace.executor.engine.Snapshot}. Sessions read snapshots and never ask the engine; they write through a
 * {@link dev.millrace.executor.engine.Transaction}.
 */
package dev.millrace.executor.engine;

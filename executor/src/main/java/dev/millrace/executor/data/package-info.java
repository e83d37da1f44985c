/**
 * Rows in flight: immutable columnar batches of weighted changes.
 *
 * <p>A {@link dev.millrace.executor.data.DeltaBatch} holds one {@link dev.millrace.executor.data.Column} for each field
 * and a weight for each row. There are two layouts, words and bytes ({@code SqlType.Layout}); what the words and bytes
 * mean is said at {@code SqlType.Kind}. Batches are made by {@link dev.millrace.executor.data.BatchBuilder} or by
 * selecting and concatenating other batches.
 */
package dev.millrace.executor.data;

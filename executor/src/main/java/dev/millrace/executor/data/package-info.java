/**
 * Rows in flight: immutable columnar batches of weighted changes.
 *
 * <p>A {@link dev.millrace.executor.data.DeltaBatch} holds one {@link dev.millrace.executor.data.Column} for each field
 * and a weight for each row. There are two layouts, words and bytes ({@code SqlType.Layout}); what the words and bytes
 * mean is said at {@code SqlType.Kind}. Batches are made by {@link dev.millrace.executor.data.BatchBuilder} or by
 * selecting and concatenating other batches.
 *
 * <p>Values that are more than a word or a text have a class of their own, which is also where their bytes are
 * described: {@link dev.millrace.executor.data.Numeric}, {@link dev.millrace.executor.data.Interval}, {@link
 * dev.millrace.executor.data.ArrayForm}, {@link dev.millrace.executor.data.JsonText}. Every value has a text,
 * PostgreSQL's, which {@link dev.millrace.executor.data.TextForm} reads and writes.
 */
package dev.millrace.executor.data;

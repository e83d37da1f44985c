/**
 * Stored relations: tables, streams and materialized views as sorted keys and values.
 *
 * <p>What is consolidated lies in storage; the newest epochs lie above it as immutable
 * {@link dev.millrace.executor.relation.SortedRun}s. A {@link dev.millrace.executor.relation.RelationSnapshot} pins
 * both and
 * reads them merged. {@link dev.millrace.executor.relation.RelationLayout} says which columns are key and which are
 * value.
 */
package dev.millrace.executor.relation;

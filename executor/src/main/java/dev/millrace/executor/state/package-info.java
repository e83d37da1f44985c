/**
 * What operators remember: keyed, weighted tables on the heap, in pages of primitive arrays, under a byte budget.
 *
 * <p>Every table can hand over what changed since the last checkpoint, be started from what was checkpointed without
 * reading it first, and evict entries that are safe in storage and read them back when they are asked for.
 *
 * <p>{@link dev.millrace.executor.state.KeyedTable} has one entry a key, {@link
 * dev.millrace.executor.state.Arrangement} the weighted rows of a key; both keep records in {@code RecordPages},
 * found by a {@code HashIndex}. {@link dev.millrace.executor.state.OrderedTable} keeps entries in order. What is
 * under a budget here is a shard's memory, shared by nobody.
 */
package dev.millrace.executor.state;

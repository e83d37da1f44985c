/**
 * What operators remember: keyed, weighted tables on the heap, in pages of primitive arrays, under a byte budget.
 *
 * <p>Every table can hand over what changed since the last checkpoint, be started from what was checkpointed without
 * reading it first, and evict entries that are safe in storage and read them back when they are asked for.
 */
package dev.millrace.executor.state;

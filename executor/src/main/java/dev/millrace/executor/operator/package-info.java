/**
 * The workshop: one class for each kind of plan node, each opening with the incremental law it obeys.
 *
 * <p>An {@link dev.millrace.executor.operator.Operator} is stepped once an epoch with the changes of its inputs and
 * returns the changes of its output. It is the work of one shard: it owns the key groups of that shard and no other thread
 * touches it. What it remembers lies in state tables ({@code executor.state}).
 */
package dev.millrace.executor.operator;

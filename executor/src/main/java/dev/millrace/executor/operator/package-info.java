/**
 * The workshop: one class for each kind of plan node, each opening with the incremental law it obeys.
 *
 * <p>An {@link dev.millrace.executor.operator.Operator} is stepped once an epoch with the changes of its inputs and
 * returns the changes of its output. It is the work of one shard: it owns the key groups of that shard and no other
 * thread touches it. What it remembers lies in state tables ({@code executor.state}).
 *
 * <p>{@link dev.millrace.executor.operator.DataflowBuilder} makes a {@link dev.millrace.executor.operator.Dataflow}
 * of a plan: the operators of every shard in topological order, with an {@code Exchange} where rows change shards.
 */
package dev.millrace.executor.operator;

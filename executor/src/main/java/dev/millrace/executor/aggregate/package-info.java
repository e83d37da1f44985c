/**
 * Aggregate functions: how a value follows the changes of the rows it is about.
 *
 * <p>An {@link dev.millrace.executor.aggregate.Accumulator} holds, in arrays, the state of one call for all groups
 * that a step touches: the aggregate operator loads it from the groups' payloads, applies the step's rows, and stores
 * it back. What can be undone by subtraction (counts, exact sums) keeps only that; what needs the group's contents
 * (extremes, lists) keeps them in an ordered state table. A retraction is never an approximation.
 */
package dev.millrace.executor.aggregate;

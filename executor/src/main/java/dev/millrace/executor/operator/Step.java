package dev.millrace.executor.operator;

import dev.millrace.executor.expression.RowErrors;

/**
 * What an operator may know of the epoch it works in.
 *
 * @param epoch its number
 * @param clockMicros the logical clock, microseconds since 1970-01-01 00:00 UTC
 * @param isFirst true in the first step of this dataflow's life: constants and empty global aggregates speak now
 * @param errors takes rows whose evaluation failed, instead of the output
 */
public record Step(long epoch, long clockMicros, boolean isFirst, RowErrors errors) {}

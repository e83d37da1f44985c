/**
 * Expressions, evaluated a batch at a time.
 *
 * <p>{@link dev.millrace.executor.expression.Evaluator} is a compiled {@code Expr}: a column for a batch. Rows that cannot be
 * evaluated (overflow, division by zero, invalid text) are not in the result: they go to
 * {@link dev.millrace.executor.expression.RowErrors} with their weight, and leave it again when they are retracted.
 */
package dev.millrace.executor.expression;

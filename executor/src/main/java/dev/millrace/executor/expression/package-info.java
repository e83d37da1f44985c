/**
 * Expressions, evaluated a batch at a time.
 *
 * <p>{@link dev.millrace.executor.expression.Evaluator} is a compiled {@code Expr}: a column for a batch. Rows that
 * cannot be evaluated (overflow, division by zero, invalid text) are not in the result: they go to {@link
 * dev.millrace.executor.expression.RowErrors} with their weight, and leave it again when they are retracted.
 *
 * <p>{@link dev.millrace.executor.expression.ExpressionCompiler} makes {@code Node}s of expressions; a node gives a
 * {@code Vector} (column, or constant, with the failures of its rows) for a {@code Frame} (the rows to evaluate). The
 * lazy forms narrow the frame to the rows that need an operand. Operators use {@link
 * dev.millrace.executor.expression.Filters} and {@link dev.millrace.executor.expression.Projection}; the planner folds
 * constants by {@link dev.millrace.executor.expression.ConstantFolding}.
 */
package dev.millrace.executor.expression;

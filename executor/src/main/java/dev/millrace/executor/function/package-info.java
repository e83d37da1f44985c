/**
 * The functions of SQL: one class for each domain, one annotated static method for each function.
 *
 * <p>{@link dev.millrace.executor.function.Functions} finds them by their annotations and is the catalog that the
 * planner resolves calls against; {@link dev.millrace.executor.function.LoopCompiler} turns a method into a loop over
 * columns. A new function is one new method; a new domain is one line in {@code Functions.DOMAINS}.
 */
package dev.millrace.executor.function;

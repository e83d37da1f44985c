/**
 * The contract between planner and executor: what is to be computed, as data.
 *
 * <p>{@link dev.millrace.executor.plan.Plan} is a tree (a DAG where subplans are shared) of physical, incremental
 * operators; {@link dev.millrace.executor.plan.Expr} are typed and resolved expressions over the columns of one input;
 * {@link dev.millrace.executor.plan.SqlType} and {@link dev.millrace.executor.plan.Schema} say what columns hold.
 * Everything here imports only the JDK, is immutable, and has structural equality, so that it can be serialised
 * ({@link dev.millrace.executor.plan.PlanCodec}), compared, and run elsewhere.
 */
package dev.millrace.executor.plan;

package dev.millrace.executor.function;

import dev.millrace.executor.plan.SqlType;

/**
 * What a cast is asked to do; for a call of a function, the type of its first argument and of its result.
 *
 * @param to with its modifiers
 * @param assignment see {@code Expr.Cast}
 */
public record Conversion(SqlType from, SqlType to, boolean assignment) {}

package dev.millrace.planner;

import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

/**
 * CALL.
 *
 * @param arguments one for each parameter; NULL where it only gives something back
 * @param result what the procedure gives back; null for nothing
 */
public record CallProcedure(long routine, List<Expr> arguments, Schema result, List<SqlType> parameters)
        implements Statement.Composed {}

package dev.millrace.planner.bind;

import java.util.List;

import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.ColumnNumbers;

/** What makes a plan of a bound query: the passes and the lowering, as far as binders of statements know them. */
public interface QueryCompiler {

    QueryPlan compile(BoundQuery query, ColumnNumbers numbers, List<SqlType> parameters);
}

package dev.millrace.planner.bind;

import java.time.ZoneId;
import java.util.List;

import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.ColumnNumbers;

/** What makes a plan of a bound query: the passes and the lowering, as far as binders of statements know them. */
public interface QueryCompiler {

    /** For one that is answered once. */
    QueryPlan compile(BoundQuery query, ColumnNumbers numbers, List<SqlType> parameters);

    /**
     * For one whose result is kept up to date.
     *
     * @param zone fixed into the plan
     * @param clockPosition where it asks for the current time; 0 for nowhere
     * @param emitsOnClose whether rows of windows come only when the window is closed
     */
    QueryPlan compileKept(
            BoundQuery query, ColumnNumbers numbers, ZoneId zone, int clockPosition, boolean emitsOnClose);
}

package dev.millrace.server.statement;

import java.util.function.Function;
import java.util.function.LongFunction;

import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;

/** How EXPLAIN prints a plan; the planner's business. */
public interface Explanation {

    /** Lines separated by line feeds. */
    String text(QueryPlan plan, LongFunction<String> relationNames);

    /** The same of a view, with a remark behind each operator's line. */
    String text(Plan plan, LongFunction<String> relationNames, Function<Plan, String> remarks);
}

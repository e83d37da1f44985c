package dev.millrace.server.statement;

import java.util.function.LongFunction;

import dev.millrace.executor.plan.QueryPlan;

/** How EXPLAIN prints a plan; the planner's business. */
@FunctionalInterface
public interface Explanation {

    /** Lines separated by line feeds. */
    String text(QueryPlan plan, LongFunction<String> relationNames);
}

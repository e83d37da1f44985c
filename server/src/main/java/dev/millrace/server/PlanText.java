package dev.millrace.server;

import java.util.function.LongFunction;

import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.planner.pipeline.Explain;
import dev.millrace.server.statement.Explanation;

/** EXPLAIN as the planner prints it. */
final class PlanText implements Explanation {

    @Override
    public String text(QueryPlan plan, LongFunction<String> relationNames) {
        return Explain.text(plan, relationNames);
    }
}

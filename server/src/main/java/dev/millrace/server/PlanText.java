package dev.millrace.server;

import java.util.function.Function;
import java.util.function.LongFunction;

import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.planner.pipeline.Explain;
import dev.millrace.server.statement.Explanation;

/** EXPLAIN as the planner prints it. */
final class PlanText implements Explanation {

    @Override
    public String text(QueryPlan plan, LongFunction<String> relationNames) {
        return Explain.text(plan, relationNames);
    }

    @Override
    public String text(Plan plan, LongFunction<String> relationNames, Function<Plan, String> remarks) {
        return Explain.text(plan, relationNames, remarks);
    }
}

package dev.millrace.planner;

import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;

/**
 * A query over rows that a statement has at hand, for expressions with subqueries: one row for each, in their order.
 *
 * @param rows the number under which the plan reads the rows
 * @param lent what these are: the rows, and their places among them
 */
public record RowQuery(QueryPlan plan, long rows, Schema lent) {}

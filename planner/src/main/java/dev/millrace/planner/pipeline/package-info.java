/** The door of the planner: {@link dev.millrace.planner.pipeline.Planner}, and EXPLAIN's picture of a plan. */
package dev.millrace.planner.pipeline;

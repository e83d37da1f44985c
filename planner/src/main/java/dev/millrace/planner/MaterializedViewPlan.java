package dev.millrace.planner;

/** Stands in an EXPLAIN for a materialized view as it runs; no statement of its own. */
public record MaterializedViewPlan(Statement.QualifiedName name) implements Statement.Administrative {}

package dev.millrace.planner;

/** A statement about roles and rights. */
public record ChangeAccess(AccessChange change) implements Statement.Composed {}

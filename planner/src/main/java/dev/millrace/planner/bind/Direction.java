package dev.millrace.planner.bind;

/** How one key of an ORDER BY is sorted. */
public record Direction(boolean descending, boolean nullsFirst) {}

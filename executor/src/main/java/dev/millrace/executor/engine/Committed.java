package dev.millrace.executor.engine;

/** A transaction is durable and visible as of this epoch. */
public record Committed(long epoch) {}

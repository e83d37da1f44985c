package dev.millrace.server.catalog;

/**
 * The column that a sequence goes with.
 *
 * @param isIdentity whether it is an identity column, without which its sequence cannot go
 */
public record SequenceOwner(long table, int column, boolean isIdentity) {}

package dev.millrace.executor.engine;

/**
 * Progress of a backfill, for people.
 *
 * @param object id of the view or sink being built
 * @param phase what it does now, e.g. {@code "reading history"}, {@code "catching up"}
 * @param rowsRead so far; @param rowsTotal estimate, 0 when unknown
 */
public record Job(long object, String phase, long rowsRead, long rowsTotal, long startedMicros) {}

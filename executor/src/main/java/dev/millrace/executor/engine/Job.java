package dev.millrace.executor.engine;

/**
 * Progress of a backfill, for people.
 *
 * @param object id of the view or sink being built
 * @param attachment of its definition, which no snapshot shows yet
 * @param phase what it does now, e.g. {@code "reading history"}, {@code "catching up"}
 * @param rowsRead so far; {@code rowsTotal} is what was there at the start, as far as it is counted
 */
public record Job(
        long object, byte[] attachment, String phase, long rowsRead, long rowsTotal, long startedMicros) {}

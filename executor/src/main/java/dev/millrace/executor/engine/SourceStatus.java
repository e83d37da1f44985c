package dev.millrace.executor.engine;

import dev.millrace.executor.connector.ConnectorStatus;
import dev.millrace.executor.connector.SourcePosition;

/**
 * How the reading of a source goes, for people.
 *
 * @param position up to where its rows have been applied
 * @param lag what exists beyond what was read, in records (bytes, for files); -1 when not known
 * @param rejected records that were no rows, since the start of the process
 * @param lastRejection where the last of them was and what was wrong with it, or null
 */
public record SourceStatus(
        ConnectorStatus status, SourcePosition position, long lag, long rejected, String lastRejection) {}

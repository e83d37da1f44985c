package dev.millrace.executor.engine;

import dev.millrace.executor.connector.ConnectorStatus;
import dev.millrace.executor.connector.Sink;

/**
 * How the writing of a sink goes, for people.
 *
 * @param guarantee what a reader of the target may rely on; null until the target was reached
 * @param sentEpoch the last one whose results are in the target, -1 before the first
 * @param waitingBytes results that are not yet there
 */
public record SinkStatus(ConnectorStatus status, Sink.Guarantee guarantee, long sentEpoch, long waitingBytes) {}

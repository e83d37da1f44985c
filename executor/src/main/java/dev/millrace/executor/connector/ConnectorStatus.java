package dev.millrace.executor.connector;

/**
 * How a source or sink is doing, for those who look after it.
 *
 * @param message why it is not running; null while it is
 */
public record ConnectorStatus(State state, String message) {

    /** What a source or sink is about. */
    public enum State {
        RUNNING,
        /** The outside system is away; tried again with back-off. */
        RETRYING,
        /** Stopped until someone changes something; the message says what is wrong. */
        FAILED,
        /** A bounded source that has given all it will ever have. */
        ENDED
    }

    public static final ConnectorStatus RUNNING = new ConnectorStatus(State.RUNNING, null);
    public static final ConnectorStatus ENDED = new ConnectorStatus(State.ENDED, null);

    public static ConnectorStatus retrying(String message) {
        return new ConnectorStatus(State.RETRYING, message);
    }

    public static ConnectorStatus failed(String message) {
        return new ConnectorStatus(State.FAILED, message);
    }
}

package dev.millrace.server.session;

/**
 * What NOTIFY says on a channel.
 *
 * @param processId of the session that said it; 0 when a view has changed
 */
public record Notification(int processId, String channel, String payload) {

    int heapBytes() {
        return 96 + channel.length() + payload.length();
    }
}

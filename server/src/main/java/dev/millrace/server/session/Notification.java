package dev.millrace.server.session;

import dev.millrace.executor.plan.SqlException;

/**
 * What NOTIFY says on a channel, or a relation's change.
 *
 * @param processId of the session that said it; 0 when a relation has changed
 */
public record Notification(int processId, String channel, String payload) {

    /** That no more will be heard on a relation's channel, and why. */
    static Notification ended(String channel, SqlException reason) {
        String text = reason.getMessage().replace("\\", "\\\\").replace("\"", "\\\"");
        return new Notification(0, channel, "{\"ended\":\"" + text + "\"}");
    }

    boolean isOfRelation() {
        return processId == 0;
    }

    int heapBytes() {
        return 96 + channel.length() + payload.length();
    }
}

package dev.millrace.server.wire;

import java.util.List;

/** What the server sends, except rows, which {@link RowEncoder} writes without an object for each. */
public sealed interface BackendMessage {

    record AuthenticationOk() implements BackendMessage {}

    /** Asks for a login by one of these. */
    record AuthenticationSasl(List<String> mechanisms) implements BackendMessage {}

    record AuthenticationSaslContinue(byte[] data) implements BackendMessage {}

    record AuthenticationSaslFinal(byte[] data) implements BackendMessage {}

    record ParameterStatus(String name, String value) implements BackendMessage {}

    record BackendKeyData(int processId, int secret) implements BackendMessage {}

    /**
     * Refuses protocol options politely: what the server speaks, and which options it does not know.
     *
     * @param version what is spoken instead: the major one in the upper half, as clients write theirs
     */
    record NegotiateProtocolVersion(int version, List<String> unknownOptions) implements BackendMessage {}

    /** @param status {@code I} idle, {@code T} in a transaction, {@code E} in a failed one */
    record ReadyForQuery(char status) implements BackendMessage {}

    record ErrorResponse(ServerMessage message) implements BackendMessage {}

    record NoticeResponse(ServerMessage message) implements BackendMessage {}

    /** @param formats one for each column */
    record RowDescription(List<WireColumn> columns, List<Format> formats) implements BackendMessage {}

    record NoData() implements BackendMessage {}

    record ParameterDescription(List<Integer> types) implements BackendMessage {}

    record ParseComplete() implements BackendMessage {}

    record BindComplete() implements BackendMessage {}

    record CloseComplete() implements BackendMessage {}

    record PortalSuspended() implements BackendMessage {}

    record EmptyQueryResponse() implements BackendMessage {}

    record CommandComplete(String tag) implements BackendMessage {}

    record CopyInResponse(Format format, int columns) implements BackendMessage {}

    record CopyOutResponse(Format format, int columns) implements BackendMessage {}

    record CopyData(byte[] bytes) implements BackendMessage {}

    record CopyDone() implements BackendMessage {}

    record NotificationResponse(int processId, String channel, String payload) implements BackendMessage {}
}

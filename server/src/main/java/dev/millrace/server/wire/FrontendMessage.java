package dev.millrace.server.wire;

import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.SqlException;

/** What a client sends. */
public sealed interface FrontendMessage {

    /** Bytes the message keeps alive while it waits in a session's queue; the bound is on their sum. */
    default int heapBytes() {
        return 64;
    }

    // ---- before a session exists: no type byte on the wire ----------------------------------------------------------

    /** @param parameters {@code user}, {@code database}, and settings, in the order sent */
    record Startup(int majorVersion, int minorVersion, Map<String, String> parameters) implements FrontendMessage {}

    /** Asks for TLS; answered by one byte. */
    record SslRequest() implements FrontendMessage {}

    /** Asks for Kerberos encryption; answered by one byte. */
    record GssEncRequest() implements FrontendMessage {}

    /** On a connection of its own: stop what that session is doing. Never answered. */
    record CancelRequest(int processId, byte[] secret) implements FrontendMessage {}

    // ---- simple -----------------------------------------------------------------------------------------------------

    record Query(String sql) implements FrontendMessage {
        @Override
        public int heapBytes() {
            return 64 + sql.length();
        }
    }

    /** The old fast path for calling a function by OID; refused. */
    record FunctionCall() implements FrontendMessage {}

    // ---- extended ---------------------------------------------------------------------------------------------------

    /** @param parameterTypes OIDs; 0, or none at all, where the server is to infer */
    record Parse(String statement, String sql, List<Integer> parameterTypes) implements FrontendMessage {
        @Override
        public int heapBytes() {
            return 64 + sql.length() + 16 * parameterTypes.size();
        }
    }

    /** @param values one for each parameter, null for NULL; with 0, 1 or as many format codes */
    record Bind(String portal, String statement, short[] parameterFormats, byte[][] values, short[] resultFormats)
            implements FrontendMessage {
        @Override
        public int heapBytes() {
            int bytes = 64;
            for (byte[] value : values) {
                bytes += value == null ? 8 : 24 + value.length;
            }
            return bytes;
        }
    }

    /** What a Describe or Close is about. */
    enum Target {
        STATEMENT,
        PORTAL
    }

    record Describe(Target target, String name) implements FrontendMessage {}

    /** @param maxRows 0 for all */
    record Execute(String portal, int maxRows) implements FrontendMessage {}

    record Close(Target target, String name) implements FrontendMessage {}

    record Flush() implements FrontendMessage {}

    record Sync() implements FrontendMessage {}

    // ---- copy -------------------------------------------------------------------------------------------------------

    record CopyData(byte[] bytes) implements FrontendMessage {
        @Override
        public int heapBytes() {
            return 64 + bytes.length;
        }
    }

    record CopyDone() implements FrontendMessage {}

    record CopyFail(String reason) implements FrontendMessage {}

    // ---- the rest ---------------------------------------------------------------------------------------------------

    /** A password, or a step of SASL: its meaning depends on what was asked. */
    record PasswordMessage(byte[] bytes) implements FrontendMessage {}

    record Terminate() implements FrontendMessage {}

    // ---- not on the wire --------------------------------------------------------------------------------------------

    /** A whole message with an error inside (text that is not UTF-8): the session answers it and goes on. */
    record Unreadable(SqlException fault, boolean isSimple) implements FrontendMessage {}

    /** The bytes could not be understood; the session answers with this and ends. */
    record Malformed(String reason) implements FrontendMessage {}

    /** The server ends the session when it comes to this message. */
    record Shutdown(SqlException reason) implements FrontendMessage {}

    /** Something is to be told to the client while it has the word. */
    record Nudge() implements FrontendMessage {}

    /** The socket is gone. */
    record Disconnected() implements FrontendMessage {}
}

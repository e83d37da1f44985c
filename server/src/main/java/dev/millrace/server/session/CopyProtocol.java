package dev.millrace.server.session;

import java.util.List;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.net.Connection;
import dev.millrace.server.net.Outbox;
import dev.millrace.server.wire.BackendMessage;
import dev.millrace.server.wire.FrontendMessage;

/** COPY's part of the protocol: data in either direction until its end or a failure. */
final class CopyProtocol {

    /** A client that says nothing does not keep a statement from ending. */
    private static final long SILENT_MILLIS = 20;

    private final Connection connection;

    CopyProtocol(Connection connection) {
        this.connection = connection;
    }

    /** Returns the tag. */
    String send(Outcome.CopyOut copy, Cancellation cancellation) throws InterruptedException {
        Outbox out = connection.out();
        out.write(new BackendMessage.CopyOutResponse(copy.format(), copy.columns()));
        try (Outcome.CopyStream stream = copy.stream()) {
            for (List<byte[]> rows = stream.next(); rows != null; rows = stream.next()) {
                for (byte[] row : rows) {
                    out.write(new BackendMessage.CopyData(row));
                    out.sendIfLarge(cancellation);
                }
                cancellation.check();
            }
            out.write(new BackendMessage.CopyDone());
            return "COPY " + stream.rows();
        }
    }

    /** Returns the tag. */
    String receive(Outcome.CopyIn copy, Cancellation cancellation) throws InterruptedException {
        connection.out().write(new BackendMessage.CopyInResponse(copy.format(), copy.columns()));
        connection.out().flush();
        while (true) {
            FrontendMessage message = connection.take(SILENT_MILLIS);
            cancellation.check();
            switch (message) {
                case null -> { }
                case FrontendMessage.CopyData data -> copy.sink().accept(data.bytes());
                case FrontendMessage.CopyDone _ -> {
                    return "COPY " + copy.sink().finish();
                }
                case FrontendMessage.CopyFail fail -> throw new SqlException(
                        SqlState.QUERY_CANCELED, "COPY from stdin failed: " + fail.reason());
                case FrontendMessage.Flush _, FrontendMessage.Sync _ -> { }
                case FrontendMessage.Disconnected _ -> throw new SqlException(
                        SqlState.CONNECTION_EXCEPTION, "connection to client lost");
                case FrontendMessage other -> throw new SqlException(
                        SqlState.PROTOCOL_VIOLATION,
                        "unexpected message " + other.getClass().getSimpleName() + " during COPY from stdin");
            }
        }
    }
}

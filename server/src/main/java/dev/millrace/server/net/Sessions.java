package dev.millrace.server.net;

import dev.millrace.server.wire.FrontendMessage;

/** What a listener needs of those who serve its clients. Called by event loops: must not wait. */
public interface Sessions {

    /** A client has introduced itself: serve it, on a thread of its own, until it leaves. */
    void start(Connection connection, FrontendMessage.Startup startup);

    /** Stops what the session is doing, when the secret is right. */
    void cancel(int processId, byte[] secret);
}

package dev.millrace.sqltests.server;

import java.io.IOException;

/** A server that answers at a JDBC URL. */
public interface Target extends AutoCloseable {
    String url();

    /**
     * Kills the server without goodbye and starts it again on its directory; returns when it answers. A server that is
     * not ours is left alone: for it, {@code restart} in a script only means that all connections are opened anew.
     */
    void restart() throws IOException;

    /** What the server said lately, for a report of a failure; empty when that cannot be known. */
    String lastWords();

    @Override
    void close();

    /** A server that others run. */
    static Target at(String url) {
        return new Target() {
            @Override
            public String url() {
                return url;
            }

            @Override
            public void restart() {
                // not ours to kill
            }

            @Override
            public String lastWords() {
                return "";
            }

            @Override
            public void close() {
                // not ours to stop
            }
        };
    }
}

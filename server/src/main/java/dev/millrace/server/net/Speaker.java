package dev.millrace.server.net;

import io.netty.util.concurrent.FastThreadLocal;

/** Whose messages an event loop has had of late: who alone speaks may have it wait. One for each event loop. */
final class Speaker {

    private static final FastThreadLocal<Speaker> OF_LOOP = new FastThreadLocal<>() {
        @Override
        protected Speaker initialValue() {
            return new Speaker();
        }
    };
    /** So long nobody else must have spoken. */
    private static final long ALONE_NANOS = 50_000_000;

    private Connection last;
    private long sinceNanos;

    private Speaker() {}

    static Speaker ofThisLoop() {
        return OF_LOOP.get();
    }

    void speaks(Connection connection) {
        if (!connection.equals(last)) {
            last = connection;
            sinceNanos = System.nanoTime();
        }
    }

    boolean isAlone(Connection connection) {
        return connection.equals(last) && System.nanoTime() - sinceNanos > ALONE_NANOS;
    }

    void forget(Connection connection) {
        if (connection.equals(last)) {
            last = null;
        }
    }
}

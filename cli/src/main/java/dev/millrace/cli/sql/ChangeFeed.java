package dev.millrace.cli.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Hears of every epoch in which a query's answer changes, over a connection of its own: it counts what changed and says
 * when something did. The content is read elsewhere, in the order that the query wants.
 */
final class ChangeFeed implements AutoCloseable {
    private static final long RATE_NANOS = 3_000_000_000L;
    private static final int PROGRESSED_COLUMN = 1;

    /** So many changes at a time. */
    private record Burst(long atNanos, long count) {
    }

    private final Connection connection;
    private final Thread thread;
    private final Deque<Burst> recent = new ArrayDeque<>();
    private String epoch = "";
    private long pending;
    private long lastNanos;
    private boolean hasNews = true;
    private boolean isClosed;
    private SQLException failure;

    /** @throws SQLException when the server does not follow this query */
    ChangeFeed(Session session, String sql) throws SQLException {
        connection = session.settings().connect();
        try {
            CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(
                    "COPY (SUBSCRIBE TO (" + sql + ") WITH (progress, snapshot = false)) TO STDOUT");
            thread = Thread.ofPlatform().daemon().name("change-feed").start(() -> follow(copy));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void follow(CopyOut copy) {
        try {
            for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
                hear(new String(line, StandardCharsets.UTF_8));
            }
        } catch (SQLException e) {
            synchronized (this) {
                failure = isClosed ? null : e;
                hasNews = true;
                notifyAll();
            }
        }
    }

    private synchronized void hear(String line) {
        String[] fields = line.split("\t", PROGRESSED_COLUMN + 2);
        if (fields.length <= PROGRESSED_COLUMN || !fields[PROGRESSED_COLUMN].equals("t")) {
            pending++;
            return;
        }
        epoch = fields[0];
        if (pending > 0) {
            lastNanos = System.nanoTime();
            recent.add(new Burst(lastNanos, pending));
            pending = 0;
            hasNews = true;
            notifyAll();
        }
    }

    /** Whether something changed since the last call. */
    synchronized boolean takeNews() throws SQLException {
        if (failure != null) {
            throw failure;
        }
        boolean had = hasNews;
        hasNews = false;
        return had;
    }

    /** Rows that changed in a second, over the last few. */
    synchronized double changesPerSecond() {
        long now = System.nanoTime();
        while (!recent.isEmpty() && now - recent.peek().atNanos() > RATE_NANOS) {
            recent.poll();
        }
        return recent.stream().mapToLong(Burst::count).sum() / (RATE_NANOS / 1e9);
    }

    /** When the last change was heard of, by the nanosecond clock; 0: there was none. */
    synchronized long lastNanos() {
        return lastNanos;
    }

    synchronized String epoch() {
        return epoch;
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
            thread.join(1000);
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // it is of no use any more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

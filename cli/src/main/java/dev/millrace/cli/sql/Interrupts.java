package dev.millrace.cli.sql;

import java.sql.Connection;
import java.sql.SQLException;

import org.postgresql.PGConnection;

/**
 * What Ctrl-C does while something runs: the query is cancelled on the server, the session stays. Called on the
 * terminal's signal thread while the main thread waits in the driver; the cancel request goes over a connection of its
 * own, so it does not wait for that thread.
 */
final class Interrupts {
    private Connection running;
    private boolean isRaised;

    /** Something begins that runs on this connection. */
    synchronized void begin(Connection connection) {
        running = connection;
        isRaised = false;
    }

    synchronized void end() {
        running = null;
    }

    /** Whether Ctrl-C was pressed since {@link #begin}. */
    synchronized boolean isRaised() {
        return isRaised;
    }

    /** Ctrl-C was pressed. Answers what to tell the user. */
    String raise() {
        Connection connection;
        synchronized (this) {
            isRaised = true;
            notifyAll();
            connection = running;
        }
        if (connection == null) {
            return "";
        }
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
            return "Cancel request sent\n";
        } catch (SQLException e) {
            return "Could not send cancel request: " + e.getMessage() + "\n";
        }
    }

    /** Waits so long, or until Ctrl-C. */
    synchronized void pause(long millis) {
        long deadline = System.nanoTime() + millis * 1_000_000;
        try {
            while (!isRaised) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            isRaised = true;
            Thread.currentThread().interrupt();
        }
    }
}

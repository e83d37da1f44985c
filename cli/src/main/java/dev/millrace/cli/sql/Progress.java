package dev.millrace.cli.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Says at a terminal how a statement gets on that takes long: since when, and how far the server's backfill is. It asks
 * over a connection of its own, as the other one waits for the answer.
 */
final class Progress implements AutoCloseable {
    private static final long FIRST_MILLIS = 1000;
    private static final long NEXT_MILLIS = 400;
    private static final long NEXT_ASKED_NANOS = 800_000_000L;
    /** Statements that the server may make a job of. */
    private static final Set<String> WITH_JOBS = Set.of("create", "alter", "refresh");

    private final Session session;
    private final boolean mayHaveJob;
    private final long begunNanos = System.nanoTime();
    private Thread thread;
    private boolean isDone;
    private boolean isShown;

    Progress(Session session, String sql) {
        this.session = session;
        mayHaveJob = WITH_JOBS.contains(sql.split("\\W", 2)[0].toLowerCase(Locale.ROOT));
    }

    void watch() {
        if (session.isInteractive() && session.output().isScreen() && !session.isQuiet()) {
            thread = Thread.ofVirtual().name("progress").start(this::run);
        }
    }

    private void run() {
        Connection aside = null;
        String job = "";
        long askedNanos = 0;
        try {
            if (!pause(FIRST_MILLIS)) {
                return;
            }
            do {
                if (mayHaveJob && System.nanoTime() - askedNanos > NEXT_ASKED_NANOS) {
                    aside = aside == null ? session.settings().connect() : aside;
                    job = job(aside);
                    askedNanos = System.nanoTime();
                }
                show(job);
            } while (pause(NEXT_MILLIS));
        } catch (SQLException e) {
            // it is a comfort: without it the statement runs all the same
        } finally {
            close(aside);
        }
    }

    private static void close(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // it is of no use any more
        }
    }

    /** Waits; answers whether the statement still runs. */
    private synchronized boolean pause(long millis) {
        long deadline = System.nanoTime() + millis * 1_000_000;
        try {
            for (long left = millis; !isDone && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !isDone;
    }

    private static String job(Connection aside) throws SQLException {
        StringBuilder text = new StringBuilder();
        for (List<String> job : Exchange.ask(aside, "SELECT name, phase, rows_read, rows_total,"
                + " extract(epoch FROM clock_timestamp() - started) FROM millrace.jobs").rows()) {
            text.append(" · ").append(job.get(0)).append(": ").append(described(job));
        }
        return text.toString();
    }

    /** {@code backfill 45 % (4,500,000 of 10,000,000 rows, 1,200,000/s)}. */
    static String described(List<String> job) {
        long read = number(job.get(2));
        long total = number(job.get(3));
        double seconds = job.get(4) == null ? 0 : Double.parseDouble(job.get(4));
        String share = total > 0 ? " " + Math.min(100, read * 100 / total) + " %" : "";
        String rate = seconds > 0 ? String.format(Locale.ROOT, ", %,.0f/s", read / seconds) : "";
        String rows = total > 0 ? String.format(Locale.ROOT, " (%,d of %,d rows%s)", read, total, rate) : "";
        return job.get(1) + share + rows;
    }

    private static long number(String text) {
        return text == null ? 0 : Long.parseLong(text);
    }

    private synchronized void show(String job) {
        if (isDone) {
            return;
        }
        String text = String.format(Locale.ROOT, "%.1f s%s · Ctrl-C cancels", (System.nanoTime() - begunNanos) / 1e9,
                job);
        int columns = session.output().columns();
        session.output().say("\r" + text.substring(0, Math.max(0, Math.min(text.length(), columns - 1))) + "\033[K");
        isShown = true;
    }

    /** Something is to be printed: the line goes. */
    synchronized void clear() {
        isDone = true;
        notifyAll();
        if (isShown) {
            session.output().say("\r\033[K");
            isShown = false;
        }
    }

    @Override
    public void close() {
        clear();
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

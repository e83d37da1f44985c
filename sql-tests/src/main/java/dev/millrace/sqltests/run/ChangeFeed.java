package dev.millrace.sqltests.run;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * A subscription that stays open while a script runs and adds up all that it is told. By the law of subscriptions the
 * sum of the snapshot and every change is the view's content now; {@link #settlesAt} checks it.
 *
 * <p>It is read by a thread of its own, for a subscription has no end.
 */
final class ChangeFeed implements AutoCloseable {
    private static final long SETTLED_WITHIN_NANOS = 15_000_000_000L;
    /** epoch, progressed and weight stand before the view's own columns. */
    private static final int LEADING_COLUMNS = 3;

    private final Connection connection;
    private final Map<String, Long> sum = new TreeMap<>();
    private String fault = "";

    ChangeFeed(Connection connection, String view) throws SQLException {
        this.connection = connection;
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI()
                .copyOut("COPY (SUBSCRIBE " + view + " WITH (PROGRESS)) TO STDOUT");
        Thread.ofVirtual().name("changes-of-" + view).start(() -> read(copy));
    }

    private void read(CopyOut copy) {
        try {
            for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
                add(CopyText.values(new String(line, StandardCharsets.UTF_8)));
            }
            end("the subscription ended");
        } catch (SQLException | RuntimeException e) {
            end("the subscription failed: " + e.getMessage());
        }
    }

    private synchronized void add(List<String> values) {
        if ("t".equals(values.get(1))) {
            return; // only says that the epoch is complete
        }
        long weight = Long.parseLong(values.get(2));
        List<String> row = new ArrayList<>();
        for (String value : values.subList(LEADING_COLUMNS, values.size())) {
            row.add(Rows.text(value, '?', false));
        }
        sum.merge(String.join("|", row), weight, (a, b) -> a + b == 0 ? null : a + b);
        notifyAll();
    }

    private synchronized void end(String why) {
        fault = why;
        notifyAll();
    }

    /** Waits until the sum is this content; answers what is wrong if it does not become it in time, else null. */
    synchronized String settlesAt(Map<String, Long> content) throws InterruptedException {
        long deadline = System.nanoTime() + SETTLED_WITHIN_NANOS;
        while (!sum.equals(content)) {
            long left = deadline - System.nanoTime();
            if (!fault.isEmpty() || left <= 0) {
                return (fault.isEmpty() ? "the subscription's sum is not the view's content" : fault) + "\n"
                        + Difference.of(lines(content), lines(sum));
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return null;
    }

    private static List<String> lines(Map<String, Long> content) {
        return content.entrySet().stream().map(e -> e.getValue() + "|" + e.getKey()).toList();
    }

    /** Hangs up: the server must cope with a subscriber that goes without a word. */
    @Override
    public void close() throws SQLException {
        connection.abort(Runnable::run);
    }
}

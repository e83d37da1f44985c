package dev.millrace.sqltests.trial;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * A subscriber to a view of (account, amount): adds up the changes it is told of, and holds at the end of every epoch
 * that the amounts sum to zero. Reads until the connection is closed.
 */
final class BalanceFeed {
    private final Map<Long, Long> amounts = new HashMap<>();
    private final Map<Long, Long> rows = new HashMap<>();
    private long epoch = -1;
    private final AtomicLong epochs = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();

    long epochs() {
        return epochs.get();
    }

    long changes() {
        return changes.get();
    }

    /** With PROGRESS in a COPY: an epoch is complete when the server says so. */
    void copy(Connection connection, String view) throws SQLException {
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI()
                .copyOut("COPY (SUBSCRIBE " + view + " WITH (PROGRESS)) TO STDOUT");
        for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
            String[] values = new String(line, StandardCharsets.UTF_8).strip().split("\t", -1);
            long at = Long.parseLong(values[0]);
            if ("t".equals(values[1])) {
                completed(at);
            } else {
                change(at, Long.parseLong(values[2]), Long.parseLong(values[3]), Long.parseLong(values[4]));
            }
        }
    }

    /** Without PROGRESS, through a cursor: an epoch is complete when the first row of the next has come. */
    void cursor(Connection connection, String view) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(1);
            try (ResultSet row = statement.executeQuery("SUBSCRIBE " + view)) {
                while (row.next()) {
                    long at = row.getLong(1);
                    if (at != epoch && epoch >= 0) {
                        completed(epoch);
                    }
                    change(at, row.getLong(2), row.getLong(3), row.getLong(4));
                }
            }
        }
    }

    private void change(long at, long weight, long account, long amount) {
        if (at < epoch) {
            throw new AssertionError("a change of epoch " + at + " came after epoch " + epoch);
        }
        epoch = at;
        changes.incrementAndGet();
        amounts.merge(account, weight * amount, Long::sum);
        rows.merge(account, weight, Long::sum);
    }

    private void completed(long at) {
        if (at < epoch) {
            throw new AssertionError("epoch " + at + " was completed after changes of epoch " + epoch);
        }
        epochs.incrementAndGet();
        long sum = 0;
        for (Map.Entry<Long, Long> entry : amounts.entrySet()) {
            sum += entry.getValue();
            long count = rows.get(entry.getKey());
            if (count != 1) {
                throw new AssertionError(
                        "at epoch " + at + " account " + entry.getKey() + " has " + count + " balances");
            }
        }
        if (sum != 0) {
            throw new AssertionError("at epoch " + at + " the subscribed balances sum to " + sum);
        }
    }
}

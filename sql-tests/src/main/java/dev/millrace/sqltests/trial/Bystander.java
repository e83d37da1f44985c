package dev.millrace.sqltests.trial;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A session that goes about its own business beside the nonsense of others, and must not notice. */
final class Bystander {
    private static final int ROWS = 100;

    private final String url;
    private final Times times = new Times();

    Bystander(String url) {
        this.url = url;
    }

    /** Reads by key, and moves rows about in transactions, until the crew ends. */
    void run(Crew crew) throws SQLException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(url + "&socketTimeout=30");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE trial_bystander (k int PRIMARY KEY, v int)");
            statement.execute("INSERT INTO trial_bystander SELECT n, 1 FROM generate_series(1, " + ROWS + ") g(n)");
            connection.setAutoCommit(false);
            try (PreparedStatement add = connection.prepareStatement(
                            "UPDATE trial_bystander SET v = v + ? WHERE k = ?");
                    PreparedStatement sum = connection.prepareStatement("SELECT sum(v) FROM trial_bystander")) {
                for (int i = 0; crew.goesOn(); i++) {
                    long begin = System.nanoTime();
                    add(add, 1, 1 + i % ROWS);
                    add(add, -1, 1 + (i + 7) % ROWS);
                    try (ResultSet rows = sum.executeQuery()) {
                        rows.next();
                        if (rows.getInt(1) != ROWS) {
                            throw new AssertionError("the sum of its rows is " + rows.getInt(1) + ", not " + ROWS);
                        }
                    }
                    connection.commit();
                    times.add(System.nanoTime() - begin);
                    Thread.sleep(2);
                }
            }
        }
    }

    private static void add(PreparedStatement add, int value, int key) throws SQLException {
        add.setInt(1, value);
        add.setInt(2, key);
        add.executeUpdate();
    }

    void report(Figures figures) {
        figures.with("bystander_transactions", times.count())
                .with("bystander_ms_p50", times.millis(0.5))
                .with("bystander_ms_p99", times.millis(0.99))
                .with("bystander_ms_max", times.millis(1));
    }
}

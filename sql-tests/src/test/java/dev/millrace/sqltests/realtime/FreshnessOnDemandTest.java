package dev.millrace.sqltests.realtime;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.millrace.sqltests.server.OwnServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** R1 to R8: how fresh a view is, changed in one line, and what that costs and keeps. */
final class FreshnessOnDemandTest {

    private static final List<String> PACES = List.of("real-time", "1 min", "on demand");
    private static final long ALTER_MILLIS_MAX = 1000;

    private static OwnServer server;

    @BeforeAll
    static void start() throws IOException {
        server = OwnServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static FeatureStore store(String schema) throws SQLException {
        return new FeatureStore(server.url(), schema);
    }

    /** A table of accounts with a view on it and its twin, which nobody touches. */
    private static FeatureStore accounts(String schema, int rows, String options) throws SQLException {
        FeatureStore store = store(schema);
        store.run("CREATE TABLE account (id int PRIMARY KEY, branch int, balance bigint)");
        store.run("INSERT INTO account SELECT i, i % 1000, i FROM generate_series(1, " + rows + ") i");
        String query = "SELECT branch, count(*) AS n, sum(balance) AS total, max(balance) AS top FROM account"
                + " GROUP BY branch";
        store.run("CREATE MATERIALIZED VIEW paced " + options + " AS " + query);
        store.run("CREATE MATERIALIZED VIEW twin AS " + query);
        return store;
    }

    private static void alter(FeatureStore store, String pace) throws SQLException {
        store.run("ALTER MATERIALIZED VIEW paced SET (freshness = '" + pace + "')");
    }

    private static void refreshed(FeatureStore store, String when) throws SQLException {
        store.run("REFRESH MATERIALIZED VIEW paced");
        store.checkSame("TABLE paced", "TABLE twin", when);
    }

    private static long counter(FeatureStore store, String schema, String column, String view) throws SQLException {
        return Long.parseLong(store.value("SELECT " + column + " FROM millrace.views WHERE schema = '" + schema
                + "' AND name = '" + view + "'"));
    }

    @Test
    void r1SwitchingKeepsTheState() throws SQLException {
        try (FeatureStore store = accounts("r1", 20_000, "")) {
            long taken = counter(store, "r1", "changes_taken", "paced");
            long written = 0;
            for (String from : PACES) {
                for (String to : PACES) {
                    alter(store, from);
                    store.run("UPDATE account SET balance = balance + 1 WHERE id % 2000 = 3");
                    written += 10;
                    long begin = System.nanoTime();
                    alter(store, to);
                    long millis = (System.nanoTime() - begin) / 1_000_000;
                    assertTrue(millis < ALTER_MILLIS_MAX, from + " to " + to + " took " + millis + " ms");
                }
            }
            refreshed(store, "after every direction");
            long cost = counter(store, "r1", "changes_taken", "paced") - taken;
            assertTrue(cost <= 2 * written, cost + " changes were taken in for " + written + " updates: a backfill?");
        }
    }

    @Test
    void r2SwitchingUnderLoadLosesNothing() throws SQLException {
        try (FeatureStore store = accounts("r2", 1000, "")) {
            AtomicBoolean goesOn = new AtomicBoolean(true);
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                try (Connection writer = DriverManager.getConnection(server.url());
                        Statement statement = writer.createStatement()) {
                    for (int i = 0; goesOn.get(); i++) {
                        statement.execute("UPDATE r2.account SET balance = balance + 1, branch = branch + 1 WHERE id = "
                                + (1 + i % 1000));
                        statement.execute("DELETE FROM r2.account WHERE id = " + (1 + i * 7 % 1000));
                        statement.execute("INSERT INTO r2.account VALUES (" + (1 + i * 7 % 1000) + ", 1, 5)");
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 0; i < 30; i++) {
                String pace = List.of("real-time", "1 ms", "10 ms", "1 min", "on demand").get(i * 7 % 5);
                alter(store, pace);
                if (pace.equals("real-time")) {
                    store.checkSame("TABLE paced", "TABLE twin", "in real time, under load");
                }
            }
            goesOn.set(false);
            load.join();
            refreshed(store, "after the load");
        }
    }

    @Test
    void r3EachModeShowsWhatItPromises() throws SQLException {
        try (FeatureStore store = accounts("r3", 10, "")) {
            store.run("SET millrace.clock = '2024-01-01 10:00:00+00'");
            store.run("INSERT INTO account VALUES (11, 5000, 1)");
            String shown = "SELECT count(*) FROM paced WHERE branch >= 5000";
            assertEquals("1", store.value(shown), "real-time: when the write returns");
            alter(store, "1 min");
            store.run("INSERT INTO account VALUES (12, 5001, 1)");
            store.run("SET millrace.clock = '2024-01-01 10:00:59.999+00'");
            store.run("INSERT INTO account VALUES (13, 5002, 1)");
            assertEquals("1", store.value(shown), "nothing for the interval");
            store.run("SET millrace.clock = '2024-01-01 10:01:00+00'");
            assertEquals("3", store.value(shown), "then one step, with all that came after");
            alter(store, "on demand");
            store.run("INSERT INTO account VALUES (14, 5003, 1)");
            store.run("SET millrace.clock = '2024-01-02 10:01:00+00'");
            assertEquals("3", store.value(shown), "nothing until somebody asks");
            store.run("REFRESH MATERIALIZED VIEW paced");
            assertEquals("4", store.value(shown), "all that was committed before");
            store.run("DROP SCHEMA r3 CASCADE");
            store.run("RESET millrace.clock");
        }
    }

    @Test
    void r4SlowerCostsLess() throws SQLException {
        try (FeatureStore store = accounts("r4", 10, "WITH (freshness = 'on demand')")) {
            long paced = counter(store, "r4", "changes_out", "paced");
            long twin = counter(store, "r4", "changes_out", "twin");
            for (int i = 0; i < 1000; i++) {
                store.run("UPDATE account SET balance = balance + 1 WHERE id = 1");
            }
            refreshed(store, "after a thousand updates of a key");
            assertEquals(2, counter(store, "r4", "changes_out", "paced") - paced, "the row that went and that came");
            assertEquals(2, counter(store, "r4", "changes_taken", "paced"), "their net change");
            assertEquals(2000, counter(store, "r4", "changes_out", "twin") - twin);
        }
    }

    @Test
    void r5TheSettingSurvives() throws SQLException, IOException {
        try (FeatureStore store = accounts("r5", 10, "WITH (freshness = '250 ms')")) {
            assertTrue(store.value("SHOW CREATE MATERIALIZED VIEW paced").contains("('freshness' = '250 ms')"));
            SQLException bad = assertThrows(SQLException.class, () -> alter(store, "often"));
            assertEquals("22023", bad.getSQLState());
            alter(store, "on demand");
        }
        server.restart();
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            var row = statement.executeQuery("SELECT freshness, reloptions::text FROM millrace.views v JOIN pg_class c"
                    + " ON c.oid = v.id WHERE schema = 'r5' AND v.name = 'paced'");
            row.next();
            assertEquals("on demand {\"freshness=on demand\"}", row.getString(1) + " " + row.getString(2));
        }
    }

    @Test
    void r6ChainsAreConsistent() throws SQLException {
        try (FeatureStore store = store("r6")) {
            store.run("CREATE TABLE transfer (id int, payer int, payee int, amount int)");
            store.run("CREATE MATERIALIZED VIEW balance WITH (freshness = '5 ms') AS SELECT name, sum(amount) AS amount"
                    + " FROM (SELECT payee AS name, amount FROM transfer UNION ALL SELECT payer, -amount FROM transfer)"
                    + " t GROUP BY name");
            store.run("CREATE MATERIALIZED VIEW total AS SELECT coalesce(sum(amount), 0) AS total FROM balance");
            AtomicBoolean goesOn = new AtomicBoolean(true);
            CompletableFuture<Integer> moments = CompletableFuture.supplyAsync(() -> {
                int asked = 0;
                try (Connection reader = DriverManager.getConnection(server.url());
                        Statement statement = reader.createStatement()) {
                    for (; goesOn.get(); asked++) {
                        var row = statement.executeQuery("SELECT (SELECT total FROM r6.total),"
                                + " (SELECT coalesce(sum(amount), 0) FROM r6.balance)");
                        row.next();
                        assertEquals("0 0", row.getString(1) + " " + row.getString(2), "money was made");
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
                return asked;
            });
            for (int i = 0; i < 150; i++) {
                store.run("INSERT INTO transfer VALUES (" + i + ", " + i % 7 + ", " + i % 11 + ", " + i + ")");
                if (i % 50 == 0) {
                    store.run("ALTER MATERIALIZED VIEW total SET (freshness = '" + PACES.get(i / 50 % 3) + "')");
                }
            }
            goesOn.set(false);
            assertTrue(moments.join() > 0);
        }
    }

    @Test
    void r7SuspensionIsBounded() throws SQLException {
        try (FeatureStore store = accounts("r7", 1000, "")) {
            store.run("ALTER MATERIALIZED VIEW paced SUSPEND");
            long out = counter(store, "r7", "changes_out", "paced");
            store.run("UPDATE account SET balance = balance + 1");
            long once = counter(store, "r7", "state_bytes", "paced");
            for (int i = 0; i < 30; i++) {
                store.run("UPDATE account SET balance = balance + 1");
            }
            assertEquals(out, counter(store, "r7", "changes_out", "paced"), "it works though it is suspended");
            long often = counter(store, "r7", "state_bytes", "paced");
            // Thirty times as much would wait if every change did; what is gone leaves its bytes until it is tidied up.
            assertTrue(often <= 5 * once, "what waits grew from " + once + " to " + often + " bytes");
            assertEquals("55000", assertThrows(SQLException.class, () ->
                    store.run("REFRESH MATERIALIZED VIEW paced")).getSQLState());
            store.run("ALTER MATERIALIZED VIEW paced RESUME");
            store.checkSame("TABLE paced", "TABLE twin", "after RESUME");
        }
    }

    @Test
    void r8TheModeIsVisible() throws SQLException {
        try (FeatureStore store = accounts("r8", 10, "")) {
            String asked = "SELECT freshness, suspended, lag_ms > 0, refreshes FROM millrace.views WHERE schema = 'r8'"
                    + " AND name = 'paced'";
            store.run("SET millrace.clock = '2024-01-01 10:00:00+00'");
            alter(store, "1 h");
            String refreshes = store.value(asked).split("\\|")[3];
            store.run("UPDATE account SET balance = 0");
            store.run("SET millrace.clock = '2024-01-01 10:30:00+00'");
            assertEquals("1 h|f|t|" + refreshes, store.value(asked));
            store.run("ALTER MATERIALIZED VIEW paced SET (freshness = 'real-time'), SUSPEND");
            assertEquals("real-time|t|t|" + refreshes, store.value(asked));
            store.run("ALTER MATERIALIZED VIEW paced RESUME");
            assertEquals("real-time|f|f|" + (Long.parseLong(refreshes) + 1), store.value(asked));
            store.run("RESET millrace.clock");
        }
    }
}

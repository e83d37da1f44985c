package dev.millrace.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Advisory locks: who waits, who does not, and what a lock is given back by. */
@Timeout(120)
final class AdvisoryLocksTest {

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static String stateOf(Statement statement, String sql) {
        return assertThrows(SQLException.class, () -> statement.execute(sql)).getSQLState();
    }

    private static CompletableFuture<Void> runs(Statement statement, String sql) {
        return CompletableFuture.runAsync(() -> {
            try {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void awaitWaiting(Statement asks, int count) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        String sql = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
        while (!one(asks, sql).equals(Integer.toString(count)) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertEquals(Integer.toString(count), one(asks, sql));
    }

    @Test
    void aLockIsTakenOnceAndGivenBack() throws Exception {
        try (Connection first = server.connect();
                Connection second = server.connect();
                Statement mine = first.createStatement();
                Statement other = second.createStatement()) {
            mine.execute("SELECT pg_advisory_lock(1), pg_advisory_lock(1), pg_advisory_lock_shared(2)");
            assertEquals("f", one(other, "SELECT pg_try_advisory_lock(1)"));
            assertEquals("t", one(other, "SELECT pg_try_advisory_lock_shared(2)"));
            assertEquals("f", one(other, "SELECT pg_try_advisory_lock(2)"));
            assertEquals("t", one(other, "SELECT pg_try_advisory_lock(0, 1)"), "two numbers are another lock");
            assertEquals("t", one(mine, "SELECT pg_advisory_unlock(1)"));
            assertEquals("f", one(other, "SELECT pg_try_advisory_lock(1)"), "it was taken twice");
            CompletableFuture<Void> waits = runs(other, "SELECT pg_advisory_lock(1)");
            awaitWaiting(mine, 1);
            assertEquals(
                    "advisory", one(mine, "SELECT wait_event FROM pg_stat_activity WHERE wait_event_type = 'Lock'"));
            assertEquals("t", one(mine, "SELECT pg_advisory_unlock(1)"));
            waits.get(60, TimeUnit.SECONDS);
            assertEquals("f", one(mine, "SELECT pg_advisory_unlock(1)"));
            other.execute("SET lock_timeout = '10ms'");
            mine.execute("SELECT pg_advisory_lock(3)");
            assertEquals("55P03", stateOf(other, "SELECT pg_advisory_lock(3)"));
            mine.execute("DISCARD ALL");
            other.execute("SELECT pg_advisory_lock(3)");
        }
    }

    @Test
    void theTransactionGivesItsLocksBack() throws Exception {
        try (Connection first = server.connect();
                Connection second = server.connect();
                Statement mine = first.createStatement();
                Statement other = second.createStatement()) {
            mine.execute("BEGIN");
            mine.execute("SELECT pg_advisory_xact_lock(11)");
            mine.execute("SAVEPOINT s");
            mine.execute("SELECT pg_advisory_xact_lock(12), pg_advisory_lock(13)");
            mine.execute("ROLLBACK TO s");
            assertEquals("f", one(other, "SELECT pg_try_advisory_xact_lock(11)"));
            assertEquals("t", one(other, "SELECT pg_try_advisory_xact_lock(12)"));
            assertEquals("f", one(mine, "SELECT pg_advisory_unlock(11)"), "only the transaction's end gives it back");
            mine.execute("COMMIT");
            assertEquals("t", one(other, "SELECT pg_try_advisory_xact_lock(11)"));
            assertEquals("f", one(other, "SELECT pg_try_advisory_xact_lock(13)"), "a session's lock outlives it");
        }
        try (Connection third = server.connect(); Statement statement = third.createStatement()) {
            statement.execute("SET lock_timeout = '60s'");
            statement.execute("SELECT pg_advisory_lock(13)");
        }
    }

    @Test
    void whoeverWouldWaitForEverIsTold() throws Exception {
        try (Connection first = server.connect();
                Connection second = server.connect();
                Connection third = server.connect();
                Statement mine = first.createStatement();
                Statement other = second.createStatement();
                Statement asks = third.createStatement()) {
            mine.execute("SELECT pg_advisory_lock(21)");
            other.execute("SELECT pg_advisory_lock(22)");
            CompletableFuture<Void> waits = runs(mine, "SELECT pg_advisory_lock(22)");
            awaitWaiting(asks, 1);
            assertEquals("40P01", stateOf(other, "SELECT pg_advisory_lock(21)"));
            other.execute("SELECT pg_advisory_unlock_all()");
            waits.get(60, TimeUnit.SECONDS);
            CompletableFuture<Void> cancelled = runs(asks, "SELECT pg_advisory_lock(21)");
            awaitWaiting(mine, 1);
            asks.cancel();
            assertThrows(Exception.class, () -> cancelled.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void whoHasWaitedSeesWhatTheHolderDid() throws Exception {
        try (Connection first = server.connect();
                Connection second = server.connect();
                Statement mine = first.createStatement();
                Statement other = second.createStatement()) {
            mine.execute("CREATE TABLE counter (id int PRIMARY KEY, n int)");
            mine.execute("INSERT INTO counter VALUES (1, 0)");
            mine.execute("BEGIN");
            mine.execute("SELECT pg_advisory_xact_lock(31)");
            mine.execute("UPDATE counter SET n = n + 1 WHERE id = 1");
            other.execute("BEGIN");
            CompletableFuture<Void> waits = runs(other, "SELECT pg_advisory_xact_lock(31)");
            try (Connection third = server.connect(); Statement asks = third.createStatement()) {
                awaitWaiting(asks, 1);
            }
            mine.execute("COMMIT");
            waits.get(60, TimeUnit.SECONDS);
            other.execute("UPDATE counter SET n = n + 1 WHERE id = 1");
            other.execute("COMMIT");
            assertEquals("2", one(mine, "SELECT n FROM counter WHERE id = 1"));
        }
    }
}

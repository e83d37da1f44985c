package dev.millrace.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What ends statements and sessions from outside: cancel requests and timeouts, wherever the statement just is. */
@Timeout(120)
final class InterruptTest {

    /** Hours of work in few steps of a join, which finds nothing. */
    private static final String ENDLESS =
            "SELECT count(*) FROM wide AS a JOIN wide AS b ON a.id + b.id < 0 JOIN wide AS c ON b.id + c.id < 0";

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE wide (id bigint PRIMARY KEY)");
            statement.execute("INSERT INTO wide SELECT g FROM generate_series(1, 300000) AS s(g)");
            statement.execute("CREATE TABLE small (id bigint PRIMARY KEY)");
            statement.execute("INSERT INTO small VALUES (1)");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static String stateOf(Statement statement, String sql) {
        return assertThrows(SQLException.class, () -> statement.execute(sql), sql).getSQLState();
    }

    @Test
    void aTimeoutReachesEveryStatement() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = '200ms'");
            for (String sql : List.of(
                    ENDLESS,
                    "INSERT INTO small " + ENDLESS,
                    "DELETE FROM small WHERE id IN (" + ENDLESS + ")",
                    "CREATE MATERIALIZED VIEW endless AS " + ENDLESS,
                    "SUBSCRIBE (" + ENDLESS + ")")) {
                assertEquals("57014", stateOf(statement, sql), sql);
            }
            statement.execute("RESET statement_timeout");
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM small")) {
                assertTrue(rows.next());
                assertEquals(1, rows.getLong(1));
            }
            assertEquals("42P01", stateOf(statement, "SELECT * FROM endless"));
        }
    }

    @Test
    void aCancelReachesAJoinAndLeavesTheSessionWell() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            CountDownLatch isOver = new CountDownLatch(1);
            Thread canceller = Thread.ofVirtual().start(() -> {
                try {
                    // A cancel that comes before the statement has no effect, as in PostgreSQL: again until one has.
                    while (!isOver.await(20, TimeUnit.MILLISECONDS)) {
                        statement.cancel();
                    }
                } catch (SQLException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            assertEquals("57014", stateOf(statement, ENDLESS));
            isOver.countDown();
            canceller.join();
            statement.execute("SELECT 1");
        }
    }

    @Test
    void aQueryThatNeedsTooMuchMemoryFailsAlone() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            assertEquals("53200", stateOf(statement, "SELECT count(*) FROM wide AS a, wide AS b"));
            statement.execute("SELECT count(*) FROM wide");
        }
    }

    @Test
    void heavyQueriesLetOthersRun() throws Exception {
        int heavy = Runtime.getRuntime().availableProcessors() + 1;
        try (Connection first = server.connect();
                Statement light = first.createStatement()) {
            List<Connection> connections = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < heavy; i++) {
                Connection connection = server.connect();
                connections.add(connection);
                threads.add(Thread.ofVirtual().start(() -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(ENDLESS);
                    } catch (SQLException e) {
                        // cut off below
                    }
                }));
            }
            for (int i = 0; i < 20; i++) {
                light.execute("SELECT id FROM small");
                light.execute("INSERT INTO small VALUES (" + (100 + i) + ")");
            }
            light.execute("DELETE FROM small WHERE id >= 100");
            for (Connection connection : connections) {
                connection.abort(Runnable::run);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    @Test
    void whoIsIdleForTooLongIsToldToGo() throws Exception {
        assertEquals("57P05", idleEnd("SET idle_session_timeout = '50ms'"));
        assertEquals("25P03", idleEnd("SET idle_in_transaction_session_timeout = '50ms'", "BEGIN"));
        assertEquals("25P03", idleEnd("SET idle_in_transaction_session_timeout = '50ms'", "BEGIN", "SELECT 1 / 0"));
    }

    /** How a session ends that says nothing more after these; the driver learns it with its next statement. */
    private static String idleEnd(String... statements) throws Exception {
        try (Connection connection = server.connect("preferQueryMode=simple");
                Connection observer = server.connect();
                Statement statement = connection.createStatement();
                Statement observing = observer.createStatement()) {
            int pid = connection.unwrap(PGConnection.class).getBackendPID();
            for (String sql : statements) {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    assertEquals("22012", e.getSQLState());
                }
            }
            boolean isThere = true;
            while (isThere) {
                try (ResultSet rows = observing.executeQuery("SELECT 1 FROM pg_stat_activity WHERE pid = " + pid)) {
                    isThere = rows.next();
                }
            }
            return stateOf(statement, "SELECT 1");
        }
    }

    @Test
    void aLockIsWaitedForOnlySoLong() throws Exception {
        try (Connection holder = server.connect();
                Connection waiter = server.connect();
                Statement holding = holder.createStatement();
                Statement waiting = waiter.createStatement()) {
            holder.setAutoCommit(false);
            holding.execute("CREATE TABLE contested (id bigint)");
            waiting.execute("SET lock_timeout = '50ms'");
            assertEquals("55P03", stateOf(waiting, "CREATE TABLE contested (id bigint)"));
            holder.rollback();
            waiting.execute("CREATE TABLE contested (id bigint)");
        }
    }
}

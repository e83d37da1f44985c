package dev.millrace.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** SUBSCRIBE AS OF: whoever says how far he was told is told what came after, each change once, restart or not. */
@Timeout(240)
final class ResumeTest {

    private static final List<String> FOLLOWED = List.of(
            "account", "branch_total", "entry",
            "(SELECT branch, sum(balance) AS s FROM account GROUP BY branch)",
            "(SELECT a.id, t.n, e.what FROM account a JOIN branch_total t USING (branch) LEFT JOIN entry e USING (id))",
            "(SELECT id FROM account UNION ALL VALUES (0))");

    private final Random random = new Random(4);

    @Test
    void everyEpochCanBeGoneOnFrom() throws Exception {
        List<TreeMap<Long, List<String>>> told = new ArrayList<>();
        try (TestServer server = TestServer.start()) {
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE account (id int PRIMARY KEY, branch text, balance numeric)"
                        + " WITH (history = '30 days')");
                statement.execute("CREATE STREAM entry (id int, what text)");
                statement.execute("CREATE MATERIALIZED VIEW branch_total WITH (history = '1 day') AS"
                        + " SELECT branch, count(*) AS n FROM account GROUP BY branch");
                write(statement, 20);
                for (int i = 0; i < FOLLOWED.size(); i++) {
                    statement.execute("DECLARE c" + i + " CURSOR WITH HOLD FOR SUBSCRIBE TO " + FOLLOWED.get(i)
                            + " WITH (progress)");
                    told.add(new TreeMap<>());
                    fetch(statement, "c" + i, told.get(i));
                }
                write(statement, 30);
                for (int i = 0; i < FOLLOWED.size(); i++) {
                    fetch(statement, "c" + i, told.get(i));
                    compare(statement, FOLLOWED.get(i), told.get(i));
                }
            }
            server.restart();
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                for (int i = 0; i < FOLLOWED.size(); i++) {
                    compare(statement, FOLLOWED.get(i), told.get(i));
                    statement.execute("DECLARE again" + i + " CURSOR WITH HOLD FOR SUBSCRIBE TO " + FOLLOWED.get(i)
                            + " WITH (progress) AS OF " + told.get(i).lastKey());
                }
                write(statement, 10);
                for (int i = 0; i < FOLLOWED.size(); i++) {
                    fetch(statement, "again" + i, told.get(i));
                    compare(statement, FOLLOWED.get(i), told.get(i));
                }
            }
        }
    }

    private void write(Statement statement, int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            int id = random.nextInt(8);
            String branch = "'b" + random.nextInt(3) + "'";
            switch (random.nextInt(4)) {
                case 0 -> statement.execute("DELETE FROM account WHERE id = " + id);
                case 1 -> statement.execute("INSERT INTO entry VALUES (" + id + ", 'w" + i + "')");
                default -> statement.execute("INSERT INTO account VALUES (" + id + ", " + branch + ", " + i
                        + ".50) ON CONFLICT (id) DO UPDATE SET branch = EXCLUDED.branch, balance = EXCLUDED.balance");
            }
        }
    }

    /** From each epoch that was told, and from one before the next, what follows is what was told. */
    private static void compare(Statement statement, String followed, TreeMap<Long, List<String>> told)
            throws SQLException {
        for (long epoch : told.keySet()) {
            TreeMap<Long, List<String>> again = new TreeMap<>();
            statement.execute("DECLARE r CURSOR WITH HOLD FOR SUBSCRIBE TO " + followed
                    + " WITH (progress) AS OF " + epoch);
            fetch(statement, "r", again);
            statement.execute("CLOSE r");
            assertEquals(told.tailMap(epoch, false), again, followed + " after " + epoch);
        }
    }

    /** The newest epoch that anybody can see. */
    private static long now(Statement statement) throws SQLException {
        statement.execute("DECLARE n CURSOR WITH HOLD FOR SUBSCRIBE (VALUES (1)) WITH (progress, snapshot = false)");
        try (ResultSet result = statement.executeQuery("FETCH 1 FROM n")) {
            assertTrue(result.next());
            return result.getLong(1);
        } finally {
            statement.execute("CLOSE n");
        }
    }

    /** Changes by epoch, sorted; until everything is told that there is. */
    private static void fetch(Statement statement, String cursor, TreeMap<Long, List<String>> told)
            throws SQLException {
        long now = now(statement);
        for (long progress = -1; progress < now; ) {
            try (ResultSet result = statement.executeQuery("FETCH ALL FROM " + cursor)) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    if (result.getBoolean(2)) {
                        progress = result.getLong(1);
                        continue;
                    }
                    StringBuilder row = new StringBuilder();
                    for (int column = 3; column <= columns; column++) {
                        row.append('|').append(result.getString(column));
                    }
                    told.computeIfAbsent(result.getLong(1), epoch -> new ArrayList<>()).add(row.toString());
                }
            }
        }
        told.values().forEach(rows -> rows.sort(null));
    }

    @Test
    void whatIsNotKeptIsRefused() throws Exception {
        try (TestServer server = TestServer.start();
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE plain (id int)");
            assertRefused(statement, "55000", "SUBSCRIBE TO plain AS OF 1");
            assertRefused(statement, "22023", "SUBSCRIBE TO plain AS OF -1");
            assertRefused(statement, "42804", "SUBSCRIBE TO plain AS OF now()");
            assertRefused(statement, "0A000", "SUBSCRIBE TO pg_class AS OF 1");
            statement.execute("ALTER TABLE plain SET (history = '1 hour')");
            assertRefused(statement, "72000", "SUBSCRIBE TO plain AS OF 1");
            assertRefused(statement, "22023", "SUBSCRIBE TO plain AS OF 1000000");
            assertRefused(
                    statement, "0A000", "SUBSCRIBE (SELECT * FROM plain WHERE to_timestamp(id) > now()) AS OF 1000");
            statement.execute("ALTER TABLE plain RESET (history)");
            assertRefused(statement, "55000", "SUBSCRIBE TO plain AS OF 1");
        }
    }

    private static void assertRefused(Statement statement, String sqlState, String subscribe) throws SQLException {
        SQLException refusal = assertThrows(SQLException.class, () -> {
            statement.execute("DECLARE w CURSOR WITH HOLD FOR " + subscribe);
            statement.executeQuery("FETCH ALL FROM w WITH (timeout = '10 s')");
        });
        assertEquals(sqlState, refusal.getSQLState(), refusal.getMessage());
        assertTrue(refusal.getMessage().length() > 20);
        try {
            statement.execute("CLOSE w");
        } catch (SQLException e) {
            assertEquals("34000", e.getSQLState());
        }
    }
}

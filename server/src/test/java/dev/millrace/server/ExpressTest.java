package dev.millrace.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Rows read by their key through prepared statements: what the event loop answers is what the session would. */
@Timeout(120)
final class ExpressTest {

    private static final String BY_KEY = "SELECT note FROM item WHERE id = ?";

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start();
        try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE item (id bigint PRIMARY KEY, note text)");
            statement.execute("INSERT INTO item SELECT g, 'note ' || g FROM generate_series(1, 1000) AS s(g)");
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** Every execution is of a named statement. */
    private Connection connect() throws SQLException {
        return server.connect("prepareThreshold=1");
    }

    private static String note(PreparedStatement byKey, long id) throws SQLException {
        byKey.setLong(1, id);
        try (ResultSet rows = byKey.executeQuery()) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    @FunctionalInterface
    private interface Client {
        void run(Connection connection, int number) throws SQLException;
    }

    private void together(int count, Client client) throws Exception {
        List<Callable<Boolean>> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            clients.add(() -> {
                try (Connection connection = connect()) {
                    client.run(connection, number);
                }
                return true;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> done : threads.invokeAll(clients)) {
                assertTrue(done.get());
            }
        }
    }

    private String single(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    @Test
    void manyClientsGetTheirOwnRows() throws Exception {
        together(8, (connection, number) -> {
            try (PreparedStatement byKey = connection.prepareStatement(BY_KEY)) {
                for (long id = number; id <= 1000; id += 7) {
                    assertEquals(id == 0 ? null : "note " + id, note(byKey, id));
                }
            }
        });
    }

    @Test
    void whatManyClientsInsertIsInTheViewAtOnce() throws Exception {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE MATERIALIZED VIEW total AS SELECT count(*) AS n FROM item");
        }
        together(8, (connection, number) -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO item VALUES (?, ?)");
                    PreparedStatement byKey = connection.prepareStatement(BY_KEY);
                    Statement statement = connection.createStatement()) {
                for (int i = 0; i < 50; i++) {
                    long id = 10_000 + 100L * number + i;
                    insert.setLong(1, id);
                    insert.setString(2, "by " + number);
                    assertEquals(1, insert.executeUpdate());
                    assertEquals("by " + number, note(byKey, id));
                    assertEquals(
                            "23505", assertThrows(SQLException.class, insert::executeUpdate).getSQLState());
                    try (ResultSet rows = statement.executeQuery("SELECT n FROM total")) {
                        assertTrue(rows.next() && rows.getLong(1) > 1000 + i);
                    }
                }
            }
        });
        assertEquals("1400", single("SELECT n FROM total"));
    }

    @Test
    void updatesOfOneRowLoseNothing() throws Exception {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE counter (id int PRIMARY KEY, n bigint NOT NULL)");
            statement.execute("INSERT INTO counter VALUES (1, 0)");
        }
        together(6, (connection, number) -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE counter SET n = n + ? WHERE id = ?")) {
                for (int i = 0; i < 40; i++) {
                    update.setLong(1, number + 1);
                    update.setInt(2, 1);
                    assertEquals(1, update.executeUpdate());
                }
            }
        });
        assertEquals(Integer.toString(40 * 21), single("SELECT n FROM counter"));
    }

    @Test
    void whatManyClientsAddToOneRowIsReturned() throws Exception {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE tally (id int PRIMARY KEY, n bigint NOT NULL, part numeric(10,2))");
        }
        together(6, (connection, number) -> {
            try (PreparedStatement add = connection.prepareStatement("""
                    INSERT INTO tally VALUES (?, ? + 1, 100.0 / ?) ON CONFLICT (id) DO UPDATE SET n = tally.n + ?
                    WHERE tally.n < ? RETURNING n, part, n * ?""")) {
                long before = 0;
                for (int i = 0; i < 40; i++) {
                    long n = tally(add, number, 5000);
                    assertTrue(n > before);
                    before = n;
                }
                assertEquals(-1, tally(add, number, 5));
                add.setInt(3, 0);
                assertEquals("22012", assertThrows(SQLException.class, add::executeQuery).getSQLState());
            }
        });
        assertEquals("1", single("SELECT count(*) FROM tally"));
        assertEquals("t", single("SELECT n BETWEEN 40 * 21 - 5 AND 40 * 21 AND part = 33.33 FROM tally"));
    }

    /** What is returned of one row, twice over; -1 when the row was left as it is. */
    private static long tally(PreparedStatement add, int number, int below) throws SQLException {
        add.setInt(1, 1);
        add.setInt(2, number);
        add.setInt(3, 3);
        add.setInt(4, number + 1);
        add.setInt(5, below);
        add.setInt(6, 2);
        try (ResultSet rows = add.executeQuery()) {
            if (!rows.next()) {
                return -1;
            }
            assertEquals("33.33", rows.getString(2));
            assertEquals(2 * rows.getLong(1), rows.getLong(3));
            return rows.getLong(1);
        }
    }

    @Test
    void deletesAreCounted() throws Exception {
        try (Connection connection = connect();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM item WHERE id = ?")) {
            for (int id = 1; id <= 20; id++) {
                delete.setLong(1, id);
                assertEquals(1, delete.executeUpdate());
                assertEquals(0, delete.executeUpdate());
            }
        }
        assertEquals("980", single("SELECT count(*) FROM item"));
    }

    @Test
    void writesAreReadAtOnceAndOwnOnesBeforeTheCommit() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                PreparedStatement byKey = connection.prepareStatement(BY_KEY);
                Connection other = connect();
                PreparedStatement otherByKey = other.prepareStatement(BY_KEY)) {
            for (int i = 0; i < 50; i++) {
                statement.execute("UPDATE item SET note = 'written " + i + "' WHERE id = 5");
                assertEquals("written " + i, note(otherByKey, 5));
                assertEquals("written " + i, note(byKey, 5));
            }
            connection.setAutoCommit(false);
            assertEquals("note 6", note(byKey, 6));
            statement.execute("UPDATE item SET note = 'mine' WHERE id = 6");
            assertEquals("mine", note(byKey, 6));
            assertEquals("note 6", note(otherByKey, 6));
            connection.rollback();
            assertEquals("note 6", note(byKey, 6));
        }
    }

    @Test
    void aTransactionReadsOneSnapshot() throws Exception {
        try (Connection connection = connect();
                PreparedStatement byKey = connection.prepareStatement(BY_KEY);
                Connection other = connect();
                Statement statement = other.createStatement()) {
            connection.setAutoCommit(false);
            assertEquals("note 5", note(byKey, 5));
            statement.execute("UPDATE item SET note = 'newer'");
            assertEquals("note 5", note(byKey, 5));
            assertEquals("note 7", note(byKey, 7));
            connection.commit();
            assertEquals("newer", note(byKey, 5));
        }
    }

    @Test
    void rowsLongerThanTheSocketTakesAtOnceArriveWhole() throws Exception {
        String wide = "x".repeat(3_000_000);
        try (Connection connection = connect();
                PreparedStatement write = connection.prepareStatement("UPDATE item SET note = ? WHERE id = 1");
                PreparedStatement byKey = connection.prepareStatement(BY_KEY)) {
            write.setString(1, wide);
            write.execute();
            for (int i = 0; i < 20; i++) {
                assertEquals(wide, note(byKey, 1));
                assertEquals("note 2", note(byKey, 2));
            }
        }
    }

    @Test
    void aChangedCatalogIsSeen() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                PreparedStatement byKey = connection.prepareStatement(BY_KEY)) {
            assertEquals("note 1", note(byKey, 1));
            assertEquals("note 1", note(byKey, 1));
            statement.execute("DROP TABLE item");
            assertEquals("42P01", assertThrows(SQLException.class, () -> note(byKey, 1)).getSQLState());
            statement.execute("CREATE TABLE item (id bigint PRIMARY KEY, note text)");
            statement.execute("INSERT INTO item VALUES (1, 'another')");
            assertEquals("another", note(byKey, 1));
        }
    }

    @Test
    void anErrorLeavesTheSessionWell() throws Exception {
        try (Connection connection = connect();
                PreparedStatement byKey = connection.prepareStatement(BY_KEY);
                PreparedStatement late =
                        connection.prepareStatement("SELECT id FROM item WHERE id = ?::text::bigint")) {
            for (int i = 0; i < 5; i++) {
                late.setString(1, "x");
                assertEquals("22P02", assertThrows(SQLException.class, late::executeQuery).getSQLState());
                assertEquals("note 3", note(byKey, 3));
            }
        }
    }

    @Test
    void idleSessionsStillEnd() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                PreparedStatement byKey = connection.prepareStatement(BY_KEY)) {
            assertEquals("note 1", note(byKey, 1));
            statement.execute("SET idle_session_timeout = '1500ms'");
            assertEquals("note 1", note(byKey, 1));
            PGConnection waiting = connection.unwrap(PGConnection.class);
            assertEquals(
                    "57P05", assertThrows(SQLException.class, () -> waiting.getNotifications(0)).getSQLState());
        }
    }

    @Test
    void aServerThatStopsEndsThem() throws Exception {
        try (Connection connection = connect(); PreparedStatement byKey = connection.prepareStatement(BY_KEY)) {
            assertEquals("note 1", note(byKey, 1));
            assertEquals("note 1", note(byKey, 1));
            server.restart();
            assertThrows(SQLException.class, () -> note(byKey, 1));
            assertFalse(connection.isValid(1));
        }
    }
}

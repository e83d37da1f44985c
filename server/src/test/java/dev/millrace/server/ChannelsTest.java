package dev.millrace.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** LISTEN and NOTIFY: said when the transaction commits, heard between transactions; and what views tell. */
@Timeout(120)
final class ChannelsTest {

    private static final int PATIENCE_MILLIS = 60_000;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    /** Waits for as many as are expected. */
    private static List<String> heard(Connection connection, int count) throws SQLException {
        List<String> heard = new ArrayList<>();
        while (heard.size() < count) {
            PGNotification[] some = connection.unwrap(PGConnection.class).getNotifications(PATIENCE_MILLIS);
            if (some == null || some.length == 0) {
                break;
            }
            for (PGNotification one : some) {
                heard.add(one.getName() + ":" + one.getParameter());
            }
        }
        return heard;
    }

    private static String stateOf(Statement statement, String sql) {
        return assertThrows(SQLException.class, () -> statement.execute(sql)).getSQLState();
    }

    @Test
    void whatIsSaidIsHeardWhenItsTransactionCommits() throws Exception {
        try (Connection listener = server.connect();
                Connection speaker = server.connect();
                Statement hears = listener.createStatement();
                Statement says = speaker.createStatement()) {
            hears.execute("LISTEN news");
            says.execute("BEGIN");
            says.execute("NOTIFY news, 'undone'");
            says.execute("ROLLBACK");
            says.execute("BEGIN");
            says.execute("NOTIFY news, 'a'");
            says.execute("NOTIFY news, 'a'");
            says.execute("SAVEPOINT s");
            says.execute("NOTIFY news, 'b'");
            says.execute("ROLLBACK TO s");
            says.execute("SELECT pg_notify('news', 'c'), pg_notify('elsewhere', 'd')");
            says.execute("COMMIT");
            says.execute("NOTIFY news");
            assertEquals(List.of("news:a", "news:c", "news:"), heard(listener, 3));
        }
    }

    @Test
    void nothingIsToldInsideOfATransaction() throws Exception {
        try (Connection listener = server.connect();
                Connection speaker = server.connect();
                Statement hears = listener.createStatement();
                Statement says = speaker.createStatement()) {
            hears.execute("LISTEN later");
            hears.execute("BEGIN");
            says.execute("NOTIFY later, 'x'");
            hears.execute("SELECT 1");
            assertEquals(0, listener.unwrap(PGConnection.class).getNotifications().length);
            hears.execute("COMMIT");
            assertEquals(List.of("later:x"), heard(listener, 1));
            hears.execute("BEGIN");
            hears.execute("LISTEN never");
            hears.execute("ROLLBACK");
            hears.execute("UNLISTEN *");
            says.execute("NOTIFY never");
            says.execute("NOTIFY later");
            hears.execute("LISTEN last");
            says.execute("NOTIFY last, 'only'");
            assertEquals(List.of("last:only"), heard(listener, 1));
        }
    }

    @Test
    void aViewTellsOfItsChanges() throws Exception {
        try (Connection listener = server.connect();
                Connection writer = server.connect();
                Statement hears = listener.createStatement();
                Statement writes = writer.createStatement()) {
            writes.execute("CREATE TABLE sale (id int PRIMARY KEY, shop text, amount int, note text)");
            writes.execute("INSERT INTO sale VALUES (1, 'north', 10, 'old')");
            writes.execute("CREATE MATERIALIZED VIEW revenue AS SELECT shop, sum(amount) AS total FROM sale"
                    + " GROUP BY shop");
            hears.execute("LISTEN public.revenue");
            writes.execute("UPDATE sale SET note = 'new'");
            writes.execute("INSERT INTO sale VALUES (2, 'north', 5)");
            List<String> first = heard(listener, 1);
            assertEquals(1, first.size());
            assertTrue(
                    first.getFirst().matches("public\\.revenue:\\{\"epoch\":\\d+,\"inserted\":1,\"deleted\":1\\}"),
                    first::toString);
            hears.execute("UNLISTEN \"public.revenue\"");
            writes.execute("INSERT INTO sale VALUES (3, 'south', 5)");
            hears.execute("LISTEN \"public.sale\"");
            writes.execute("DELETE FROM sale WHERE id > 1");
            List<String> second = heard(listener, 1);
            assertTrue(
                    second.getFirst().matches("public\\.sale:\\{\"epoch\":\\d+,\"inserted\":0,\"deleted\":2\\}"),
                    second::toString);
            assertEquals("42P01", stateOf(hears, "LISTEN public.nowhere"));
        }
    }

    @Test
    void wrongWordsAreRefused() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            assertEquals("22023", stateOf(statement, "SELECT pg_notify('', 'x')"));
            assertEquals("22023", stateOf(statement, "SELECT pg_notify('x', repeat('x', 8000))"));
            assertEquals("22023", stateOf(statement, "SELECT pg_notify(repeat('c', 64), 'x')"));
            assertEquals("42601", stateOf(statement, "NOTIFY news, 1"));
        }
    }

    @Test
    void whoDoesNotTakeWhatHeAskedForIsDisconnected() throws Exception {
        try (Connection listener = server.connect();
                Connection speaker = server.connect();
                Statement hears = listener.createStatement();
                Statement says = speaker.createStatement()) {
            hears.execute("LISTEN flood");
            hears.execute("BEGIN");
            says.execute("SELECT pg_notify('flood', g || repeat('x', 7000)) FROM generate_series(1, 4000) g");
            assertTrue(List.of("53400", "08006").contains(stateOf(hears, "COMMIT")));
        }
    }
}

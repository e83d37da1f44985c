package dev.millrace.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** A subscription read by FETCH: what is there comes at once, and nobody waits longer than he wants to. */
@Timeout(120)
final class SubscribeCursorTest {

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    /** Rows without their epoch. */
    private static List<String> fetch(Statement statement, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int column = 2; column <= columns; column++) {
                    row.append(column == 2 ? "" : "|").append(result.getString(column));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    @Test
    void fetchTakesWhatIsThereAndWaitsForTheFirstRowOnly() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE item (id int PRIMARY KEY, name text)");
            statement.execute("INSERT INTO item VALUES (1, 'a'), (2, 'b'), (3, 'c')");
            statement.execute("DECLARE c CURSOR WITH HOLD FOR SUBSCRIBE TO item");
            assertEquals(List.of("1|1|a", "1|2|b"), fetch(statement, "FETCH 2 FROM c"));
            assertEquals(List.of("1|3|c"), fetch(statement, "FETCH ALL FROM c"));
            assertEquals(List.of(), fetch(statement, "FETCH ALL FROM c WITH (timeout = '20 ms')"));
            statement.execute("DELETE FROM item WHERE id = 2");
            assertEquals(List.of("-1|2|b"), fetch(statement, "FETCH ALL FROM c WITH (timeout = '1 min')"));
            statement.execute("SET statement_timeout = '100ms'");
            assertEquals("57014", assertThrows(SQLException.class, () -> fetch(statement, "FETCH c")).getSQLState());
            statement.execute("RESET statement_timeout");
            statement.execute("INSERT INTO item VALUES (4, 'd')");
            assertEquals(List.of("1|4|d"), fetch(statement, "FETCH c"), "the cursor outlives who gave up waiting");
            for (String wrong : List.of("-1 s", "1 year 6 months")) {
                assertEquals("22023", assertThrows(
                        SQLException.class,
                        () -> fetch(statement, "FETCH c WITH (timeout = '" + wrong + "')")).getSQLState());
            }
            assertEquals("42601", assertThrows(
                    SQLException.class, () -> fetch(statement, "FETCH c WITH (patience = '1 s')")).getSQLState());
            statement.execute("CLOSE c");
        }
    }

    @Test
    void aSlowViewIsToldAboutWhenItMoves() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE sale (id int PRIMARY KEY, amount int)");
            statement.execute("CREATE MATERIALIZED VIEW revenue WITH (freshness = 'on demand') AS"
                    + " SELECT sum(amount) AS total FROM sale");
            statement.execute("DECLARE r CURSOR WITH HOLD FOR SUBSCRIBE TO revenue");
            assertEquals(List.of("1|null"), fetch(statement, "FETCH ALL FROM r"));
            statement.execute("INSERT INTO sale VALUES (1, 10)");
            statement.execute("INSERT INTO sale VALUES (2, 5)");
            assertEquals(List.of(), fetch(statement, "FETCH ALL FROM r WITH (timeout = '20 ms')"));
            statement.execute("REFRESH MATERIALIZED VIEW revenue");
            assertEquals(
                    List.of("-1|null", "1|15"),
                    fetch(statement, "FETCH ALL FROM r WITH (timeout = '1 min')").stream().sorted().toList());
        }
    }

    @Test
    void envelopesTellWhatBecameOfEachKey() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE seat (id int PRIMARY KEY, place text, guest text)");
            statement.execute("INSERT INTO seat VALUES (1, 'a', 'ann'), (2, 'b', 'bob')");
            statement.execute("DECLARE u CURSOR WITH HOLD FOR SUBSCRIBE TO seat ENVELOPE UPSERT (KEY (place))"
                    + " WITH (snapshot = false)");
            statement.execute("DECLARE d CURSOR WITH HOLD FOR SUBSCRIBE TO seat ENVELOPE DEBEZIUM WITH (progress)");
            assertEquals(
                    List.of("f|insert|1|null|null|a|ann", "f|insert|2|null|null|b|bob",
                            "t|null|null|null|null|null|null"),
                    fetch(statement, "FETCH ALL FROM d").stream().sorted().toList());
            connection.setAutoCommit(false);
            statement.execute("UPDATE seat SET guest = 'amy' WHERE id = 1");
            statement.execute("DELETE FROM seat WHERE id = 2");
            statement.execute("INSERT INTO seat VALUES (3, 'c', NULL)");
            connection.commit();
            connection.setAutoCommit(true);
            assertEquals(
                    List.of("delete|b|null|null", "upsert|a|1|amy", "upsert|c|3|null"),
                    fetch(statement, "FETCH ALL FROM u").stream().sorted().toList());
            assertEquals(
                    List.of("f|delete|2|b|bob|null|null", "f|insert|3|null|null|c|null", "f|update|1|a|ann|a|amy",
                            "t|null|null|null|null|null|null"),
                    fetch(statement, "FETCH ALL FROM d").stream().sorted().toList());
            assertEquals("42P16", assertThrows(
                    SQLException.class,
                    () -> statement.execute(
                            "DECLARE w CURSOR WITH HOLD FOR SUBSCRIBE (SELECT guest FROM seat) ENVELOPE UPSERT"))
                    .getSQLState());
            statement.execute("DECLARE v CURSOR WITH HOLD FOR SUBSCRIBE (SELECT id, 1 AS one FROM seat)"
                    + " ENVELOPE UPSERT (KEY (one))");
            assertEquals("21000", assertThrows(
                    SQLException.class, () -> fetch(statement, "FETCH ALL FROM v")).getSQLState());
        }
    }
}

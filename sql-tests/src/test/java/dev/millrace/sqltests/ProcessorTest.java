package dev.millrace.sqltests;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.millrace.sqltests.server.OwnServer;
import dev.millrace.sqltests.server.UserCode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Processors with state, those of {@code docs/examples/java-processor}: what is kept is what a query answers. */
final class ProcessorTest {

    private static final String STEPS = "TABLE(steps(TABLE reading PARTITION BY device ORDER BY ts))";
    private static final String VISITS =
            "TABLE(visits(TABLE click PARTITION BY visitor ORDER BY ts, TABLE spent_before PARTITION BY visitor))";

    @TempDir
    private static Path folder;

    private static OwnServer server;
    private Connection connection;
    private Statement statement;

    @BeforeAll
    static void start() throws IOException {
        UserCode.jar("java-processor", folder);
        server = OwnServer.start(List.of("--shards", "3", "--state-memory", "2MB"), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connectAgain();
        statement.execute("DROP SCHEMA IF EXISTS p CASCADE");
        // With no view there is none that the clock would go back for.
        clock("10:00");
        statement.execute("CREATE SCHEMA p");
        statement.execute("CREATE FUNCTION steps(TABLE) RETURNS TABLE (ts timestamptz, what text, step bigint)"
                + " LANGUAGE java IMMUTABLE" + as("Steps"));
        statement.execute("CREATE FUNCTION visits(TABLE, TABLE) RETURNS TABLE (began timestamptz, ended timestamptz,"
                + " pages text, favourite text, spent numeric) LANGUAGE java IMMUTABLE" + as("Visits"));
    }

    private void connectAgain() throws SQLException {
        connection = DriverManager.getConnection(server.url());
        statement = connection.createStatement();
        statement.execute("SET search_path = p");
        statement.execute("SET timezone = 'UTC'");
    }

    @AfterEach
    void hangUp() throws SQLException {
        connection.close();
    }

    private void kill() throws IOException, SQLException {
        server.restart();
        connectAgain();
    }

    private static String as(String type) {
        return " AS '" + folder.resolve("java-processor.jar") + "', 'com.example.visits." + type + "'";
    }

    private void clock(String time) throws SQLException {
        statement.execute("SET millrace.clock = '2027-01-01 " + time + "+00'");
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    String value = String.valueOf(result.getString(i));
                    row.append(i == 1 ? "" : "|").append(value.replace("2027-01-01 ", "").replace("+00", ""));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    private void refused(String state, String message, String sql) {
        SQLException refusal = assertThrows(SQLException.class, () -> statement.execute(sql), sql);
        assertEquals(state, refusal.getSQLState(), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    /** The content of a view, or why there is none. */
    private List<String> answer(String relation) {
        try {
            return rows("SELECT * FROM " + relation + " ORDER BY 1, 2, 3, 4");
        } catch (SQLException e) {
            return List.of(e.getSQLState());
        }
    }

    @Test
    void lateRowsAndRetractionsAreToldAnew() throws SQLException, IOException {
        statement.execute("CREATE TABLE reading (device int, ts timestamptz, v bigint)");
        statement.execute("CREATE MATERIALIZED VIEW m AS SELECT * FROM " + STEPS);
        statement.execute("INSERT INTO reading VALUES (1, '2027-01-01 10:00', 5), (1, '2027-01-01 10:05', 6),"
                + " (2, '2027-01-01 10:00', 1), (2, NULL, 7)");
        assertEquals(
                List.of("1|10:00:00|step|null", "1|10:01:00|silent|5", "1|10:05:00|step|1", "2|10:00:00|step|null"),
                answer("m"));
        statement.execute("INSERT INTO reading VALUES (1, '2027-01-01 10:00:30', 9)");
        List<String> late = List.of("1|10:00:00|step|null", "1|10:00:30|step|4", "1|10:01:30|silent|9",
                "1|10:05:00|step|-3", "2|10:00:00|step|null");
        assertEquals(late, answer("m"));
        kill();
        assertEquals(late, answer("m"));
        statement.execute("INSERT INTO reading VALUES (1, '2027-01-01 10:06', -1)");
        refused("38000", "-1 is negative", "SELECT * FROM m");
        statement.execute("DELETE FROM reading WHERE v < 0");
        assertEquals(late, answer("m"));
        statement.execute("UPDATE reading SET device = 2 WHERE v = 9");
        assertEquals(answer(STEPS), answer("m"));
        statement.execute("DELETE FROM reading");
        assertEquals(List.of(), answer("m"));
        refused("2BP01", "other objects depend on it", "DROP FUNCTION steps");
    }

    @Test
    void timersOnTheClockFireByThemselves() throws SQLException, IOException {
        statement.execute("CREATE STREAM click (visitor text, ts timestamptz, page text, amount numeric)");
        statement.execute("CREATE TABLE spent_before (visitor text, spent numeric)");
        statement.execute("CREATE MATERIALIZED VIEW m AS SELECT * FROM " + VISITS);
        clock("10:00");
        statement.execute("INSERT INTO spent_before VALUES ('ann', 100)");
        statement.execute("INSERT INTO click VALUES ('ann', '2027-01-01 09:59', 'home', NULL),"
                + " ('bob', '2027-01-01 09:59:30', 'home', 7), ('ann', '2027-01-01 09:59:50', 'cart', 2.5)");
        assertEquals(List.of(), answer("m"));
        clock("10:29:40");
        assertEquals(List.of("bob|09:59:30|09:59:30|home|home|7"), answer("m"));
        kill();
        clock("10:29:50");
        assertEquals(List.of("ann|09:59:00|09:59:50|home cart|cart|102.5", "bob|09:59:30|09:59:30|home|home|7"),
                answer("m"));
        // A click that comes too late for the clock: the visit that was told has not ended then.
        statement.execute("INSERT INTO click VALUES ('ann', '2027-01-01 10:10', 'home', 1)");
        assertEquals(List.of("bob|09:59:30|09:59:30|home|home|7"), answer("m"));
        clock("10:45");
        statement.execute("UPDATE spent_before SET spent = 200");
        assertEquals(List.of("ann|09:59:00|10:10:00|home cart home|home|203.5", "bob|09:59:30|09:59:30|home|home|7"),
                answer("m"));
        assertEquals(answer(VISITS), answer("m"));
    }

    @Test
    void timersOnEventTimeFollowTheWatermark() throws SQLException, IOException {
        statement.execute("CREATE STREAM reading (device int, ts timestamptz, v bigint,"
                + " WATERMARK FOR ts AS ts - INTERVAL '10' SECOND)");
        statement.execute("CREATE MATERIALIZED VIEW m AS SELECT * FROM " + STEPS);
        statement.execute("INSERT INTO reading VALUES (1, '2027-01-01 10:00', 5), (2, '2027-01-01 10:01:05', 6)");
        assertEquals(List.of("1|10:00:00|step|null", "2|10:01:05|step|null"), answer("m"));
        kill();
        statement.execute("INSERT INTO reading VALUES (2, '2027-01-01 10:01:10', 7)");
        List<String> silent =
                List.of("1|10:00:00|step|null", "1|10:01:00|silent|5", "2|10:01:05|step|null", "2|10:01:10|step|1");
        assertEquals(silent, answer("m"));
        statement.execute("CREATE MATERIALIZED VIEW later AS SELECT * FROM " + STEPS);
        assertEquals(silent, answer("later"));
        assertEquals(silent, answer(STEPS));
    }

    /** Whatever comes, in whatever order, over kills: a view is what its query answers. */
    @Test
    void chanceFindsNoDifference() throws SQLException, IOException {
        statement.execute("CREATE TABLE click (visitor text, ts timestamptz, page text, amount numeric)");
        statement.execute("CREATE TABLE spent_before (visitor text, spent numeric)");
        statement.execute("CREATE VIEW reading AS SELECT visitor AS device, ts, amount::bigint AS v FROM click");
        statement.execute("CREATE MATERIALIZED VIEW m AS SELECT * FROM " + VISITS);
        statement.execute("CREATE MATERIALIZED VIEW n AS SELECT * FROM " + STEPS);
        Random chance = new Random(7);
        int minute = 0;
        for (int round = 0; round < 120; round++) {
            String who = "'v" + chance.nextInt(5) + "'";
            String when = "'2027-01-01 10:00'::timestamptz + interval '" + chance.nextInt(20_000) + " seconds'";
            switch (chance.nextInt(8)) {
                case 0 -> statement.execute("DELETE FROM click WHERE visitor = " + who + " AND amount < "
                        + chance.nextInt(5));
                case 1 -> statement.execute("UPDATE click SET ts = " + when + " WHERE amount = " + chance.nextInt(9));
                case 2 -> {
                    minute = Math.min(minute + chance.nextInt(30), 350);
                    clock(10 + minute / 60 + ":" + minute % 60);
                }
                case 3 -> statement.execute("INSERT INTO spent_before VALUES (" + who + ", " + chance.nextInt(99)
                        + ")");
                default -> statement.execute("INSERT INTO click SELECT " + who + ", " + when + " + i * interval '"
                        + chance.nextInt(900) + " seconds', 'p' || i, " + (chance.nextInt(40) == 0 ? -1 : 1)
                        + " * (i + " + chance.nextInt(9) + ") FROM generate_series(1, " + chance.nextInt(1, 4)
                        + ") i");
            }
            if (round % 50 == 49) {
                statement.execute("CHECKPOINT");
            }
            if (round % 45 == 44) {
                kill();
                clock(10 + minute / 60 + ":" + minute % 60);
            }
            assertEquals(answer(VISITS), answer("m"), "round " + round);
            assertEquals(answer(STEPS), answer("n"), "round " + round);
        }
        statement.execute("CREATE MATERIALIZED VIEW again AS SELECT * FROM " + VISITS);
        assertEquals(answer("m"), answer("again"));
        assertTrue(answer("m").size() > 10, () -> answer("m").toString());
    }

    @Test
    void whatIsNoProcessorIsRefused() throws SQLException {
        refused("42P13", "is no processor",
                "CREATE FUNCTION no(TABLE) RETURNS TABLE (a int) LANGUAGE java AS '"
                        + folder.resolve("java-processor.jar") + "', 'java.lang.String'");
        refused("42883", "cannot be loaded", "CREATE FUNCTION no(TABLE) RETURNS TABLE (a int) LANGUAGE java"
                + as("Nothing"));
        refused("0A000", "a processor with other parameters",
                "CREATE FUNCTION no(TABLE, int) RETURNS TABLE (a int) LANGUAGE java" + as("Steps"));
        refused("0A000", "a table as a parameter", "CREATE FUNCTION no(TABLE) RETURNS SETOF int LANGUAGE sql AS"
                + " 'SELECT 1'");
        statement.execute("CREATE TABLE reading (device int, ts timestamptz, v bigint)");
        refused("0A000", "a processor of rows in no order",
                "SELECT * FROM TABLE(steps(TABLE reading PARTITION BY device))");
        refused("42804", "must be ordered by a timestamp",
                "SELECT * FROM TABLE(steps(TABLE reading PARTITION BY device ORDER BY v))");
        refused("0A000", "whose time goes back",
                "SELECT * FROM TABLE(steps(TABLE reading PARTITION BY device ORDER BY ts DESC))");
        refused("42883", "takes one table",
                "SELECT * FROM TABLE(steps(TABLE reading PARTITION BY device ORDER BY ts, TABLE reading))");
        refused("42804", "columns of the same types", "SELECT * FROM TABLE(visits(TABLE reading PARTITION BY device"
                + " ORDER BY ts, TABLE reading PARTITION BY v))");
        refused("42883", "takes a table", "SELECT steps()");
        statement.execute("CREATE OR REPLACE FUNCTION steps(TABLE) RETURNS TABLE (ts timestamptz, what text,"
                + " step bigint) LANGUAGE java" + as("Steps"));
        refused("0A000", "the volatile processor steps in a materialized view",
                "CREATE MATERIALIZED VIEW m AS SELECT * FROM " + STEPS);
        assertEquals(List.of(), rows("SELECT * FROM " + STEPS));
    }
}

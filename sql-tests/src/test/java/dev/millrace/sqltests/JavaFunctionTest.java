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

/** Functions in Java, those of {@code docs/examples/java-functions}: in queries, in views, after a kill. */
final class JavaFunctionTest {

    private static final String TEXT = "com.example.shop.Text";

    @TempDir
    private static Path folder;

    private static OwnServer server;
    private Connection connection;
    private Statement statement;

    @BeforeAll
    static void start() throws IOException {
        UserCode.jar("java-functions", folder);
        server = OwnServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(server.url());
        statement = connection.createStatement();
        statement.execute("DROP SCHEMA IF EXISTS f CASCADE");
        statement.execute("CREATE SCHEMA f");
        statement.execute("SET search_path = f");
    }

    @AfterEach
    void hangUp() throws SQLException {
        connection.close();
    }

    private static String as(String method) {
        return " AS '" + folder.resolve("java-functions.jar") + "', '" + TEXT + "." + method + "'";
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    private void refused(String state, String message, String sql) {
        SQLException refusal = assertThrows(SQLException.class, () -> statement.execute(sql));
        assertEquals(state, refusal.getSQLState(), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    @Test
    void valuesOfEveryKindGoThereAndBack() throws SQLException {
        statement.execute("CREATE FUNCTION shout(text) RETURNS text LANGUAGE java IMMUTABLE STRICT" + as("shout"));
        statement.execute("CREATE FUNCTION distance(a bigint, b bigint) RETURNS bigint LANGUAGE java IMMUTABLE STRICT"
                + as("distance"));
        statement.execute("CREATE FUNCTION or_else(text, text) RETURNS text LANGUAGE java IMMUTABLE" + as("orElse"));
        statement.execute("CREATE FUNCTION net(numeric) RETURNS numeric LANGUAGE java IMMUTABLE STRICT" + as("net"));
        statement.execute("CREATE FUNCTION quarter(timestamptz) RETURNS timestamptz LANGUAGE java STABLE STRICT"
                + as("quarter"));
        assertEquals(
                List.of("HELLO!|7|none|100.00|null"),
                rows("SELECT shout('hello'), f.distance(3, 10), or_else(NULL, 'none'), net(119), shout(NULL)"));
        assertEquals(
                List.of("2024-01-01 10:45:00+00"),
                rows("SELECT quarter('2024-01-01 10:59:59+00')"));
        assertEquals(
                List.of("A!", "B!"),
                rows("SELECT shout(t) FROM (VALUES ('a'), ('b'), ('c')) v(t) WHERE distance(length(shout(t)), 2) = 0"
                        + " ORDER BY 1 LIMIT 2"));
        assertEquals(List.of("distance|2|i|t"), rows(
                "SELECT proname, pronargs, provolatile, proisstrict FROM pg_proc WHERE proname = 'distance'"));
    }

    @Test
    void viewsFollowThemAndSurvive() throws SQLException, IOException {
        statement.execute("CREATE FUNCTION picky(int) RETURNS int LANGUAGE java IMMUTABLE STRICT" + as("picky"));
        statement.execute("CREATE TABLE t (k int PRIMARY KEY, v int)");
        statement.execute("CREATE MATERIALIZED VIEW halves AS SELECT k, picky(v) AS half FROM t");
        statement.execute("INSERT INTO t VALUES (1, 2), (2, 10), (3, NULL)");
        assertEquals(List.of("1|1", "2|5", "3|null"), rows("SELECT * FROM halves ORDER BY k"));
        statement.execute("INSERT INTO t VALUES (4, 7)");
        refused("38000", "7 is odd", "SELECT * FROM halves");
        server.restart();
        connection.close();
        connection = DriverManager.getConnection(server.url());
        statement = connection.createStatement();
        statement.execute("SET search_path = f");
        refused("38000", "7 is odd", "SELECT * FROM halves");
        // A wrong row does not stop a view: it is well again when the row is gone.
        statement.execute("DELETE FROM t WHERE k = 4");
        statement.execute("UPDATE t SET v = v + 2 WHERE k < 3");
        assertEquals(List.of("1|2", "2|6", "3|null"), rows("SELECT * FROM halves ORDER BY k"));
        assertEquals(List.of(), rows("SELECT * FROM halves EXCEPT ALL SELECT k, picky(v) FROM t"));
        refused("2BP01", "other objects depend on it", "DROP FUNCTION picky");
        statement.execute("DROP FUNCTION picky(int) CASCADE");
        refused("42883", "function picky(integer) does not exist", "SELECT picky(2)");
    }

    @Test
    void rowsAndGroupsAreLists() throws SQLException {
        statement.execute("CREATE FUNCTION words(text) RETURNS SETOF text LANGUAGE java IMMUTABLE STRICT"
                + as("words"));
        statement.execute("CREATE FUNCTION longest(text[]) RETURNS text LANGUAGE java IMMUTABLE" + as("longest"));
        assertEquals(List.of("a", "bc"), rows("SELECT * FROM words(' a bc ')"));
        statement.execute("CREATE TABLE said (who int, what text)");
        statement.execute("CREATE MATERIALIZED VIEW vocabulary AS SELECT who, w AS word, count(*) AS n"
                + " FROM said, words(what) w GROUP BY who, w");
        statement.execute("CREATE MATERIALIZED VIEW longest_words AS SELECT who, longest(array_agg(what ORDER BY what))"
                + " AS what FROM said GROUP BY who");
        statement.execute("INSERT INTO said VALUES (1, 'to be or'), (1, 'not to be at all'), (2, NULL), (2, 'that')");
        assertEquals(List.of("be|2", "to|2"), rows("SELECT word, n FROM vocabulary WHERE n > 1 ORDER BY 1"));
        assertEquals(List.of("1|not to be at all", "2|that"), rows("SELECT * FROM longest_words ORDER BY 1"));
        statement.execute("DELETE FROM said WHERE what LIKE '%t%' AND what <> 'to be or'");
        assertEquals(List.of("1|to be or", "2|null"), rows("SELECT * FROM longest_words ORDER BY 1"));
        assertEquals(List.of(), rows("SELECT word, n FROM vocabulary WHERE n > 1 ORDER BY 1"));
    }

    @Test
    void recordsAreRows() throws SQLException {
        statement.execute("CREATE FUNCTION lengths(text) RETURNS TABLE (word text, letters int) LANGUAGE java IMMUTABLE"
                + " STRICT" + as("lengths"));
        assertEquals(List.of("a|1", "bc|2"), rows("SELECT * FROM lengths('a bc')"));
        assertEquals(List.of("bc"), rows("SELECT l.word FROM lengths('a bc') l WHERE letters > 1"));
        statement.execute("CREATE TABLE said (who int, what text)");
        statement.execute("CREATE MATERIALIZED VIEW letters AS SELECT who, sum(l.letters) AS n"
                + " FROM said, lengths(what) l GROUP BY who");
        statement.execute("INSERT INTO said VALUES (1, 'to be or'), (1, 'not to be'), (2, NULL), (3, 'that')");
        assertEquals(List.of("1|13", "3|4"), rows("SELECT * FROM letters ORDER BY 1"));
        statement.execute("DELETE FROM said WHERE what LIKE 'not%'");
        assertEquals(List.of("1|6", "3|4"), rows("SELECT * FROM letters ORDER BY 1"));
    }

    @Test
    void whatHasNoFormInJavaIsText() throws SQLException {
        statement.execute("CREATE FUNCTION loud(interval) RETURNS interval LANGUAGE java IMMUTABLE STRICT"
                + as("same"));
        statement.execute("CREATE FUNCTION loud(jsonb) RETURNS jsonb LANGUAGE java IMMUTABLE STRICT" + as("same"));
        statement.execute("CREATE FUNCTION loud(uuid[]) RETURNS SETOF uuid LANGUAGE java IMMUTABLE STRICT"
                + as("each"));
        statement.execute("CREATE TYPE f.size AS ENUM ('s', 'm')");
        statement.execute("CREATE FUNCTION loud(f.size) RETURNS f.size LANGUAGE java IMMUTABLE STRICT" + as("same"));
        assertEquals(List.of("1 day 02:00:00|{\"a\": 1}|m"), rows(
                "SELECT loud(interval '1 day 2 hours'), loud('{\"a\":1}'::jsonb), loud('m'::f.size)"));
        assertEquals(List.of("6f9619ff-8b86-d011-b42d-00c04fc964ff"), rows(
                "SELECT loud(ARRAY['6f9619ff-8b86-d011-b42d-00c04fc964ff'::uuid])"));
    }

    @Test
    void onlySuperusersMakeThem() throws SQLException {
        statement.execute("DROP ROLE IF EXISTS java_guest");
        statement.execute("CREATE ROLE java_guest");
        statement.execute("GRANT ALL ON SCHEMA f TO java_guest");
        statement.execute("CREATE FUNCTION shout(text) RETURNS text LANGUAGE java IMMUTABLE" + as("shout"));
        statement.execute("SET ROLE java_guest");
        refused("42501", "permission denied for language java",
                "CREATE FUNCTION mine(text) RETURNS text LANGUAGE java" + as("shout"));
        assertEquals(List.of("HI!"), rows("SELECT shout('hi')"));
        statement.execute("RESET ROLE");
        statement.execute("DROP SCHEMA f CASCADE");
        statement.execute("DROP ROLE java_guest");
    }

    @Test
    void theyAreDescribedAndMadeAgainFromThat() throws SQLException {
        statement.execute("CREATE FUNCTION shout(text) RETURNS text LANGUAGE java IMMUTABLE STRICT" + as("shout"));
        String definition = rows("SELECT pg_get_functiondef('f.shout(text)'::regprocedure)").getFirst();
        assertTrue(definition.contains("LANGUAGE java\n IMMUTABLE STRICT\nAS 'sha256:"), definition);
        statement.execute("DROP FUNCTION shout(text)");
        statement.execute(definition);
        assertEquals(List.of("HI!"), rows("SELECT shout('hi')"));
        assertEquals(List.of("java"), rows("SELECT l.lanname FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang"
                + " WHERE p.proname = 'shout'"));
    }

    @Test
    void whatCannotBeCalledIsRefused() throws SQLException {
        String shout = "CREATE FUNCTION shout(text) RETURNS text LANGUAGE java";
        refused("58P01", "could not access file", shout + " AS '/no/such.jar', 'a.B.c'");
        refused("42883", "has no method", shout + as("whisper"));
        refused("42883", "has no method", "CREATE FUNCTION d(int, int) RETURNS bigint LANGUAGE java STRICT"
                + as("distance"));
        refused("42883", "cannot be loaded", shout + " AS '"
                + folder.resolve("java-functions.jar") + "', 'com.example.No.no'");
        refused("42P13", "cannot be NULL", "CREATE FUNCTION distance(bigint, bigint) RETURNS bigint LANGUAGE java"
                + as("distance"));
        refused("42P13", "needs a jar and a method", shout + " AS 'x'");
        refused("42883", "has no method", "CREATE FUNCTION r(text) RETURNS TABLE (a int, b int) LANGUAGE java"
                + as("lengths"));
        refused("0A000", "of any type", "CREATE FUNCTION i(anyelement) RETURNS text LANGUAGE java" + as("shout"));
        refused("42601", "syntax error", "CREATE FUNCTION i() RETURNS text LANGUAGE sql AS 'java:0:java.lang.System:x:"
                + "TEXT:value:strict:stable'");
        refused("42704", "language \"cobol\" does not exist", "CREATE FUNCTION s(text) RETURNS text LANGUAGE cobol AS"
                + " 'x'");
        statement.execute(shout + as("shout"));
        refused("42723", "already exists", shout + as("shout"));
        refused("42P13", "cannot change return type", "CREATE OR REPLACE FUNCTION shout(text) RETURNS varchar LANGUAGE"
                + " java" + as("shout"));
        statement.execute("CREATE OR REPLACE FUNCTION shout(text) RETURNS text LANGUAGE java VOLATILE" + as("shout"));
        statement.execute("CREATE TABLE t (v text)");
        refused("0A000", "volatile function shout", "CREATE MATERIALIZED VIEW m AS SELECT shout(v) AS s FROM t");
        refused("42883", "could not find a function named", "DROP FUNCTION whisper");
        statement.execute("DROP FUNCTION IF EXISTS whisper");
        statement.execute("DROP FUNCTION shout");
        assertEquals(List.of("0"), rows("SELECT count(*) FROM pg_proc WHERE proname = 'shout'"));
    }
}

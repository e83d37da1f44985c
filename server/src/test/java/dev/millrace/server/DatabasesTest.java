package dev.millrace.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Several databases in one server: apart in what lies in them, together in roles, and gone without a trace. */
@Timeout(120)
final class DatabasesTest {

    @Test
    void eachDatabaseHasItsOwnObjects() throws Exception {
        try (TestServer server = TestServer.start()) {
            run(server, "millrace", "CREATE TABLE t (a int PRIMARY KEY)", "INSERT INTO t VALUES (1)",
                    "CREATE ROLE reader LOGIN", "CREATE DATABASE shop", "CREATE DATABASE empty TEMPLATE template0");
            run(server, "shop", "CREATE SCHEMA s", "CREATE TABLE t (b text)", "INSERT INTO t VALUES ('x'), ('y')",
                    "CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n FROM t", "GRANT SELECT ON t TO reader",
                    "CREATE SEQUENCE numbers", "SELECT nextval('numbers')", "COMMENT ON TABLE t IS 'the shop''s'");
            for (int i = 0; i < 2; i++) {
                assertEquals(List.of("1"), rows(server, "millrace", "TABLE t"));
                assertEquals(List.of("x", "y"), rows(server, "shop", "TABLE t"));
                assertEquals(List.of("2"), rows(server, "shop", "TABLE v"));
                assertEquals(List.of("empty", "millrace", "postgres", "shop"),
                        rows(server, "empty", "SELECT datname FROM pg_database ORDER BY 1"));
                assertEquals(List.of(), rows(server, "empty", "SELECT relname FROM pg_class WHERE oid > 16383"));
                assertEquals(List.of("s"), rows(server, "shop", "SELECT nspname FROM pg_namespace WHERE oid > 16383"));
                assertEquals(List.of("shop"), rows(server, "shop",
                        "SELECT table_catalog FROM information_schema.tables WHERE table_name = 't'"));
                assertEquals(List.of("0A000"), faults(server, "shop", "TABLE millrace.public.t"));
                server.restart();
            }
            assertEquals(List.of("2"), rows(server, "shop", "SELECT nextval('numbers')"));
        }
    }

    @Test
    void rolesAndWhatTheyMayDoHere() throws Exception {
        try (TestServer server = TestServer.start()) {
            run(server, "millrace", "CREATE ROLE boss LOGIN CREATEDB", "CREATE ROLE guest LOGIN",
                    "SET ROLE boss", "CREATE DATABASE his", "CREATE DATABASE closed CONNECTION LIMIT 0",
                    "REVOKE CONNECT ON DATABASE his FROM PUBLIC", "ALTER DATABASE his SET work_mem = '5MB'",
                    "RESET ROLE");
            assertEquals(List.of("boss"), rows(server, "his",
                    "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'his'"));
            assertEquals(List.of("5MB"), rows(server, "his", "SHOW work_mem"));
            assertEquals(List.of("4MB"), rows(server, "millrace", "SHOW work_mem"));
            assertEquals("42501", assertThrows(SQLException.class, () -> as("guest", server, "his")).getSQLState());
            assertEquals("53300", assertThrows(SQLException.class, () -> as("guest", server, "closed")).getSQLState());
            // The schema public is the database owner's.
            try (Connection boss = as("boss", server, "his"); Statement statement = boss.createStatement()) {
                statement.execute("CREATE TABLE mine (a int)");
            }
            assertEquals(List.of("42501", "42501", "42501", "42704"), faults(server, "millrace",
                    "SET ROLE guest; CREATE DATABASE x", "SET ROLE guest; DROP DATABASE his",
                    "SET ROLE guest; ALTER DATABASE his RENAME TO x", "ALTER DATABASE his OWNER TO nobody"));
            SQLException needed = assertThrows(SQLException.class, () -> run(server, "millrace", "DROP ROLE boss"));
            assertEquals("2BP01", needed.getSQLState());
            run(server, "millrace", "DROP DATABASE closed", "DROP DATABASE his", "DROP ROLE boss");
        }
    }

    @Test
    void nobodyIsInADatabaseThatGoes() throws Exception {
        try (TestServer server = TestServer.start()) {
            run(server, "millrace", "CREATE DATABASE shop");
            run(server, "shop", "CREATE TABLE t (a int PRIMARY KEY)",
                    "CREATE TABLE u (a int REFERENCES t, b int UNIQUE) WITH (history = '1 day')",
                    "CREATE VIEW w AS SELECT * FROM t JOIN u USING (a)",
                    "CREATE MATERIALIZED VIEW v AS SELECT a, count(*) FROM w GROUP BY a", "CREATE INDEX ON v (a)",
                    "CREATE TYPE mood AS ENUM ('fine')", "CREATE TABLE moods (m mood)",
                    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'");
            try (Connection inside = as("millrace", server, "shop")) {
                assertEquals(List.of("55006", "55006", "0A000", "2BP01", "25001", "42P04", "3D000"), faults(
                        server, "millrace",
                        "DROP DATABASE shop", "ALTER DATABASE shop RENAME TO store",
                        "ALTER DATABASE millrace RENAME TO other", "DROP DATABASE postgres",
                        "BEGIN; DROP DATABASE shop", "CREATE DATABASE shop", "DROP DATABASE nowhere"));
                run(server, "millrace", "DROP DATABASE shop WITH (FORCE)", "DROP DATABASE IF EXISTS shop");
                assertThrows(SQLException.class, () -> inside.createStatement().execute("SELECT 1"));
            }
            assertEquals("3D000", assertThrows(SQLException.class, () -> as("millrace", server, "shop")).getSQLState());
            run(server, "millrace", "CREATE DATABASE shop");
            assertEquals(List.of(), rows(server, "shop", "SELECT relname FROM pg_class WHERE oid > 16383"));
            run(server, "millrace", "ALTER DATABASE shop RENAME TO store");
            server.restart();
            assertEquals(List.of("store"), rows(server, "store", "SELECT current_database()"));
        }
    }

    private static Connection as(String user, TestServer server, String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database
                + "?user=" + user + "&sslmode=disable&gssEncMode=disable");
    }

    private static void run(TestServer server, String database, String... statements) throws SQLException {
        try (Connection connection = as("millrace", server, database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** SQLSTATEs of statements that fail, each in a session of its own. */
    private static List<String> faults(TestServer server, String database, String... statements) {
        List<String> states = new ArrayList<>();
        for (String sql : statements) {
            states.add(assertThrows(SQLException.class, () -> run(server, database, sql.split("; "))).getSQLState());
        }
        return states;
    }

    /** The first column. */
    private static List<String> rows(TestServer server, String database, String sql) throws SQLException {
        try (Connection connection = as("millrace", server, database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }
}

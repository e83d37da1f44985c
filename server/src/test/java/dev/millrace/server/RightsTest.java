package dev.millrace.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Some two hundred ways to exceed one's rights, and that none of them leaves anything behind. */
final class RightsTest {

    private static final List<String> EVERYTHING = List.of(
            "select * from secret order by a", "select * from partly", "select * from readable",
            "select * from insertable", "select * from updatable", "select * from deletable",
            "select * from hidden.t", "select * from secret_mv order by b", "select * from secret_seq",
            "select relname, relowner::regrole, relacl from pg_class where oid >= 16384 order by 1",
            "select nspname, nspowner::regrole, nspacl from pg_namespace order by 1",
            "select * from pg_authid order by 1", "select * from pg_auth_members order by 1, 2",
            "select * from pg_default_acl", "select attrelid, attname, attacl from pg_attribute where attrelid > 16384"
                    + " order by 1, attnum",
            "select * from pg_description", "select * from pg_enum order by 1",
            "select typname, typowner::regrole from pg_type where oid >= 16384 order by 1");

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        try (Connection millrace = server.connect(); Statement statement = millrace.createStatement()) {
            for (String sql : lines("rights_setup.sql")) {
                statement.execute(sql);
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = RightsTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    private static Connection as(String role) throws SQLException {
        return server.connectWith(
                "user=" + role, "password=" + role, "sslmode=disable", "preferQueryMode=simple");
    }

    private static List<String> everything() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection millrace = server.connect(); Statement statement = millrace.createStatement()) {
            for (String sql : EVERYTHING) {
                try (ResultSet result = statement.executeQuery(sql)) {
                    int columns = result.getMetaData().getColumnCount();
                    while (result.next()) {
                        StringBuilder row = new StringBuilder(sql);
                        for (int i = 1; i <= columns; i++) {
                            row.append('|').append(result.getString(i));
                        }
                        rows.add(row.toString());
                    }
                }
            }
        }
        return rows;
    }

    @Test
    void everyAttemptIsRefused() throws Exception {
        List<String> before = everything();
        List<String> wrong = new ArrayList<>();
        int attempts = 0;
        try (Connection boss = as("boss"); Connection alice = as("alice")) {
            for (String line : lines("rights_attempts.txt")) {
                attempts++;
                String answer = answer(line.substring(6));
                if (!answer.startsWith(line.substring(0, 5))) {
                    wrong.add(line + " => " + answer);
                }
            }
            assertTrue(boss.isValid(5));
            assertTrue(alice.isValid(5));
        }
        assertEquals(List.of(), wrong);
        assertTrue(attempts >= 84, attempts + " attempts");
        assertEquals(String.join("\n", before), String.join("\n", everything()));
    }

    /** SQLSTATE and message of the first error; what was done before it is taken back. */
    private static String answer(String sql) throws SQLException {
        try (Connection mallory = as("mallory"); Statement statement = mallory.createStatement()) {
            mallory.setAutoCommit(sql.contains("refresh") || sql.startsWith("subscribe"));
            for (String one : sql.split("; ")) {
                if (!one.equals("begin")) {
                    statement.execute(one);
                }
            }
            return "no error";
        } catch (SQLException e) {
            return e.getSQLState() + " " + e.getMessage();
        }
    }

    @Test
    void whatWasGrantedIsAllowed() throws Exception {
        try (Connection mallory = as("mallory"); Statement statement = mallory.createStatement()) {
            mallory.setAutoCommit(false);
            for (String sql : List.of(
                    "select * from readable", "select a from partly", "select count(*) from partly",
                    "insert into partly (a) values (7)", "update partly set c = 1 where a = 7",
                    "insert into insertable values (9, 'z')", "insert into insertable values (9, 'z') on conflict do"
                            + " nothing",
                    "update updatable set b = 'z'", "delete from deletable", "select * from readable_view",
                    "create table mal.own (a int primary key)", "insert into mal.own values (1)",
                    "create materialized view mal.kept as select count(*) as n from mal.own",
                    "create temporary table t as select * from readable",
                    "explain select * from readable", "set role none", "set role mallory",
                    "set session authorization mallory", "alter role mallory password 'other'",
                    "select pg_cancel_backend(pg_backend_pid() + 1000)")) {
                statement.execute(sql);
            }
            mallory.rollback();
        }
    }

    @Test
    void subscriptionsEndWithTheRight() throws Exception {
        try (Connection millrace = server.connect(); Statement statement = millrace.createStatement();
                Connection alice = as("alice"); Statement own = alice.createStatement()) {
            statement.execute("create table followed (a int)");
            statement.execute("grant select on followed to alice");
            alice.setAutoCommit(false);
            own.execute("declare c cursor for subscribe to followed");
            statement.execute("insert into followed values (1)");
            String fetch = "fetch 1 from c with (timeout = '20 s')";
            try (ResultSet rows = own.executeQuery(fetch)) {
                assertTrue(rows.next());
            }
            statement.execute("revoke select on followed from alice");
            statement.execute("insert into followed values (2)");
            SQLException refusal = assertThrows(SQLException.class, () -> own.executeQuery(fetch).next());
            assertEquals("42501", refusal.getSQLState());
            alice.rollback();
            statement.execute("drop table followed");
        }
    }

    @Test
    void listeningEndsWithTheRight() throws Exception {
        try (Connection millrace = server.connect(); Statement statement = millrace.createStatement();
                Connection alice = as("alice"); Statement own = alice.createStatement()) {
            statement.execute("create table told (a int)");
            statement.execute("grant select on told to alice");
            own.execute("listen public.told");
            statement.execute("insert into told values (1)");
            assertTrue(heard(alice).startsWith("{\"epoch\":"));
            statement.execute("revoke select on told from alice");
            statement.execute("insert into told values (2)");
            assertEquals("{\"ended\":\"permission denied for table told\"}", heard(alice));
            statement.execute("insert into told values (3)");
            own.execute("notify other; listen other; notify other");
            assertEquals("", heard(alice));
            assertThrows(SQLException.class, () -> own.execute("listen public.told"));
            statement.execute("drop table told");
        }
    }

    private static String heard(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getNotifications(20_000)[0].getParameter();
    }

    @Test
    void grantsWithoutOptionWarn() throws Exception {
        try (Connection mallory = as("mallory"); Statement statement = mallory.createStatement()) {
            statement.execute("grant select on readable to public");
            SQLWarning warning = statement.getWarnings();
            assertEquals("01007", warning.getSQLState());
            assertEquals("no privileges were granted for \"readable\"", warning.getMessage());
        }
        try (Connection alice = as("alice"); Statement statement = alice.createStatement()) {
            assertThrows(SQLException.class, () -> statement.execute("select * from readable"));
        }
    }

    @Test
    void othersStatementsAreHidden() throws Exception {
        try (Connection boss = as("boss"); Statement own = boss.createStatement();
                Connection mallory = as("mallory"); Statement statement = mallory.createStatement()) {
            own.execute("select 'what the boss does'");
            String seen = "select string_agg(query, '|' order by query) from pg_stat_activity where usename in ('boss',"
                    + " 'mallory') and query not like 'SET %'";
            try (ResultSet rows = statement.executeQuery(seen)) {
                rows.next();
                assertTrue(rows.getString(1).startsWith("<insufficient privilege>|"), rows.getString(1));
            }
        }
    }

    @Test
    void passwordsAreNowhereToBeSeen() throws Exception {
        try (Connection boss = as("boss"); Statement own = boss.createStatement();
                Connection millrace = server.connect(); Statement statement = millrace.createStatement()) {
            own.execute("create role guarded password 'correct horse'; create role guarded_too password $$correct"
                    + " horse$$");
            try (ResultSet rows = statement.executeQuery(
                    "select query from pg_stat_activity where usename = 'boss' and query like '%guarded%'")) {
                assertTrue(rows.next());
                assertTrue(
                        rows.getString(1).matches("create role guarded(_too)? password \\*\\*\\*"), rows.getString(1));
            }
            try (ResultSet rows = statement.executeQuery(
                    "select rolpassword from pg_authid where rolname like 'guarded%'")) {
                while (rows.next()) {
                    assertTrue(rows.getString(1).matches("SCRAM-SHA-256\\$4096:[^$]+\\$[^:]+:.+"));
                }
            }
            own.execute("drop role guarded, guarded_too");
        }
        try (Stream<Path> files = Files.walk(server.directory())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
                assertTrue(!bytes.contains("correct horse"), file.toString());
            }
        }
    }
}

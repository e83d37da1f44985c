package dev.millrace.server;

import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.util.PSQLException;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** PostgreSQL's JDBC driver, a foreign check of the protocol, against a whole server. */
final class DriverTest {

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(rows.getString(i));
                }
                lines.add(String.join("|", values));
            }
            return String.join(" ", lines);
        }
    }

    private static String stateOf(Connection connection, String sql) {
        return assertThrows(SQLException.class, () -> execute(connection, sql)).getSQLState();
    }

    @Test
    void aViewIsFreshWhenTheWriteReturns() throws SQLException {
        try (Connection connection = server.connect()) {
            execute(
                    connection,
                    "create table orders (id int primary key, customer text, amount numeric(10,2))",
                    "create materialized view spent as select customer, sum(amount) as total from orders group by 1",
                    "insert into orders values (1, 'ann', 10.50), (2, 'bob', 3)");
            assertEquals("ann|10.50 bob|3.00", query(connection, "select * from spent order by 1"));
            execute(connection, "update orders set amount = 4 where id = 2");
            assertEquals("ann|10.50 bob|4.00", query(connection, "select * from spent order by 1"));
            execute(connection, "delete from orders where customer = 'ann'");
            assertEquals("bob|4.00", query(connection, "select * from spent order by 1"));
        }
    }

    /** The driver turns to named statements at the fifth execution and to binary results after. */
    @Test
    void everyTypeSurvivesTextAndBinary() throws SQLException {
        for (String mode : List.of("prepareThreshold=5", "prepareThreshold=-1", "preferQueryMode=simple")) {
            try (Connection connection = server.connect(mode)) {
                execute(
                        connection,
                        "drop table if exists typed",
                        "create table typed (id int primary key, b boolean, s smallint, l bigint, r real,"
                                + " d double precision, n numeric, t text, y bytea, day date, ts timestamp, u uuid)");
                UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
                LocalDateTime time = LocalDateTime.of(2026, 11, 22, 13, 14, 15, 123_456_000);
                try (PreparedStatement insert = connection.prepareStatement(
                        "insert into typed values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                    for (int i = 0; i < 8; i++) {
                        insert.setInt(1, i);
                        insert.setBoolean(2, true);
                        insert.setShort(3, (short) -7);
                        insert.setLong(4, Long.MIN_VALUE + 1);
                        insert.setFloat(5, 1.5f);
                        insert.setDouble(6, 0.1);
                        insert.setBigDecimal(7, new BigDecimal("-12345678901234567890.0123"));
                        insert.setString(8, "ünï\\cødé");
                        insert.setBytes(9, new byte[] {0, 1, -1});
                        insert.setObject(10, LocalDate.of(1969, 12, 31));
                        insert.setObject(11, time);
                        insert.setObject(12, uuid);
                        assertEquals(1, insert.executeUpdate());
                    }
                }
                try (PreparedStatement select = connection.prepareStatement("select * from typed where id = ?")) {
                    for (int i = 0; i < 8; i++) {
                        select.setInt(1, i);
                        try (ResultSet row = select.executeQuery()) {
                            assertTrue(row.next(), mode);
                            assertTrue(row.getBoolean(2));
                            assertEquals(-7, row.getShort(3));
                            assertEquals(Long.MIN_VALUE + 1, row.getLong(4));
                            assertEquals(1.5f, row.getFloat(5));
                            assertEquals(0.1, row.getDouble(6));
                            assertEquals(new BigDecimal("-12345678901234567890.0123"), row.getBigDecimal(7));
                            assertEquals("ünï\\cødé", row.getString(8));
                            assertArrayEquals(new byte[] {0, 1, -1}, row.getBytes(9));
                            assertEquals(LocalDate.of(1969, 12, 31), row.getObject(10, LocalDate.class));
                            assertEquals(time, row.getObject(11, LocalDateTime.class));
                            assertEquals(uuid, row.getObject(12, UUID.class));
                            assertFalse(row.next());
                        }
                    }
                }
            }
        }
    }

    /** java.sql types go without a type and with a zone behind. */
    @Test
    void oldDatesAreInferred() throws SQLException {
        try (Connection connection = server.connect()) {
            execute(connection, "create table days (d date, t timestamp)");
            try (PreparedStatement insert = connection.prepareStatement("insert into days values (?, ?)")) {
                insert.setDate(1, Date.valueOf("2026-03-01"));
                insert.setTimestamp(2, Timestamp.valueOf("2026-03-01 10:11:12.5"));
                insert.executeUpdate();
                insert.setNull(1, Types.DATE);
                insert.setObject(2, null);
                insert.executeUpdate();
            }
            assertEquals(
                    "2026-03-01|2026-03-01 10:11:12.5 null|null", query(connection, "select * from days order by 1"));
        }
    }

    @Test
    void severalPortalsAreReadInTurns() throws SQLException {
        try (Connection connection = server.connect()) {
            execute(
                    connection,
                    "create table numbers (i int primary key)",
                    "insert into numbers select i from generate_series(1, 1000) as g(i)");
            connection.setAutoCommit(false);
            try (PreparedStatement first = connection.prepareStatement("select i from numbers order by i");
                    PreparedStatement second = connection.prepareStatement("select i from numbers order by i desc")) {
                first.setFetchSize(7);
                second.setFetchSize(11);
                try (ResultSet up = first.executeQuery();
                        ResultSet down = second.executeQuery()) {
                    for (int i = 1; i <= 1000; i++) {
                        assertTrue(up.next());
                        assertEquals(i, up.getInt(1));
                        assertTrue(down.next());
                        assertEquals(1001 - i, down.getInt(1));
                    }
                    assertFalse(up.next());
                    assertFalse(down.next());
                }
            }
            connection.commit();
        }
    }

    @Test
    void aTransactionIsAllOrNothing() throws SQLException {
        try (Connection connection = server.connect();
                Connection other = server.connect()) {
            execute(
                    connection,
                    "create table pots (id int primary key, amount int)",
                    "insert into pots values (1, 10)");
            connection.setAutoCommit(false);
            execute(connection, "update pots set amount = 11", "insert into pots values (2, 5)");
            assertEquals("16", query(connection, "select sum(amount) from pots"));
            assertEquals("10", query(other, "select sum(amount) from pots"));
            connection.rollback();
            assertEquals("10", query(connection, "select sum(amount) from pots"));
            assertEquals("42703", stateOf(connection, "select nothing from pots"));
            assertEquals("25P02", stateOf(connection, "select 1"));
            connection.rollback();
            execute(connection, "update pots set amount = amount + 1 where id = 1");
            execute(other, "update pots set amount = amount + 1 where id = 1");
            assertEquals("40001", assertThrows(SQLException.class, connection::commit).getSQLState());
            assertEquals("11", query(other, "select sum(amount) from pots"));
        }
    }

    /** A lone statement is run again inside the server until it meets no other; each counts exactly once. */
    @Test
    void concurrentUpdatesAllCount() throws Exception {
        try (Connection connection = server.connect()) {
            execute(connection, "create table counted (id int primary key, n int)");
            execute(connection, "insert into counted values (1, 0)");
        }
        List<Thread> writers = new ArrayList<>();
        AtomicInteger changed = new AtomicInteger();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (String mode : List.of("preferQueryMode=simple", "prepareThreshold=1", "prepareThreshold=5")) {
            writers.add(Thread.ofVirtual().start(() -> {
                try (Connection connection = server.connect(mode);
                        PreparedStatement update =
                                connection.prepareStatement("update counted set n = n + ? where id = 1")) {
                    for (int i = 0; i < 20; i++) {
                        update.setInt(1, 1);
                        changed.addAndGet(update.executeUpdate());
                    }
                } catch (SQLException e) {
                    failures.add(e);
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertEquals(List.of(), failures);
        assertEquals(60, changed.get());
        try (Connection connection = server.connect()) {
            assertEquals("60", query(connection, "select n from counted"));
        }
    }

    @Test
    void errorsHaveTheirFields() throws SQLException {
        try (Connection connection = server.connect()) {
            execute(connection, "create table strict (id int primary key, name text not null, check (id > 0))");
            execute(connection, "insert into strict values (1, 'a')");
            PSQLException duplicate = assertThrows(
                    PSQLException.class, () -> execute(connection, "insert into strict values (1, 'b')"));
            assertEquals("23505", duplicate.getSQLState());
            assertEquals("Key (id)=(1) already exists.", duplicate.getServerErrorMessage().getDetail());
            assertEquals("strict_pkey", duplicate.getServerErrorMessage().getConstraint());
            PSQLException missing = assertThrows(
                    PSQLException.class, () -> execute(connection, "insert into strict values (2, null)"));
            assertEquals("23502", missing.getSQLState());
            assertEquals("name", missing.getServerErrorMessage().getColumn());
            assertEquals("strict", missing.getServerErrorMessage().getTable());
            assertEquals("23514", stateOf(connection, "insert into strict values (-1, 'c')"));
            assertEquals("42P01", stateOf(connection, "select * from nowhere"));
            assertEquals("42601", stateOf(connection, "selec 1"));
            assertEquals("22012", stateOf(connection, "select 1 / 0"));
            PSQLException misplaced =
                    assertThrows(PSQLException.class, () -> execute(connection, "select 1; select no from strict"));
            assertEquals("42703", misplaced.getSQLState());
        }
    }

    @Test
    void copyGoesBothWays() throws Exception {
        try (Connection connection = server.connect()) {
            execute(connection, "create table copied (id int primary key, name text, n numeric default 7)");
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            assertEquals(2, copy.copyIn("copy copied from stdin", new StringReader("1\ta\\tb\t1.5\n2\t\\N\t2\n")));
            assertEquals(2, copy.copyIn(
                    "copy copied (id, name) from stdin with (format csv, header)",
                    new StringReader("id,name\n3,\"x,\"\"y\"\"\nz\"\n4,\n")));
            assertEquals(
                    "1|a\tb|1.5 2|null|2 3|x,\"y\"\nz|7 4|null|7",
                    query(connection, "select * from copied order by id"));
            StringWriter out = new StringWriter();
            copy.copyOut("copy (select id, name from copied where id < 3 order by id) to stdout", out);
            assertEquals("1\ta\\tb\n2\t\\N\n", out.toString());
            SQLException bad = assertThrows(SQLException.class, () ->
                    copy.copyIn("copy copied from stdin", new StringReader("5\tx\t1\n6\ty\n")));
            assertEquals("22P04", bad.getSQLState());
            assertEquals("4", query(connection, "select count(*) from copied"));
        }
    }

    @Test
    void aStatementIsCancelled() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            execute(connection, "create table watched (i int)");
            Thread canceller = Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(100);
                    statement.cancel();
                } catch (SQLException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            SQLException cancelled =
                    assertThrows(SQLException.class, () -> statement.executeQuery("subscribe to watched"));
            assertEquals("57014", cancelled.getSQLState());
            canceller.join();
            statement.execute("set statement_timeout = '50ms'");
            assertEquals("57014", stateOf(connection, "subscribe to watched"));
            statement.execute("reset statement_timeout");
            assertEquals("1", query(connection, "select 1"));
        }
    }

    @Test
    void generatedKeysAndBatches() throws SQLException {
        try (Connection connection = server.connect("reWriteBatchedInserts=true")) {
            execute(connection, "create table batched (id int primary key, v text default 'd')");
            try (PreparedStatement insert = connection.prepareStatement("insert into batched (id) values (?)")) {
                for (int i = 0; i < 300; i++) {
                    insert.setInt(1, i);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            assertEquals("300", query(connection, "select count(*) from batched"));
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into batched (id) values (?)", new String[] {"v"})) {
                insert.setInt(1, 1000);
                insert.executeUpdate();
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    assertTrue(keys.next());
                    assertEquals("d", keys.getString(1));
                }
            }
        }
    }

    @Test
    void plansFollowTheCatalog() throws SQLException {
        try (Connection connection = server.connect("prepareThreshold=1");
                Connection other = server.connect()) {
            execute(connection, "create table shifting (a int)", "insert into shifting values (1)");
            try (PreparedStatement select = connection.prepareStatement("select * from shifting")) {
                try (ResultSet rows = select.executeQuery()) {
                    assertTrue(rows.next());
                }
                execute(other, "drop table shifting", "create table shifting (a int, b text)");
                try (ResultSet rows = select.executeQuery()) {
                    assertEquals(2, rows.getMetaData().getColumnCount());
                    assertFalse(rows.next());
                }
            }
        }
    }

    @Test
    void everythingIsThereAfterARestart() throws Exception {
        try (TestServer own = TestServer.start()) {
            try (Connection connection = own.connect()) {
                execute(
                        connection,
                        "create schema depot",
                        "create table depot.kept (id int primary key, v int default 3)",
                        "create materialized view depot.total as select sum(v) as s from depot.kept",
                        "insert into depot.kept (id) values (1), (2)");
            }
            own.restart();
            try (Connection connection = own.connect("options=-c%20search_path=depot")) {
                assertEquals("6", query(connection, "select s from total"));
                execute(connection, "insert into kept (id) values (3)");
                assertEquals("9", query(connection, "select s from total"));
                assertEquals("2BP01", stateOf(connection, "drop table kept"));
                execute(connection, "drop schema depot cascade");
                assertEquals("42P01", stateOf(connection, "select * from depot.kept"));
            }
        }
    }

    @Test
    void strangersStayOutside() {
        String url = "jdbc:postgresql://127.0.0.1:" + server.port();
        SQLException role = assertThrows(SQLException.class, () ->
                DriverManager.getConnection(url + "/millrace?user=nobody&sslmode=disable"));
        assertEquals("28000", role.getSQLState());
        assertTrue(role.getMessage().contains("role \"nobody\" does not exist"));
        SQLException database = assertThrows(SQLException.class, () ->
                DriverManager.getConnection(url + "/elsewhere?user=millrace&sslmode=disable"));
        assertEquals("3D000", database.getSQLState());
    }
}

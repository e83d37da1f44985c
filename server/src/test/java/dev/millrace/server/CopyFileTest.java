package dev.millrace.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** COPY with files of the server. */
final class CopyFileTest {

    @TempDir
    private static Path directory;

    private static TestServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        connection = server.connect();
        execute("create table item (id int primary key, name text, price numeric)");
        execute("create materialized view totals as select count(*) as n, sum(price) as price from item");
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        server.close();
    }

    @BeforeEach
    void fill() throws SQLException {
        execute("reset role");
        execute("truncate item");
        execute("insert into item values (1, e'a\\tb', 1.50), (2, null, 2), (3, e'line\\nfeed', null)");
    }

    private static int execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return statement.getUpdateCount();
        }
    }

    private static String totals() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select n || ' ' || price from totals")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String failure(String sql) {
        SQLException failed = assertThrows(SQLException.class, () -> execute(sql));
        return failed.getSQLState() + " " + failed.getMessage().lines().findFirst().orElse("");
    }

    @Test
    void whatOneCopyWritesAnotherReads() throws Exception {
        for (String format : new String[] {"text", "csv", "binary"}) {
            Path file = directory.resolve("all." + format);
            assertEquals(3, execute("copy item to '" + file + "' (format " + format + ")"));
            execute("truncate item");
            assertEquals(3, execute("copy item from '" + file + "' (format " + format + ")"));
            assertEquals("3 3.50", totals());
        }
        assertEquals("1\ta\\tb\t1.50\n2\t\\N\t2\n3\tline\\nfeed\t\\N\n",
                Files.readString(directory.resolve("all.text")));
    }

    @Test
    void queriesColumnsAndConditionsAreForFilesToo() throws Exception {
        Path file = directory.resolve("some.csv");
        assertEquals(2, execute("copy (select id + 10, name from item where id < 3) to '" + file + "' csv"));
        assertEquals(1, execute("copy item (id, name) from '" + file + "' csv where id > 11"));
        assertEquals("4 3.50", totals());
    }

    @Test
    void whatFailsLeavesNothingBehind() throws Exception {
        Path file = directory.resolve("twice.txt");
        Files.writeString(file, "7\ta\t1\n8\tb\t2\n7\tc\t3\n");
        assertEquals("23505 ERROR: duplicate key value violates unique constraint \"item_pkey\"",
                failure("copy item from '" + file + "'"));
        assertEquals("3 3.50", totals());
    }

    @Test
    void filesThatAreNoneAreToldApart() {
        assertEquals("58P01 ERROR: could not open file \"/no/such\" for reading: No such file or directory",
                failure("copy item from '/no/such'"));
        assertEquals("58P01 ERROR: could not open file \"/no/such\" for writing: No such file or directory",
                failure("copy item to '/no/such'"));
        assertEquals("42809 ERROR: \"" + directory + "\" is a directory",
                failure("copy item from '" + directory + "'"));
        assertEquals("42602 ERROR: relative path not allowed for COPY to file", failure("copy item to 'somewhere'"));
    }

    @Test
    void onlyWhoMayUseFilesOfTheServerDoes() throws Exception {
        execute("create role reader");
        execute("grant all on item to reader");
        execute("set role reader");
        assertEquals("42501 ERROR: must be superuser or have privileges of the pg_read_server_files role to COPY from a"
                + " file", failure("copy item from '/no/such'"));
        assertEquals("42501 ERROR: must be superuser or have privileges of the pg_write_server_files role to COPY to a"
                + " file", failure("copy item to '/no/such'"));
        execute("reset role");
        execute("grant pg_read_server_files to reader");
        execute("set role reader");
        assertEquals("58P01 ERROR: could not open file \"/no/such\" for reading: No such file or directory",
                failure("copy item from '/no/such'"));
    }
}

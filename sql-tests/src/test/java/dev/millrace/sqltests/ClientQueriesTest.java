package dev.millrace.sqltests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import dev.millrace.sqltests.server.OwnServer;
import dev.millrace.sqltests.server.PostgresOracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * What tools ask the catalog when they connect, each query as it comes: it must be answered, and, where PostgreSQL can
 * be asked here, with its columns of its types.
 */
final class ClientQueriesTest {

    private static OwnServer server;
    private static PostgresOracle postgres;

    @BeforeAll
    static void start() throws IOException {
        server = OwnServer.start();
        try {
            postgres = PostgresOracle.start();
        } catch (IOException | RuntimeException e) {
            // It does not run everywhere: then only Millrace is asked.
            postgres = null;
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        if (postgres != null) {
            postgres.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> queries() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String block : text().split("\n\n")) {
            String name = block.strip().lines().findFirst().orElseThrow().replaceFirst("^-- ", "");
            tests.add(DynamicTest.dynamicTest(name, () -> check(block)));
        }
        return tests.stream();
    }

    private static String text() throws IOException {
        try (InputStream in = ClientQueriesTest.class.getResourceAsStream("/clients/queries.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void check(String sql) throws SQLException {
        List<String> ours = columns(server.url(), sql);
        if (postgres != null) {
            assertEquals(columns(postgres.url(), sql), ours);
        }
    }

    /** Reads all rows; names and types of the columns. */
    private static List<String> columns(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            ResultSetMetaData columns = rows.getMetaData();
            List<String> described = new ArrayList<>();
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                described.add(columns.getColumnLabel(column) + " " + columns.getColumnTypeName(column));
            }
            while (rows.next()) {
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    rows.getString(column);
                }
            }
            return described;
        }
    }
}

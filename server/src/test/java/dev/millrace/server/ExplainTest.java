package dev.millrace.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What EXPLAIN tells of views that run. */
final class ExplainTest {

    @Test
    void tellsWhatTheOperatorsOfAViewHaveDone() throws Exception {
        try (TestServer server = TestServer.start();
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE customer (id int PRIMARY KEY, name text)");
            statement.execute("CREATE TABLE ordered (id int PRIMARY KEY, customer int, amount int)");
            statement.execute("CREATE MATERIALIZED VIEW spent AS SELECT name, sum(amount) AS total FROM ordered"
                    + " JOIN customer ON customer.id = customer GROUP BY name");
            statement.execute("INSERT INTO customer VALUES (1, 'ann'), (2, 'bob')");
            statement.execute("INSERT INTO ordered VALUES (1, 1, 10), (2, 1, 20), (3, 2, 30), (4, 7, 40)");
            statement.execute("DELETE FROM ordered WHERE id = 2");
            List<String> plan = lines(statement, "EXPLAIN MATERIALIZED VIEW spent");
            List<String> told = lines(statement, "EXPLAIN ANALYZE MATERIALIZED VIEW spent");
            assertEquals(plan, told.stream().map(line -> line.replaceAll(" \\(in .*", "")).toList());
            assertEquals("(in 4, out 4 rows, state 2 rows)", figures(told, "Aggregate"));
            assertEquals("(in 7, out 4 rows, state 5 rows)", figures(told, "Inner join"));
            assertEquals("(in 0, out 5 rows)", figures(told, "Scan ordered"));
        }
    }

    /** Without the times and the bytes, which are other each time. */
    private static String figures(List<String> lines, String operator) {
        String line = lines.stream().filter(one -> one.contains(operator)).findFirst().orElseThrow();
        return line.substring(line.indexOf("(in ")).replaceAll(", [0-9.]+ ms", "").replaceAll(" [0-9]+ bytes", "");
    }

    private static List<String> lines(Statement statement, String sql) throws Exception {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }
}

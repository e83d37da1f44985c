package dev.millrace.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The law of the plan cache: a statement answers the same, be it rows or an error with its place, whether its plan was
 * made for its own text or for one that differs in constants. Random statements are run both ways; a comment in the
 * middle makes a text too long for the cache.
 */
final class LiftingTest {
    private static final String COMMENT = " /*" + "-".repeat(17_000) + "*/";
    private static final int STATEMENTS = 500;

    private static final List<String> COLUMNS =
            List.of("s", "i", "b", "n", "m", "r", "d", "t", "v", "c", "f", "day", "ts", "tz", "iv", "y");

    private static final List<String> CONSTANTS = List.of(
            "0", "1", "-1", "42", "32767", "32768", "2147483647", "2147483648", "-2147483648", "9223372036854775807",
            "9223372036854775808", "-9223372036854775808", "1.5", "-0.0", "1.005", "123456.789", "1e3", "5.", "NULL",
            "true", "''", "'1'", "' 42 '", "'1.5'", "'a'", "'abc'", "'abc '", "'abcdef'", "'true'", "'f'",
            "'2020-01-01'", "'2020-01-01 10:00:00'", "'2020-01-01 10:00:00+02'", "'1 day'", "'NaN'", "'\\x0102'",
            "E'a\\nb'", "$$x$$", "DATE '2020-01-01'", "'7'::integer", "1 + 1", "'é'");

    private static final List<String> OPERATORS = List.of("=", "<>", "<", "<=", ">", ">=");

    @Test
    void theAnswerDoesNotDependOnTheCache() throws Exception {
        try (TestServer server = TestServer.start();
                Connection simple = server.connect("preferQueryMode=simple");
                Connection extended = server.connect()) {
            open(simple);
            SplittableRandom random = new SplittableRandom(7);
            int answered = 0;
            for (int i = 0; i < STATEMENTS; i++) {
                String sql = statement(random);
                Connection connection = random.nextInt(4) == 0 ? extended : simple;
                int space = sql.indexOf(' ');
                String asWritten = sql.substring(0, space) + COMMENT + sql.substring(space);
                String expected = outcome(connection, asWritten, COMMENT.length());
                assertEquals(expected, outcome(connection, sql, 0), sql);
                answered += expected.startsWith("error") ? 0 : 1;
            }
            assertTrue(answered > STATEMENTS / 5, "only " + answered + " statements were not errors");
        }
    }

    private static void open(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE x (id bigint PRIMARY KEY, s smallint, i integer, b bigint, n numeric,"
                    + " m numeric(6,2), r real, d double precision, t text, v varchar(3), c char(3), f boolean,"
                    + " day date, ts timestamp, tz timestamptz, iv interval, y bytea)");
            statement.execute("INSERT INTO x VALUES"
                    + " (1, 1, 42, 42, 1.5, 1.5, 1.5, 1.5, 'abc', 'abc', 'abc', true, '2020-01-01',"
                    + " '2020-01-01 10:00:00', '2020-01-01 10:00:00+02', '1 day', '\\x0102'),"
                    + " (2, -1, -2147483648, -9223372036854775808, 0, 0, 0, 0, '', '', '', false, '1999-12-31',"
                    + " '1999-12-31', '1999-12-31', '-1 month', ''),"
                    + " (3, 42, 1, 2147483648, 42, 42, 42, 42, '42', '42', '42', NULL, NULL, NULL, NULL, NULL, NULL)");
        }
    }

    private static <T> T any(List<T> of, SplittableRandom random) {
        return of.get(random.nextInt(of.size()));
    }

    private static String statement(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> "INSERT INTO x (id, " + COLUMNS.get(0) + ") VALUES (" + (random.nextInt(4) + 1) + ", "
                    + any(CONSTANTS, random) + ")";
            case 1 -> {
                String column = any(COLUMNS, random);
                yield "INSERT INTO x (id, " + column + ") VALUES (10, " + any(CONSTANTS, random) + "), (11, "
                        + any(CONSTANTS, random) + ") RETURNING id, " + column;
            }
            case 2 -> "UPDATE x SET " + any(COLUMNS, random) + " = " + any(CONSTANTS, random) + where(random);
            case 3 -> "DELETE FROM x" + where(random) + " RETURNING id";
            default -> "SELECT id, " + any(COLUMNS, random) + ", 'k' FROM x" + where(random) + " ORDER BY 1 LIMIT 2";
        };
    }

    private static String where(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> " WHERE id = " + any(CONSTANTS, random);
            case 1 -> " WHERE (" + comparison(random) + " OR id = " + any(CONSTANTS, random) + ")";
            case 2 -> " WHERE NOT (" + comparison(random) + ") AND id IN (SELECT id FROM x WHERE "
                    + comparison(random) + ")";
            default -> " WHERE " + comparison(random);
        };
    }

    private static String comparison(SplittableRandom random) {
        return any(COLUMNS, random) + " " + any(OPERATORS, random) + " " + any(CONSTANTS, random);
    }

    /** What a statement answers and leaves in the table, taken back afterwards. */
    private static String outcome(Connection connection, String sql, int shift) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            boolean hasRows = statement.execute(sql);
            String answer = hasRows ? rows(statement.getResultSet()) : "count " + statement.getUpdateCount();
            return answer + "\n" + rows(statement.executeQuery("SELECT * FROM x ORDER BY id"));
        } catch (PSQLException e) {
            ServerErrorMessage error = e.getServerErrorMessage();
            int position = error.getPosition() == 0 ? 0 : error.getPosition() - shift;
            return "error " + error.getSQLState() + " " + error.getMessage() + " at " + position + " "
                    + error.getDetail() + " " + error.getHint();
        } finally {
            connection.rollback();
        }
    }

    private static String rows(ResultSet rows) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (rows) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int i = 1; i <= columns; i++) {
                    text.append(rows.getString(i)).append(i == columns ? "\n" : "|");
                }
            }
        }
        return text.toString();
    }
}

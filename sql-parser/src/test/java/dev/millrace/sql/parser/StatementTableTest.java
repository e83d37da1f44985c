package dev.millrace.sql.parser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriterConfig;
import org.apache.calcite.sql.dialect.PostgresqlSqlDialect;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/**
 * Reads the tables in src/test/resources/statements: a statement, and below it after an arrow what it is when
 * written out again, or after "error" the position and the message. The errors were compared with PostgreSQL 15's
 * own.
 */
final class StatementTableTest {
    private static final List<String> TABLES = List.of("expressions", "literals", "operators", "types", "names",
            "queries", "definitions", "changes", "modifications", "sessions", "transactions", "subscriptions", "errors",
            "access", "unsupported");
    private static final SqlDialect DIALECT = new PostgresqlSqlDialect(PostgresqlSqlDialect.DEFAULT_CONTEXT);

    private record Row(String table, int line, String statement, String expected) { }

    @TestFactory
    Stream<DynamicTest> statements() {
        List<Row> rows = TABLES.stream().flatMap(table -> read(table).stream()).toList();
        assertFalse(rows.size() < 150, "only " + rows.size() + " statements were found");
        return rows.stream().map(row -> DynamicTest.dynamicTest(row.table + ":" + row.line, () -> check(row)));
    }

    private static void check(Row row) {
        assertEquals(row.expected, outcome(row.statement), row.statement);
    }

    private static String outcome(String statement) {
        SqlNode node;
        try {
            node = MillraceParser.parse(statement);
        } catch (SqlParseFailure e) {
            return "error " + e.position() + " " + e.sqlState() + " " + e.getMessage();
        }
        return "=> " + written(node);
    }

    static String written(SqlNode node) {
        return node.toSqlString(config -> config.withDialect(DIALECT).withQuoteAllIdentifiers(false)
                .withAlwaysUseParentheses(false).withSelectListItemsOnSeparateLines(false)
                .withUpdateSetListNewline(false).withIndentation(0).withClauseStartsLine(false)
                .withLineFolding(SqlWriterConfig.LineFolding.WIDE)).getSql().replaceAll("\\s+", " ").strip();
    }

    private static List<Row> read(String table) {
        List<Row> rows = new ArrayList<>();
        List<String> statement = new ArrayList<>();
        String[] lines = text(table).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            if (line.startsWith("=> ") || line.startsWith("error ")) {
                rows.add(new Row(table, i + 1, String.join("\n", statement), line));
                statement.clear();
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                statement.add(line);
            }
        }
        return rows;
    }

    private static String text(String table) {
        try (InputStream in = StatementTableTest.class.getResourceAsStream("/statements/" + table + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.millrace.sql.parser;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

final class ConstantLifterTest {
    private static LiftedText lift(String sql) {
        return StatementSplitter.split(sql).getFirst().lifted();
    }

    private static void lifts(String sql, String template, String... constants) {
        LiftedText lifted = lift(sql);
        assertNotNull(lifted, sql);
        assertEquals(template, lifted.template());
        assertEquals(
                List.of(constants),
                lifted.constants().stream().map(c -> (c.isText() ? "text " : "") + c.text()).toList());
    }

    private static void keeps(String sql) {
        assertNull(lift(sql), sql);
    }

    @Test
    void takesTheValuesOfInsertedRows() {
        lifts("INSERT INTO t VALUES (1, 'a'), (-2.50, E'b\\n')", "INSERT INTO t VALUES ($1, $2), ($3, $4)",
                "1", "text a", "-2.50", "text b\n");
        lifts("INSERT INTO t (a, b) VALUES (1, lower('X')) RETURNING a + 1",
                "INSERT INTO t (a, b) VALUES ($1, lower('X')) RETURNING a + 1", "1");
        lifts("INSERT INTO t VALUES (1, NULL, TRUE, DEFAULT, 2 + 3, DATE '2020-01-01', '1'::int, now())",
                "INSERT INTO t VALUES ($1, NULL, TRUE, DEFAULT, 2 + 3, DATE '2020-01-01', '1'::int, now())", "1");
        lifts("INSERT INTO t VALUES (7) ON CONFLICT (a) DO UPDATE SET b = 1 WHERE t.b = 2",
                "INSERT INTO t VALUES ($1) ON CONFLICT (a) DO UPDATE SET b = 1 WHERE t.b = 2", "7");
    }

    @Test
    void takesWhatColumnsAreComparedWithAndSetTo() {
        lifts("SELECT 1, a FROM t WHERE id = 42 AND (\"N\"<>'x'OR t.b>= -3) ORDER BY 1 LIMIT 5",
                "SELECT 1, a FROM t WHERE id = $1 AND (\"N\"<>$2 OR t.b>= $3) ORDER BY 1 LIMIT 5",
                "42", "text x", "-3");
        lifts("UPDATE t SET a = 1, b = b + 1, c = 'z' WHERE id = 2",
                "UPDATE t SET a = $1, b = b + 1, c = $2 WHERE id = $3", "1", "text z", "2");
        lifts("DELETE FROM t WHERE id = 1;", "DELETE FROM t WHERE id = $1", "1");
        lifts("SELECT * FROM t WHERE a IN (SELECT b FROM u WHERE c = 1) AND d = $2",
                "SELECT * FROM t WHERE a IN (SELECT b FROM u WHERE c = $3) AND d = $2", "1");
    }

    @Test
    void leavesWhatDecidesMoreThanAValue() {
        keeps("SELECT 1");
        keeps("SELECT a = 1, count(*) FROM t GROUP BY a = 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1 OFFSET 2");
        keeps("SELECT count(*) FILTER (WHERE a = 1) FROM t");
        keeps("SELECT * FROM t WHERE a = 1 + 2 AND b = 1::bigint AND c = '1' COLLATE \"C\" AND d = 1 IS NULL");
        keeps("SELECT * FROM t WHERE a BETWEEN 1 AND 2 OR a IN (1, 2) OR b LIKE 'x%' OR 1 = a OR f(a) = 1");
        keeps("SELECT * FROM t WHERE ts > now() - interval '1 day' AND d = DATE '2020-01-01' AND e = 1e3");
        keeps("SELECT * FROM (SELECT a, row_number() OVER (ORDER BY a) AS rn FROM t) AS r WHERE rn <= 3");
        keeps("SELECT * FROM t JOIN u ON t.a = 1");
        keeps("CREATE MATERIALIZED VIEW v AS SELECT * FROM t WHERE a = 1");
        keeps("EXPLAIN SELECT * FROM t WHERE a = 1");
        keeps("SET search_path = 'x'");
        keeps("SELECT a FROM (VALUES (1, 'a')) AS v (a, b)");
    }

    @Test
    void tellsStatementsOfAScriptApart() {
        List<ScriptStatement> script = StatementSplitter.split("select 1; delete from t where a = 5 ; select 2");
        assertEquals(3, script.size());
        assertNull(script.get(0).lifted());
        assertEquals("delete from t where a = $1", script.get(1).lifted().template());
        assertEquals("5", script.get(1).lifted().constants().getFirst().text());
    }
}

package dev.millrace.sqltests.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Valid statements, a little out of joint. */
final class StatementMutator {

    static final List<String> RELATIONS = List.of("t", "s", "m", "v");

    /** Makes the objects anew that statements are about. */
    static final List<String> CLEAN = List.of(
            "DROP MATERIALIZED VIEW IF EXISTS m CASCADE",
            "DROP VIEW IF EXISTS v CASCADE",
            "DROP STREAM IF EXISTS s CASCADE",
            "DROP TABLE IF EXISTS t CASCADE",
            "DROP TABLE IF EXISTS u CASCADE",
            "CREATE TABLE t (a int PRIMARY KEY, b text NOT NULL DEFAULT 'x', c numeric(10,2), d timestamp, e float8)",
            "CREATE STREAM s (x int, y text, at timestamp)",
            "INSERT INTO t VALUES (1, 'one', 1.5, '2024-01-01 00:00:00', 0.5), (2, 'two', NULL, NULL, NULL)",
            "INSERT INTO s VALUES (1, 'one', '2024-01-01 00:00:01'), (NULL, NULL, NULL)",
            "CREATE VIEW v AS SELECT a, b FROM t",
            "CREATE MATERIALIZED VIEW m AS SELECT b, count(*) AS n, sum(c) AS total FROM t GROUP BY b",
            "SET statement_timeout = '5s'");

    private static final List<String> VALID = List.of(
            "SELECT * FROM t WHERE a = 1 AND b <> 'x' OR c IS NULL ORDER BY a DESC NULLS LAST LIMIT 3 OFFSET 1",
            "SELECT b, count(*), sum(c), avg(e), min(d), max(d) FROM t GROUP BY b HAVING count(*) > 0 ORDER BY 1",
            "SELECT t.a, s.y FROM t LEFT JOIN s ON t.a = s.x AND s.y LIKE 'o%' WHERE t.a IN (1, 2, 3)",
            "SELECT * FROM t WHERE EXISTS (SELECT 1 FROM s WHERE s.x = t.a) AND a NOT IN (SELECT x FROM s)",
            "SELECT a, (SELECT max(y) FROM s WHERE x = a) FROM t UNION ALL SELECT x, y FROM s EXCEPT SELECT 1, 'a'",
            "SELECT CASE WHEN a > 1 THEN 'big' ELSE b END, coalesce(c, 0), nullif(a, 1), greatest(a, 2) FROM t",
            "SELECT a + 1, a - 2, a * 3, a / 1, a % 2, -a, c::text, cast(b AS varchar(2)), b || 'z' FROM t",
            "SELECT substring(b from 1 for 2), upper(b), length(b), trim(b), replace(b, 'o', '0'), lpad(b, 5) FROM t",
            "SELECT extract(year from d), date_trunc('day', d), d + interval '1 day', to_char(d, 'YYYY-MM-DD') FROM t",
            "SELECT DISTINCT ON (b) b, a FROM t ORDER BY b, a",
            "SELECT * FROM (SELECT a, row_number() OVER (PARTITION BY b ORDER BY a DESC) AS r FROM t) q WHERE r <= 2",
            "SELECT window_start, count(*) FROM tumble(s, at, interval '10 seconds') GROUP BY window_start",
            "SELECT window_start, x FROM hop(s, at, interval '5 seconds', interval '10 seconds')",
            "WITH q AS (SELECT a, b FROM t), r AS (SELECT * FROM q) SELECT r.a FROM r JOIN q ON r.a = q.a",
            "SELECT * FROM generate_series(1, 5) g(n), unnest(ARRAY['a', 'b']) u(w) WHERE n = ANY (ARRAY[1, 2])",
            "SELECT '2024-01-01'::date, '1.5'::numeric, 'true'::boolean, '{1,2}'::int[], '{\"a\": 1}'::jsonb",
            "VALUES (1, 'a'), (2, 'b') ORDER BY 1 FETCH FIRST 1 ROWS WITH TIES",
            "INSERT INTO t (a, b, c) VALUES (10, 'ten', 10.5), (11, DEFAULT, NULL) ON CONFLICT (a) DO NOTHING",
            "INSERT INTO t VALUES (12, 'b', 1) ON CONFLICT (a) DO UPDATE SET b = excluded.b RETURNING a, b",
            "INSERT INTO s SELECT a, b, d FROM t",
            "UPDATE t SET b = b || '!', c = c + 1 WHERE a BETWEEN 1 AND 5 RETURNING *",
            "DELETE FROM t WHERE a > 100 OR b = 'gone' RETURNING a",
            "CREATE TABLE u (id bigint PRIMARY KEY, name varchar(20) NOT NULL, CHECK (id > 0))",
            "CREATE MATERIALIZED VIEW w AS SELECT t.b, count(*) AS n FROM t JOIN s ON t.a = s.x GROUP BY t.b",
            "CREATE OR REPLACE VIEW v AS SELECT a, b FROM t WHERE a > 0",
            "CREATE INDEX ON t (b DESC)",
            "DROP MATERIALIZED VIEW IF EXISTS w CASCADE",
            "DROP TABLE IF EXISTS u",
            "EXPLAIN SELECT * FROM t JOIN m ON t.b = m.b",
            "EXPLAIN ANALYZE SELECT count(*) FROM t",
            "SHOW TABLES",
            "SHOW CREATE TABLE t",
            "SHOW COLUMNS FROM t",
            "SET application_name = 'trial'",
            "SET LOCAL timezone = 'Europe/Berlin'",
            "SHOW statement_timeout",
            "RESET application_name",
            "BEGIN",
            "SAVEPOINT a",
            "ROLLBACK TO a",
            "COMMIT",
            "ROLLBACK",
            "PREPARE p (int) AS SELECT * FROM t WHERE a = $1",
            "EXECUTE p (1)",
            "DEALLOCATE p",
            "DECLARE c CURSOR FOR SELECT * FROM t",
            "FETCH 2 FROM c",
            "CLOSE c",
            "COPY t (a, b) FROM STDIN WITH (FORMAT csv, HEADER, NULL 'n')",
            "ALTER MATERIALIZED VIEW m SET (freshness = '1 minute')",
            "REFRESH MATERIALIZED VIEW m",
            "SELECT relname, pg_get_indexdef(i.indexrelid) FROM pg_class c JOIN pg_index i ON c.oid = i.indrelid",
            "SELECT column_name FROM information_schema.columns WHERE table_name = 't'",
            "SELECT 't'::regclass, current_schemas(true), pg_typeof(a), format('%I %L', b, c) FROM t",
            "SELECT json_extract_path('{\"a\": {\"b\": 1}}', 'a', 'b'), '[1]'::jsonb -> 0",
            "SELECT string_agg(b, ',' ORDER BY a), array_agg(a), bool_and(a > 0) FILTER (WHERE a < 5) FROM t");

    private static final List<String> SPICES = List.of(
            "NULL", "0", "-1", "1/0", "2147483647", "9223372036854775808", "1e400", "'NaN'::float8", "''", "'\\'",
            "E'\\u0000'", "$1", "$99999", "(", ")", "((", "[1]", "::int", "::nosuch", "::text[]", "AND", "OR NOT",
            "SELECT", "(SELECT 1)", "(SELECT a, b FROM t)", "FROM", "WHERE", "GROUP BY", "ORDER BY 1", "LIMIT -1",
            "OFFSET 'x'", "UNION", "nosuch", "t.nosuch", "t.*", "*", "count(*)", "sum(sum(a))", "lower(1, 2)",
            "row_number() OVER ()", "ARRAY[]", "ARRAY[1, 'a']", "ROW(1, 2)", "interval '1 month'", "now()",
            "'infinity'::timestamp", "'294276-12-31'::timestamp", "repeat('x', 1000)", "ANY (ARRAY[1])", "\"\"",
            "\"A b\"", "--", "/*", "*/", ";",
            "; SELECT 1;", "'", "\"", "$$", ",", ".", "..", "::", "=>", "<->", "@@", "\u0001",
            "\u00e9", "\ud83d\ude00", "{fn now()}", "WITH", "LATERAL", "CASE", "END", "EXISTS", "IN ()", "BETWEEN",
            "unnest(ARRAY[1, 2])", "generate_series(1, 3)", "pg_table_is_visible(1)", "m", "v", "s", "pg_class");

    private static final Pattern TOKENS = Pattern.compile("'[^']*'|\"[^\"]*\"|\\w+|\\s+|.");

    private final SplittableRandom random;

    StatementMutator(SplittableRandom random) {
        this.random = random;
    }

    String next() {
        String sql = pick(VALID);
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            sql = mutated(sql);
        }
        return sql;
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String mutated(String sql) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKENS.matcher(sql);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        if (tokens.isEmpty()) {
            return pick(SPICES);
        }
        int at = random.nextInt(tokens.size());
        switch (random.nextInt(10)) {
            case 0 -> tokens.remove(at);
            case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
            case 2 -> tokens.set(at, pick(SPICES));
            case 3 -> tokens.add(at, " " + pick(SPICES) + " ");
            case 4 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
            case 5 -> tokens.subList(at, tokens.size()).clear();
            case 6 -> tokens.set(at, "(" + pick(VALID) + ")");
            case 7 -> {
                int depth = 1 << random.nextInt(13);
                tokens.set(at, "(".repeat(depth) + tokens.get(at) + ")".repeat(depth));
            }
            case 8 -> {
                String part = String.join("", tokens.subList(at, Math.min(tokens.size(), at + 5)));
                tokens.add(at, part.repeat(1 + random.nextInt(200)));
            }
            default -> {
                int where = random.nextInt(sql.length() + 1);
                char c = (char) (1 + random.nextInt(126));
                return sql.substring(0, where) + c + sql.substring(where);
            }
        }
        return String.join("", tokens);
    }
}

package dev.millrace.sqltests.realtime;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The tables and views of the use cases, in a schema of their own, on a connection that looks there. */
final class FeatureStore implements AutoCloseable {

    /** What each view is asked to be. */
    static final Map<String, String> QUERIES = queries();

    private static final Map<String, String> TABLES = tables();

    private final String schema;
    private final Connection connection;
    private final Statement statement;

    /** A schema of this name, made anew where there is one. */
    FeatureStore(String url, String schema) throws SQLException {
        this.schema = schema;
        connection = DriverManager.getConnection(url);
        statement = connection.createStatement();
        run("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        run("CREATE SCHEMA " + schema);
        run("SET search_path = " + schema);
    }

    /** With its views, and then {@code rows} of each kind of event by chance. */
    static FeatureStore filled(String url, String schema, int rows) throws SQLException {
        FeatureStore store = new FeatureStore(url, schema);
        store.createTables();
        store.createViews("");
        store.load(FeatureChance.dimensions());
        store.load(new FeatureChance(FeatureChance.SEED).events(rows));
        return store;
    }

    private static Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("txn", "txn_id text, card text, merchant text, country text, amount numeric(12,2), ts timestamp");
        tables.put("click", "id int, user_id text, item text, kind text, ts timestamp");
        tables.put("reading", "dev text, metric text, val double precision, ts timestamp");
        tables.put("impression", "id int, user_id text, item text, ts timestamp");
        tables.put("label", "id int, card text, is_fraud boolean, ts timestamp");
        tables.put("item_dim", "item text, category text, price numeric(10,2)");
        tables.put("device", "dev text, lo double precision, hi double precision");
        return tables;
    }

    private static Map<String, String> queries() {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("txn_features", """
                SELECT txn_id, card, ts, country, count(*) OVER w5 AS n_5m, sum(amount) OVER w5 AS spend_5m,
                  avg(amount) OVER w1h AS avg_1h, lag(country) OVER byc AS prev_country, lag(ts) OVER byc AS prev_ts
                FROM txn WINDOW byc AS (PARTITION BY card ORDER BY ts, txn_id),
                  w5 AS (PARTITION BY card ORDER BY ts RANGE BETWEEN INTERVAL '5' MINUTE PRECEDING AND CURRENT ROW),
                  w1h AS (PARTITION BY card ORDER BY ts RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND CURRENT ROW)""");
        queries.put("fraud_alert", """
                SELECT txn_id, CASE WHEN n_5m >= 4 THEN 'VELOCITY' ELSE 'IMPOSSIBLE_TRAVEL' END AS rule
                FROM txn_features
                WHERE n_5m >= 4 OR (prev_country <> country AND ts < prev_ts + INTERVAL '1' HOUR)""");
        queries.put("card_sums", """
                SELECT card, count(*) AS n, sum(amount) AS spent, min(amount) AS least, max(ts) AS last,
                  count(DISTINCT merchant) AS merchants, stddev_samp(amount) AS dev FROM txn GROUP BY card""");
        queries.put("all_sums", "SELECT count(*) AS n, sum(amount) AS spent FROM txn");
        queries.put("session_intent", """
                SELECT user_id, window_start, window_end, count(*) AS events, sum((kind = 'cart')::int) AS carts,
                  count(DISTINCT category) AS cats, avg(price) AS avg_price
                FROM SESSION((SELECT c.user_id, c.kind, c.ts, d.category, d.price FROM click c JOIN item_dim d
                  USING (item)), ts, user_id, INTERVAL '5' MINUTE) GROUP BY user_id, window_start, window_end""");
        queries.put("last_items", """
                SELECT user_id, item, ts FROM (
                  SELECT user_id, item, ts, row_number() OVER (PARTITION BY user_id ORDER BY ts DESC, item) AS rn
                  FROM (SELECT user_id, item, max(ts) AS ts FROM click GROUP BY user_id, item) d) r WHERE rn <= 3""");
        queries.put("z", """
                SELECT dev, metric, ts, val, (val - avg(val) OVER p) / nullif(stddev_samp(val) OVER p, 0) AS zscore,
                  val - lag(val) OVER (PARTITION BY dev, metric ORDER BY ts, val) AS delta FROM reading
                WINDOW p AS (PARTITION BY dev, metric ORDER BY ts, val ROWS BETWEEN 20 PRECEDING AND 1 PRECEDING)""");
        queries.put("anomaly", """
                SELECT z.dev, z.metric, z.ts, CASE WHEN abs(zscore) > 3 THEN 'Z' ELSE 'RANGE' END AS why
                FROM z JOIN device d ON z.dev = d.dev WHERE abs(zscore) > 3 OR val NOT BETWEEN d.lo AND d.hi""");
        queries.put("outcome", """
                SELECT i.id, c.id AS click FROM impression i LEFT JOIN click c ON i.user_id = c.user_id
                AND i.item = c.item AND c.ts >= i.ts AND c.ts < i.ts + INTERVAL '30 minutes'""");
        queries.put("training", """
                SELECT l.id, l.is_fraud, f.ts, f.spend_5m, f.n_5m FROM label l
                LEFT ASOF JOIN txn_features f MATCH_CONDITION l.ts >= f.ts ON l.card = f.card""");
        queries.put("per_minute", """
                SELECT dev, window_start, count(*) AS n, avg(val) AS mean
                FROM HOP(reading, ts, INTERVAL '1 minute', INTERVAL '5 minutes') GROUP BY dev, window_start""");
        return queries;
    }

    static List<String> tableNames() {
        return List.copyOf(TABLES.keySet());
    }

    String name(String relation) {
        return schema + "." + relation;
    }

    void run(String sql) throws SQLException {
        statement.execute(sql);
    }

    void createTables() throws SQLException {
        for (Map.Entry<String, String> table : TABLES.entrySet()) {
            run("CREATE TABLE " + table.getKey() + " (" + table.getValue() + ")");
        }
    }

    /** The same as streams, none of whose rows is later than two hours behind the latest. */
    void createStreams() throws SQLException {
        for (Map.Entry<String, String> table : TABLES.entrySet()) {
            boolean hasTime = table.getValue().endsWith("ts timestamp");
            run("CREATE STREAM " + table.getKey() + " (" + table.getValue() + (hasTime
                    ? ", WATERMARK FOR ts AS ts - INTERVAL '2' HOUR) WITH (late = 'drop')"
                    : ")"));
        }
    }

    /** @param options such as {@code WITH (freshness = '1 min')} */
    void createViews(String options) throws SQLException {
        for (Map.Entry<String, String> view : QUERIES.entrySet()) {
            run("CREATE MATERIALIZED VIEW " + view.getKey() + " " + options + " AS " + view.getValue());
        }
    }

    void insert(String table, List<String> rows) throws SQLException {
        if (!rows.isEmpty()) {
            run("INSERT INTO " + table + " VALUES " + String.join(", ", rows));
        }
    }

    void load(Map<String, List<String>> rows) throws SQLException {
        for (Map.Entry<String, List<String>> table : rows.entrySet()) {
            insert(table.getKey(), table.getValue());
        }
    }

    String value(String sql) throws SQLException {
        return rows(sql).getFirst();
    }

    /** Each row as its values with bars between them. */
    List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(i == 1 ? "" : "|").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    /** Every view holds what its query answers now. */
    void checkViews(String when) throws SQLException {
        for (Map.Entry<String, String> view : QUERIES.entrySet()) {
            checkSame("TABLE " + view.getKey(), view.getValue(), view.getKey() + " " + when);
        }
    }

    /** Every view holds what the other store's holds. */
    void checkSame(FeatureStore other, String when) throws SQLException {
        for (String view : QUERIES.keySet()) {
            checkSame("TABLE " + name(view), "TABLE " + other.name(view), view + " " + when);
        }
    }

    /** Two queries answer the same, as often. */
    void checkSame(String left, String right, String what) throws SQLException {
        assertEquals(List.of(), rows("SELECT '-', l.* FROM ((" + left + ") EXCEPT ALL (" + right + ")) l UNION ALL"
                + " SELECT '+', r.* FROM ((" + right + ") EXCEPT ALL (" + left + ")) r LIMIT 10"), what);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

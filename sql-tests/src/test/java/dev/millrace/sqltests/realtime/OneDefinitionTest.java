package dev.millrace.sqltests.realtime;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.millrace.sqltests.server.OwnServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** D7 to D12: features of their time, to the last digit, of a definition that is known, and served as recorded. */
final class OneDefinitionTest {

    private static OwnServer server;

    @BeforeAll
    static void start() throws IOException {
        server = OwnServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static FeatureStore store(String schema) throws SQLException {
        return new FeatureStore(server.url(), schema);
    }

    private static FeatureStore filled(String schema, int rows) throws SQLException {
        return FeatureStore.filled(server.url(), schema, rows);
    }

    @Test
    void d7PointInTimeIsCorrect() throws SQLException {
        try (FeatureStore store = filled("d7", 40)) {
            String brute = """
                    SELECT l.id, l.is_fraud, f.ts FROM label l LEFT JOIN LATERAL (SELECT max(ts) AS ts
                    FROM txn_features f WHERE f.card = l.card AND f.ts <= l.ts) f ON TRUE""";
            assertEquals(List.of(), store.rows(
                    "SELECT t.id FROM training t JOIN label l USING (id) WHERE t.ts > l.ts"));
            store.checkSame("SELECT id, is_fraud, ts FROM training", brute, "the latest feature of each label");
            FeatureChance chance = new FeatureChance(FeatureChance.SEED + 7);
            for (int i = 0; i < 10; i++) {
                store.run(chance.change());
            }
            store.checkSame("SELECT id, is_fraud, ts FROM training", brute, "the latest after changes");
        }
    }

    @Test
    void d8OneClock() throws SQLException, IOException {
        List<List<String>> live = new ArrayList<>();
        String asked = "SELECT * FROM card_now ORDER BY card";
        String[] times = {"10:05:30", "10:06:30", "10:10:00", "10:10:02"};
        try (FeatureStore store = store("d8")) {
            store.run("SET millrace.clock = '2024-01-01 10:05:29+00'");
            store.createTables();
            store.run("CREATE MATERIALIZED VIEW card_now WITH (history = 'forever') AS SELECT card, count(*) AS n_5m,"
                    + " sum(amount) AS spend_5m FROM txn WHERE ts > current_timestamp - INTERVAL '5' MINUTE GROUP BY"
                    + " card");
            store.insert("txn", FeatureChance.WORKED);
            for (String time : times) {
                store.run("SET millrace.clock = '2024-01-01 " + time + "+00'");
                live.add(store.rows(asked));
            }
            assertEquals(
                    List.of(List.of("c1|5|145.00"), List.of("c1|4|125.00"), List.of("c1|1|50.00"), List.of()), live);
            SQLException refused = assertThrows(SQLException.class, () -> store.run(
                    "CREATE MATERIALIZED VIEW aged AS SELECT txn_id, clock_timestamp() - ts AS age FROM txn"));
            assertEquals("0A000", refused.getSQLState());
        }
        // Replayed with the clock that was recorded.
        server.restart();
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < times.length; i++) {
                List<String> rows = new ArrayList<>();
                var row = statement.executeQuery("SELECT card || '|' || n_5m || '|' || spend_5m FROM d8.card_now"
                        + " FOR SYSTEM_TIME AS OF '2024-01-01 " + times[i] + "+00' ORDER BY card");
                while (row.next()) {
                    rows.add(row.getString(1));
                }
                assertEquals(live.get(i), rows, times[i]);
            }
        }
    }

    @Test
    void d9NumbersAreIdentical() throws SQLException {
        try (FeatureStore store = store("d9")) {
            String sums = "SELECT k, sum(d) AS d, sum(b) AS b, sum(f) AS f, avg(f) AS mean, stddev_samp(f) AS dev"
                    + " FROM %s GROUP BY k";
            for (String table : List.of("changed", "plain")) {
                store.run("CREATE TABLE " + table + " (id int, k int, d numeric(20,6), b bigint, f double precision)");
                store.run("CREATE MATERIALIZED VIEW " + table + "_sums AS " + String.format(sums, table));
            }
            String row = "i, i %% 3, i * 1.000001, i * 4000000000, %s / (i + 1.0)";
            store.run("INSERT INTO changed SELECT " + String.format(row, "1e16") + " FROM generate_series(1, 200) i");
            store.run("UPDATE changed SET f = 1 / (id + 1.0), b = b + 1 WHERE id % 2 = 0");
            store.run("UPDATE changed SET f = 1 / (id + 1.0), b = id * 4000000000");
            store.run("INSERT INTO plain SELECT " + String.format(row, "1") + " FROM generate_series(200, 1, -1) i");
            store.checkSame("TABLE changed_sums", "TABLE plain_sums", "to the last bit, whatever was taken back");
            store.checkSame("TABLE changed_sums", String.format(sums, "changed"), "as asked");
        }
    }

    @Test
    void d10EdgesAreIdentical() throws SQLException {
        try (FeatureStore store = filled("d10", 20)) {
            store.run("INSERT INTO txn VALUES (NULL, NULL, NULL, NULL, NULL, NULL), ('e1', 'c1', 'm', 'US', 1,"
                    + " '2024-01-01 10:00:00'), ('e1', 'c1', 'm', 'US', 1, '2024-01-01 10:00:00'), ('e2', 'c1', NULL,"
                    + " NULL, NULL, '2024-01-01 10:05:00'), ('e3', NULL, 'm', 'FR', 0, 'infinity'), ('e4', 'c1', 'm',"
                    + " 'FR', -1, '-infinity')");
            store.run("INSERT INTO click VALUES (9001, NULL, 'i1', 'view', '2024-01-01 10:00'), (9002, 'u1', 'i1',"
                    + " NULL, '2024-01-01 10:05'), (9003, 'u1', 'i1', 'cart', '2024-01-01 10:10'),"
                    + " (9003, 'u1', 'i1', 'cart', '2024-01-01 10:10'), (9004, 'u1', NULL, 'cart', NULL)");
            store.run("INSERT INTO reading VALUES ('d1', 't', 'NaN', '2024-01-01 10:00'), ('d1', NULL, 1, NULL),"
                    + " (NULL, 't', '-0', '2024-01-01 10:00:00'), ('d1', 't', 'Infinity', '2024-01-01 10:01')");
            store.run("INSERT INTO impression VALUES (9001, 'u1', 'i1', '2024-01-01 09:40'),"
                    + " (9002, 'u1', 'i1', '2024-01-01 09:40:00.000001'), (9003, NULL, 'i1', '2024-01-01 10:00')");
            store.run("INSERT INTO label VALUES (9001, 'c1', true, NULL), (9002, NULL, true, '2024-01-01 10:00')");
            store.checkViews("with edges");
            store.run("SET TIME ZONE 'Asia/Kolkata'");
            store.checkViews("asked from another time zone");
            store.run("UPDATE txn SET ts = '2024-01-01 10:00:00' WHERE ts IS NULL OR txn_id = 'e2'");
            store.checkViews("after a NULL became a time");
        }
    }

    @Test
    void d11DefinitionsHaveVersions() throws SQLException {
        try (FeatureStore store = store("d11")) {
            store.run("CREATE TABLE bet (id int, stake int)");
            store.run("INSERT INTO bet SELECT i, 1 FROM generate_series(1, 3000) i");
            store.run("CREATE MATERIALIZED VIEW feature AS SELECT id, stake * 1 AS x FROM bet");
            AtomicBoolean goesOn = new AtomicBoolean(true);
            CompletableFuture<Set<String>> seen = CompletableFuture.supplyAsync(() -> {
                Set<String> contents = new HashSet<>();
                try (Connection reader = DriverManager.getConnection(server.url());
                        Statement statement = reader.createStatement()) {
                    while (goesOn.get()) {
                        var row = statement.executeQuery("SELECT min(x), max(x), count(*) FROM d11.feature");
                        row.next();
                        contents.add(row.getString(1) + " " + row.getString(2) + " " + row.getString(3));
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
                return contents;
            });
            for (int version = 2; version <= 5; version++) {
                store.run("CREATE OR REPLACE MATERIALIZED VIEW feature AS SELECT id, stake * " + version
                        + " AS x FROM bet");
                assertEquals(version + "|SELECT id, stake * " + version + " AS x FROM bet", store.value(
                        "SELECT version, query FROM millrace.views WHERE schema = 'd11' AND name = 'feature'"));
            }
            goesOn.set(false);
            Set<String> contents = seen.join();
            contents.removeAll(Set.of("1 1 3000", "2 2 3000", "3 3 3000", "4 4 3000", "5 5 3000"));
            assertEquals(Set.of(), contents, "mixtures that a reader saw");
            store.checkSame("TABLE feature", "SELECT id, stake * 5 FROM bet", "the newest definition");
        }
    }

    @Test
    void d12OnlineEqualsOffline() throws SQLException {
        try (FeatureStore store = store("d12")) {
            store.createTables();
            store.run("CREATE MATERIALIZED VIEW card_sums WITH (history = 'forever') AS "
                    + FeatureStore.QUERIES.get("card_sums"));
            store.run("DECLARE told CURSOR WITH HOLD FOR SUBSCRIBE TO card_sums");
            AtomicBoolean goesOn = new AtomicBoolean(true);
            CompletableFuture<Set<String>> online = CompletableFuture.supplyAsync(() -> {
                Set<String> read = new HashSet<>();
                try (Connection reader = DriverManager.getConnection(server.url());
                        var lookup = reader.prepareStatement(
                                "SELECT card || '|' || n || '|' || spent FROM d12.card_sums WHERE card = ?")) {
                    while (goesOn.get()) {
                        lookup.setString(1, "c" + read.size() % 4);
                        var row = lookup.executeQuery();
                        while (row.next()) {
                            read.add(row.getString(1));
                        }
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
                return read;
            });
            FeatureChance chance = new FeatureChance(FeatureChance.SEED);
            for (int i = 0; i < 100; i++) {
                store.run(chance.change());
            }
            goesOn.set(false);
            Set<String> recorded = new HashSet<>();
            while (true) {
                List<String> told = store.rows("FETCH ALL FROM told WITH (timeout = '100 ms')");
                if (told.isEmpty()) {
                    break;
                }
                for (String row : told) {
                    String[] values = row.split("\\|");
                    recorded.add(values[2] + "|" + values[3] + "|" + values[4]);
                }
            }
            Set<String> read = online.join();
            read.removeAll(recorded);
            assertEquals(Set.of(), read, "values that were served and are not in the history");
        }
    }
}

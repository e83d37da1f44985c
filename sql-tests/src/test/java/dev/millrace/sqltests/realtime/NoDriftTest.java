package dev.millrace.sqltests.realtime;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import dev.millrace.sqltests.server.OwnServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** D1 to D6: one definition, the same features, however their rows come and whatever happens in between. */
final class NoDriftTest {

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
    void d1BatchEqualsIncremental() throws SQLException {
        try (FeatureStore store = store("d1")) {
            store.createTables();
            store.createViews("");
            store.load(FeatureChance.dimensions());
            for (String row : FeatureChance.WORKED) {
                store.insert("txn", List.of(row));
                store.checkViews("after " + row);
            }
            assertEquals(
                    List.of("t1|1|10.00", "t2|2|30.00", "t3|4|65.00", "t4|5|105.00", "t5|5|145.00", "t6|3|35.00"),
                    store.rows("SELECT txn_id, n_5m, spend_5m FROM txn_features ORDER BY txn_id"));
            FeatureChance chance = new FeatureChance(FeatureChance.SEED);
            store.load(chance.events(40));
            for (int i = 0; i < 10; i++) {
                String change = chance.change();
                store.run(change);
                store.checkViews("after " + change);
            }
        }
    }

    @Test
    void d2BackfillEqualsLive() throws SQLException {
        Map<String, List<String>> rows = new FeatureChance(FeatureChance.SEED).events(50);
        try (FeatureStore before = store("d2_before");
                FeatureStore after = store("d2_after");
                FeatureStore amid = store("d2_amid")) {
            for (FeatureStore store : List.of(before, after, amid)) {
                store.createTables();
                store.load(FeatureChance.dimensions());
            }
            before.createViews("");
            before.load(rows);
            after.load(rows);
            after.createViews("");
            CompletableFuture<Void> loading = CompletableFuture.runAsync(() -> {
                try (Connection other = DriverManager.getConnection(server.url());
                        Statement statement = other.createStatement()) {
                    for (Map.Entry<String, List<String>> table : rows.entrySet()) {
                        for (String row : table.getValue()) {
                            statement.execute("INSERT INTO " + amid.name(table.getKey()) + " VALUES " + row);
                        }
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            amid.createViews("");
            loading.join();
            before.checkSame(after, "filled after its rows");
            before.checkSame(amid, "made while its rows came");
        }
    }

    @Test
    void d3ChunkingChangesNothing() throws SQLException, IOException {
        Map<String, List<String>> rows = new FeatureChance(FeatureChance.SEED).events(40);
        try (FeatureStore single = store("d3_single");
                FeatureStore whole = filled("d3_whole", 40);
                FeatureStore copied = store("d3_copied");
                Connection copier = DriverManager.getConnection(server.url())) {
            for (FeatureStore store : List.of(single, copied)) {
                store.createTables();
                store.createViews("");
                store.load(FeatureChance.dimensions());
            }
            for (Map.Entry<String, List<String>> table : rows.entrySet()) {
                for (String row : table.getValue()) {
                    single.insert(table.getKey(), List.of(row));
                }
                String csv = String.join("\n", table.getValue()).replaceAll("[()']", "").replace(", ", ",") + "\n";
                copier.unwrap(PGConnection.class).getCopyAPI().copyIn(
                        "COPY " + copied.name(table.getKey()) + " FROM STDIN (FORMAT csv)", new StringReader(csv));
            }
            whole.checkSame(single, "of a row a commit");
            whole.checkSame(copied, "of one COPY");
        }
    }

    @Test
    void d4ArrivalOrderChangesNothing() throws SQLException {
        Map<String, List<String>> rows = new FeatureChance(FeatureChance.SEED).events(30);
        try (FeatureStore first = filled("d4", 30)) {
            for (int permutation = 0; permutation < 2; permutation++) {
                Random random = new Random(FeatureChance.SEED * 100L + permutation);
                try (FeatureStore store = store("d4_" + permutation)) {
                    store.createStreams();
                    store.createViews("");
                    List<String[]> all = new ArrayList<>();
                    FeatureChance.dimensions().forEach((table, some) ->
                            some.forEach(row -> all.add(new String[] {table, row})));
                    rows.forEach((table, some) -> some.forEach(row -> all.add(new String[] {table, row})));
                    Collections.shuffle(all, random);
                    for (String[] row : all) {
                        store.insert(row[0], List.of(row[1]));
                    }
                    first.checkSame(store, "in another order");
                    assertEquals("0", store.value("SELECT sum(late_rows) FROM millrace.streams WHERE schema = 'd4_"
                            + permutation + "'"));
                }
            }
        }
    }

    @Test
    void d5RetractionLeavesNothing() throws SQLException {
        try (FeatureStore store = filled("d5", 10)) {
            String state = "SELECT sum(state_bytes) FROM millrace.views WHERE schema = 'd5'";
            List<Long> left = new ArrayList<>();
            for (int round = 0; round < 4; round++) {
                FeatureChance chance = new FeatureChance(FeatureChance.SEED + round);
                store.load(FeatureChance.dimensions());
                store.load(chance.events(60));
                for (String table : FeatureStore.tableNames()) {
                    store.run("DELETE FROM " + table);
                }
                for (String view : FeatureStore.QUERIES.keySet()) {
                    assertEquals(
                            view.equals("all_sums") ? List.of("0|null") : List.of(),
                            store.rows("SELECT * FROM " + view), view);
                }
                // That something is gone is remembered until the next checkpoint, and takes a few bytes until then.
                store.run("CHECKPOINT");
                left.add(Long.parseLong(store.value(state)));
            }
            assertTrue(left.getLast() <= 2 * left.getFirst(), "state after each round: " + left);
        }
    }

    @Test
    void d6CrashesChangeNothing() throws SQLException, IOException {
        Random kills = new Random(FeatureChance.SEED);
        List<String> changes = new ArrayList<>();
        FeatureChance chance = new FeatureChance(FeatureChance.SEED);
        Map<String, List<String>> begun = chance.events(30);
        for (int i = 0; i < 40; i++) {
            changes.add(chance.change());
        }
        try (FeatureStore killed = store("d6")) {
            killed.createTables();
            killed.run("CREATE TABLE done (n int)");
            killed.createViews("");
            killed.load(FeatureChance.dimensions());
            killed.load(begun);
        }
        int done = 0;
        while (done < changes.size()) {
            int stop = done + 10 + kills.nextInt(20);
            CompletableFuture<Void> killer = new CompletableFuture<>();
            try (Connection connection = DriverManager.getConnection(server.url());
                    Statement statement = connection.createStatement()) {
                statement.execute("SET search_path = d6");
                for (int i = done; i < changes.size(); i++) {
                    if (i == stop) {
                        killer = CompletableFuture.runAsync(NoDriftTest::kill);
                    }
                    statement.execute("BEGIN");
                    statement.execute(changes.get(i));
                    statement.execute("INSERT INTO done VALUES (" + i + ")");
                    statement.execute("COMMIT");
                    done = i + 1;
                }
                server.kill();
            } catch (SQLException e) {
                killer.join();
            }
            server.startAgain();
            try (Connection connection = DriverManager.getConnection(server.url());
                    Statement statement = connection.createStatement()) {
                var row = statement.executeQuery("SELECT count(*), coalesce(max(n) + 1, 0) FROM d6.done");
                row.next();
                assertEquals(row.getInt(1), row.getInt(2), "what was done once");
                assertTrue(row.getInt(2) >= done, "what was acknowledged is there");
                done = row.getInt(2);
            }
        }
        try (FeatureStore twin = store("d6_twin")) {
            twin.createTables();
            twin.createViews("");
            twin.load(FeatureChance.dimensions());
            twin.load(begun);
            for (String change : changes) {
                twin.run(change);
            }
            for (String view : FeatureStore.QUERIES.keySet()) {
                twin.checkSame("TABLE " + view, "TABLE d6." + view, view + " after kills");
            }
        }
    }

    private static void kill() {
        try {
            server.kill();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

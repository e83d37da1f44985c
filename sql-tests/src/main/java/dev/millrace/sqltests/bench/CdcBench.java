package dev.millrace.sqltests.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import dev.millrace.sqltests.differential.TpchLoad;
import dev.millrace.sqltests.server.OwnServer;
import dev.millrace.sqltests.server.ServerMeter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Tables that change as those of an application do, with the questions of TPC-H as live views on them: orders come,
 * old ones go, and more rows than both are updated in place. Each statement is a commit of its own, durable and in the
 * view when it is acknowledged. "none" is the same without any view, "all" with all of them at once.
 */
@Command(name = "cdc", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Inserts, updates and deletes over TPC-H's tables, its questions as live views.")
final class CdcBench implements Callable<Integer> {
    private static final List<String> QUESTIONS = IntStream.rangeClosed(1, 22).mapToObj(n -> "q" + n).toList();

    @Option(names = "--query", split = ",", paramLabel = "q1,…", description = "Which questions; none and all too.")
    private List<String> queries = List.of("each");

    @Option(names = "--scale", paramLabel = "S", description = "1 is 1,500,000 orders (0.01).")
    private double scale = 0.01;

    @Option(names = "--batches", paramLabel = "N", description = "Measured batches of changes (3), after one before.")
    private int batches = 3;

    @Option(names = "--seed", paramLabel = "N", description = "Of the load (1).")
    private long seed = 1;

    @Option(names = "--java", paramLabel = "OPTIONS", description = "Options for the server's java.")
    private String javaOptions = "-Xmx4g -XX:+UseParallelGC";

    private TpchLoad load;

    @Override
    public Integer call() throws IOException, SQLException {
        load = new TpchLoad(seed, scale);
        boolean isComplete = true;
        try (OwnServer server = OwnServer.start(List.of(javaOptions.split(" ")), List.of(), Map.of())) {
            try (ServerMeter meter = new ServerMeter(server.pid());
                    Connection connection = DriverManager.getConnection(server.url());
                    Statement statement = connection.createStatement()) {
                statement.execute(text("tables"));
                apply(statement, load.first());
                for (String query : wanted()) {
                    isComplete &= measure(query, statement, meter);
                }
            }
            server.stop();
        }
        return isComplete ? 0 : 1;
    }

    private List<String> wanted() {
        if (!queries.contains("each")) {
            return queries;
        }
        List<String> wanted = new ArrayList<>(List.of("none"));
        wanted.addAll(QUESTIONS);
        wanted.add("all");
        return wanted;
    }

    private boolean measure(String query, Statement statement, ServerMeter meter) throws IOException {
        List<String> views = query.equals("none") ? List.of() : query.equals("all") ? QUESTIONS : List.of(query);
        JsonLine line = new JsonLine().put("bench", "cdc").put("peer", "millrace")
                .put("java", Runtime.version().feature()).put("query", query).put("scale", scale, 3);
        try {
            long startNanos = System.nanoTime();
            for (String view : views) {
                statement.execute("CREATE MATERIALIZED VIEW cdc_" + view + " AS " + text(view));
            }
            double backfill = (System.nanoTime() - startNanos) / 1e9;
            apply(statement, load.refresh());
            meter.collectGarbage();
            ServerMeter.Reading start = meter.read();
            startNanos = System.nanoTime();
            long changes = 0;
            for (int batch = 0; batch < batches; batch++) {
                changes += apply(statement, load.refresh());
            }
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            ServerMeter.Reading used = meter.read().minus(start);
            System.out.println(line.put("changes", changes).put("seconds", seconds, 3)
                    .put("changes_per_s", changes / seconds, 0).put("cpu_s", used.cpuSeconds(), 2)
                    .put("gc_s", used.gcSeconds(), 2).put("changes_per_cpu_s", changes / used.cpuSeconds(), 0)
                    .put("backfill_s", backfill, 3).put("state_bytes", stateBytes(statement)));
            for (String view : views) {
                statement.execute("DROP MATERIALIZED VIEW cdc_" + view);
            }
            return true;
        } catch (SQLException e) {
            System.out.println(line.put("error", e.getMessage()));
            return false;
        }
    }

    /** How many rows came, went or changed; a changed one counts once. */
    private static long apply(Statement statement, List<String> changes) throws SQLException {
        long rows = 0;
        for (String change : changes) {
            rows += statement.executeUpdate(change);
        }
        return rows;
    }

    private static long stateBytes(Statement statement) throws SQLException {
        try (ResultSet bytes = statement.executeQuery("SELECT coalesce(sum(state_bytes), 0) FROM millrace.views")) {
            return bytes.next() ? bytes.getLong(1) : 0;
        }
    }

    private static String text(String name) throws IOException {
        try (InputStream in = CdcBench.class.getResourceAsStream("/tpch/" + name + ".sql")) {
            if (in == null) {
                throw new IOException("there is no question " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}

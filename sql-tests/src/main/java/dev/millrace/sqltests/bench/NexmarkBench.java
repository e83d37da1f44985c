package dev.millrace.sqltests.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

import dev.millrace.sqltests.server.OwnServer;
import dev.millrace.sqltests.server.ServerMeter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The queries of the Nexmark auction, each on a fresh server: one shorter run as warm-up, then the measured ones. The
 * whole process counts: generator or decoder, engine, commit log, garbage collection, compiler.
 */
@Command(name = "nexmark", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Nexmark: events per second, and per second of CPU, of each query.")
final class NexmarkBench implements Callable<Integer> {
    private static final long LOOK_NANOS_MIN = 10_000_000;
    /** How often it is asked whether all is done: a run is taken for longer by a part like this at the most. */
    private static final int LOOKS = 50;
    private static final Map<String, Long> QUERIES = new LinkedHashMap<>();

    static {
        String sizes = "q0 20 q1 20 q2 20 q3 15 q4 4 q5 8 q7 4 q8 15 q9 2 q15 4 q16 1 q17 6 q18 5 q19 4 q20 4 q22 20";
        String[] words = sizes.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            QUERIES.put(words[i], Long.parseLong(words[i + 1]) * 1_000_000);
        }
    }

    private enum SourceKind { GENERATOR, KAFKA }

    private enum SinkKind { BLACKHOLE, VIEW }

    @Option(names = "--query", split = ",", paramLabel = "q0,…", description = "Which queries; all by default.")
    private List<String> queries = List.of("all");

    @Option(names = "--source", paramLabel = "KIND", description = "generator (default) or kafka.")
    private SourceKind sourceKind = SourceKind.GENERATOR;

    @Option(names = "--sink", paramLabel = "KIND", description = "blackhole (default) or view.")
    private SinkKind sinkKind = SinkKind.BLACKHOLE;

    @Option(names = "--events", paramLabel = "N", description = "Events of all three kinds; default by query.")
    private long events;

    @Option(names = "--warmup", paramLabel = "N", description = "Events before; default a half, a million at most.")
    private long warmup = -1;

    @Option(names = "--reps", paramLabel = "N", description = "So many measurements (1).")
    private int reps = 1;

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "The Kafka broker (localhost:19092).")
    private String bootstrap = "localhost:19092";

    @Option(names = "--topic", paramLabel = "NAME", description = "The topic with events of all kinds (nexmark).")
    private String topic = "nexmark";

    @Option(names = "--threads", description = "Tell the CPU seconds of each kind of thread, too.")
    private boolean isByThread;

    @Option(names = "--durable", description = "Keep state and views on disk, with checkpoints.")
    private boolean isDurable;

    @Option(names = "--state-memory", paramLabel = "SIZE", description = "Heap for operator state (4GB).")
    private String stateMemory = "4GB";

    @Option(names = "--java", paramLabel = "OPTIONS", description = "Options for the server's java.")
    private String javaOptions = "-Xmx8g -XX:+UseParallelGC";

    @Override
    public Integer call() throws IOException {
        boolean isComplete = true;
        for (String query : queries.contains("all") ? List.copyOf(QUERIES.keySet()) : queries) {
            try {
                measure(query);
            } catch (SQLException e) {
                isComplete = false;
                System.out.println(new JsonLine().put("bench", "nexmark").put("peer", "millrace").put("query", query)
                        .put("error", e.getMessage()));
            }
        }
        return isComplete ? 0 : 1;
    }

    private void measure(String query) throws IOException, SQLException {
        String sql = text(query);
        long count = events > 0 ? events : QUERIES.get(query);
        long before = warmup >= 0 ? warmup : Math.min(count / 2, 1_000_000);
        try (OwnServer server = OwnServer.start(List.of(javaOptions.split(" ")), List.of(), settings())) {
            try (ServerMeter meter = new ServerMeter(server.pid());
                    Connection connection = DriverManager.getConnection(server.url());
                    Statement statement = connection.createStatement()) {
                if (before > 0) {
                    run(statement, sql, before);
                    dropAll(statement);
                }
                for (int rep = 1; rep <= reps; rep++) {
                    measure(query, sql, count, rep, statement, meter);
                }
            }
            server.stop();
        }
    }

    private void measure(
            String query, String sql, long count, int rep, Statement statement, ServerMeter meter)
            throws IOException, SQLException {
        meter.collectGarbage();
        ServerMeter.Reading start = meter.read();
        Map<String, Double> threadsBefore = meter.threadSeconds();
        long startNanos = System.nanoTime();
        long done = run(statement, sql, count);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        ServerMeter.Reading used = meter.read().minus(start);
        JsonLine line = line(query, rep, done, seconds, used, stateBytes(statement));
        if (isByThread) {
            meter.threadSeconds().forEach((thread, total) -> {
                double spent = total - threadsBefore.getOrDefault(thread, 0.0);
                if (spent >= 0.05) {
                    line.put("cpu_s of " + thread, spent, 2);
                }
            });
        }
        System.out.println(line);
        dropAll(statement);
    }

    private JsonLine line(
            String query, int rep, long done, double seconds, ServerMeter.Reading used, long heldBytes) {
        return new JsonLine()
                .put("bench", "nexmark").put("peer", "millrace").put("java", Runtime.version().feature())
                .put("query", query).put("source", sourceKind == SourceKind.KAFKA ? "kafka" : "gen")
                .put("sink", sinkKind.name().toLowerCase(Locale.ROOT))
                .put("backend", isDurable ? "durable" : "heap").put("rep", rep).put("events", done)
                .put("seconds", seconds, 3).put("events_per_s", done / seconds, 0)
                .put("cpu_s", used.cpuSeconds(), 2).put("gc_s", used.gcSeconds(), 2)
                .put("events_per_cpu_s", done / used.cpuSeconds(), 0).put("state_bytes", heldBytes);
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(Map.of("MILLRACE_STATE_MEMORY", stateMemory));
        if (!isDurable) {
            // As a peer with its state on the heap runs: without checkpoints.
            settings.put("MILLRACE_CHECKPOINT_SECONDS", "86400");
            settings.put("MILLRACE_CHECKPOINT_WORK_MILLIS", "86400000");
            settings.put("MILLRACE_CHECKPOINT_BYTES", "1000GB");
        }
        return settings;
    }

    /** Until every event of the sources has gone through; answers how many there were. */
    private long run(Statement statement, String sql, long count) throws SQLException {
        List<String> tables = sourceKind == SourceKind.KAFKA
                ? NexmarkTables.ofKafka(bootstrap, topic)
                : NexmarkTables.generated(count);
        for (String table : tables) {
            statement.execute(table);
        }
        statement.execute(sinkKind == SinkKind.VIEW
                ? "CREATE MATERIALIZED VIEW result AS " + sql
                : "CREATE SINK result AS " + sql + " WITH ('connector' = 'blackhole')");
        try (PreparedStatement sources = statement.getConnection().prepareStatement(
                "SELECT status, message, position FROM millrace.streams WHERE status <> 'idle'")) {
            long start = System.nanoTime();
            while (true) {
                long least = least(sources, count);
                if (least >= count) {
                    return least;
                }
                LockSupport.parkNanos(Math.max(LOOK_NANOS_MIN, (System.nanoTime() - start) / LOOKS));
            }
        }
    }

    /** How far the slowest of the sources that the query needs has come, in events. */
    private long least(PreparedStatement running, long count) throws SQLException {
        long least = Long.MAX_VALUE;
        try (ResultSet sources = running.executeQuery()) {
            while (sources.next()) {
                if (sources.getString(1).equals("failed")) {
                    throw new SQLException("a source failed: " + sources.getString(2));
                }
                least = Math.min(least, sum(sources.getString(3)));
            }
        }
        // A sink that nothing reads into yet has read nothing.
        return least == Long.MAX_VALUE ? 0 : Math.min(least, sourceKind == SourceKind.KAFKA ? least : count);
    }

    /** Of "split:offset, split:offset". */
    private static long sum(String position) {
        long sum = 0;
        for (String split : position.split(", ")) {
            if (!split.isEmpty()) {
                sum += Long.parseLong(split.substring(split.lastIndexOf(':') + 1));
            }
        }
        return sum;
    }

    private long stateBytes(Statement statement) throws SQLException {
        String relation = sinkKind == SinkKind.VIEW ? "views" : "sinks";
        try (ResultSet bytes = statement.executeQuery("SELECT sum(state_bytes) FROM millrace." + relation)) {
            return bytes.next() ? bytes.getLong(1) : 0;
        }
    }

    private void dropAll(Statement statement) throws SQLException {
        statement.execute(sinkKind == SinkKind.VIEW ? "DROP MATERIALIZED VIEW result" : "DROP SINK result");
        for (NexmarkTables table : NexmarkTables.values()) {
            statement.execute("DROP STREAM " + table.lowerName());
        }
    }

    private static String text(String query) throws IOException {
        try (InputStream in = NexmarkBench.class.getResourceAsStream("/nexmark/" + query + ".sql")) {
            if (in == null) {
                throw new IOException("there is no query " + query);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

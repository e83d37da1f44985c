package dev.millrace.sqltests.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

import dev.millrace.sqltests.server.Broker;
import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * From an event in one Kafka topic to its feature in another, at a fixed rate: Millrace, and other systems beside it in
 * the same run, cell by cell, where their harness is given. With either guarantee: at least once, read as soon as
 * records are there, and exactly once, read when they are committed.
 */
@Command(name = "latency", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Milliseconds from Kafka to Kafka: three patterns, at fixed rates, beside other systems.")
final class LatencyBench implements Callable<Integer> {
    @Option(names = "--pattern", split = ",", paramLabel = "NAME", description = "stateless, enrich, agg; all three.")
    private List<LatencyPattern> patterns = List.of(LatencyPattern.values());

    @Option(names = "--rate", split = ",", paramLabel = "N", description = "Events a second (1000,10000).")
    private List<Integer> rates = List.of(1000, 10_000);

    @Option(names = "--guarantee", split = ",", paramLabel = "NAME",
            description = "Of the sink: at-least-once, exactly-once; both.")
    private List<String> guarantees = List.of("at-least-once", "exactly-once");

    @Option(names = "--seconds", paramLabel = "N", description = "Measured (60).")
    private int seconds = 60;

    @Option(names = "--warmup", paramLabel = "N", description = "Seconds at full rate before (30).")
    private int warmUpSeconds = 30;

    @Option(names = "--java", paramLabel = "OPTIONS", description = "Options for the server's java.")
    private String javaOptions = "-Xmx2g -XX:+UseG1GC";

    @Option(names = "--harness", paramLabel = "DIR", description = "Where the others' latency.sh and kafka/broker.sh"
            + " are; the broker at localhost:19092 is then everyone's.")
    private Path harness;

    @Option(names = "--peers", split = ",", paramLabel = "NAME",
            description = "Of the harness: flink-alo, flink-eos, kstreams-alo, kstreams-eos, spark-realtime, ...")
    private List<String> peers = List.of();

    private int run;
    private boolean isComplete = true;

    @Override
    public Integer call() throws IOException {
        if (harness == null) {
            try (Broker broker = Broker.start()) {
                measureAll(broker.address());
            }
        } else {
            script("kafka/broker.sh", "start");
            try {
                measureAll("localhost:19092");
            } finally {
                script("kafka/broker.sh", "stop");
            }
        }
        return isComplete ? 0 : 1;
    }

    private void measureAll(String brokers) throws IOException {
        warmUp(brokers);
        for (LatencyPattern pattern : patterns) {
            for (int rate : rates) {
                for (String guarantee : guarantees) {
                    String peer = guarantee.equals("exactly-once") ? "millrace-eos" : "millrace-alo";
                    try {
                        System.out.println(measured(brokers, pattern, rate, guarantee, peer));
                    } catch (SQLException | IOException e) {
                        isComplete = false;
                        System.out.println(cell(peer, pattern, rate).put("error", String.valueOf(e.getMessage())));
                    }
                }
                for (String peer : peers) {
                    script("latency.sh", peer, pattern.label(), String.valueOf(rate), String.valueOf(seconds),
                            String.valueOf(warmUpSeconds));
                }
            }
        }
    }

    /** The driver runs in this process and must be compiled, or the first cell would pay for it. */
    private void warmUp(String brokers) throws IOException {
        try {
            measured(brokers, patterns.getFirst(), rates.getFirst(), guarantees.getFirst(), "warm-up");
        } catch (SQLException e) {
            throw new IOException("the warm-up failed", e);
        }
    }

    private JsonLine measured(String brokers, LatencyPattern pattern, int rate, String guarantee, String peer)
            throws IOException, SQLException {
        run++;
        String in = "in-" + run;
        String out = "out-" + run;
        create(brokers, in, out);
        try (OwnServer server = OwnServer.start(List.of(javaOptions.split(" ")), List.of(), Map.of());
                Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            for (String sql : pattern.statements(brokers, in, out, guarantee)) {
                statement.execute(sql);
            }
            LatencyDriver driver = new LatencyDriver(brokers, in, out, pattern, rate, warmUpSeconds, seconds);
            String isolation = guarantee.equals("exactly-once") ? "read_committed" : "read_uncommitted";
            CoresMeter[] meter = new CoresMeter[1];
            ProcessTree job = new ProcessTree(server.pid());
            LatencyDriver.Figures figures = driver.run(isolation, () -> ProcessHandle.of(server.pid()).isPresent(),
                    () -> meter[0] = new CoresMeter().with("job", job));
            checkSink(statement);
            JsonLine line = cell(peer, pattern, rate).put("seconds", seconds).put("warmup", warmUpSeconds)
                    .put("isolation", isolation).put("events", figures.millis().length)
                    .put("missing", figures.missing())
                    .put("p50_ms", figures.at(0.5), 2).put("p95_ms", figures.at(0.95), 2)
                    .put("p99_ms", figures.at(0.99), 2).put("p999_ms", figures.at(0.999), 2)
                    .put("max_ms", figures.at(1), 2).put("driver_lag_ms", figures.driverLagMillis(), 1);
            isComplete &= figures.missing() == 0;
            tellTurnaround(statement, line);
            return meter[0].on(line);
        }
    }

    /** Of the last one to two minutes: what of all that the server itself takes, without the brokers. */
    private static void tellTurnaround(Statement statement, JsonLine line) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "SELECT p50_ms, p99_ms, max_ms FROM millrace.turnaround WHERE of = 'sources'")) {
            rows.next();
            line.put("turnaround_p50_ms", rows.getDouble(1), 3).put("turnaround_p99_ms", rows.getDouble(2), 3)
                    .put("turnaround_max_ms", rows.getDouble(3), 3);
        }
    }

    private static JsonLine cell(String peer, LatencyPattern pattern, int rate) {
        return new JsonLine().put("bench", "latency").put("peer", peer).put("pattern", pattern.label())
                .put("rate", rate);
    }

    private static void checkSink(Statement statement) throws SQLException {
        try (ResultSet sinks = statement.executeQuery("SELECT status, message FROM millrace.sinks")) {
            while (sinks.next()) {
                if (!sinks.getString(1).equals("running")) {
                    throw new SQLException("the sink is " + sinks.getString(1) + ": " + sinks.getString(2));
                }
            }
        }
    }

    private static void create(String brokers, String... topics) throws IOException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            for (String topic : topics) {
                NewTopic made = new NewTopic(topic, LatencyDriver.PARTITIONS, (short) 1);
                admin.createTopics(List.of(made)).all().get();
            }
        } catch (ExecutionException e) {
            throw new IOException("topics cannot be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Runs a script of the harness; what it prints is its line of figures. */
    private void script(String name, String... arguments) throws IOException {
        Path script = harness.resolve(name).toAbsolutePath();
        if (!Files.isExecutable(script)) {
            throw new IOException(script + " cannot be run");
        }
        List<String> command = new java.util.ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            isComplete &= process.waitFor() == 0;
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}

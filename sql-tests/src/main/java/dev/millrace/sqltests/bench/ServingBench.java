package dev.millrace.sqltests.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * An application's statements: point reads, durable single-row writes under a materialized view, and COPY, from pgbench
 * and pgjdbc, in turn on a server of its own and on a PostgreSQL that runs already. Client and server share the cores,
 * so what counts is the CPU that a statement costs on both sides.
 */
@Command(name = "serving", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Point reads, durable writes and COPY, beside PostgreSQL; needs pgbench.")
final class ServingBench implements Callable<Integer> {
    @Option(names = "--test", split = ",", paramLabel = "NAME",
            description = "select, insert, update, delete, copy; all by default.")
    private List<ServingTest> tests = List.of(ServingTest.values());

    @Option(names = "--protocol", split = ",", paramLabel = "NAME",
            description = "simple, extended, prepared (default).")
    private List<String> protocols = List.of("prepared");

    @Option(names = "--clients", split = ",", paramLabel = "N", description = "Clients at a time (1,8,32).")
    private List<Integer> clients = List.of(1, 8, 32);

    @Option(names = "--threads", paramLabel = "N", description = "Threads of pgbench (1).")
    private int threads = 1;

    @Option(names = "--rows", paramLabel = "N", description = "Rows of the table, and of COPY (1000000).")
    private long rows = 1_000_000;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of a measurement (5).")
    private int seconds = 5;

    @Option(names = "--warmup", paramLabel = "N", description = "Seconds before the first one of a test (10).")
    private int warmupSeconds = 10;

    @Option(names = "--reps", paramLabel = "N", description = "Measurements of each kind on each side (3).")
    private int reps = 3;

    @Option(names = "--postgres", paramLabel = "JDBC-URL",
            description = "A PostgreSQL on this machine to compare with; its table bid is dropped.")
    private String postgres;

    @Option(names = "--java", paramLabel = "OPTIONS", description = "Options for the server's java (-Xmx2g).")
    private String javaOptions = "-Xmx2g";

    /** Rates by what was measured, on either side. */
    private final Map<String, List<Double>> rates = new HashMap<>();
    private PgBench pgbench;
    private CopyRows copyRows;

    @Override
    public Integer call() throws IOException, SQLException {
        try (OwnServer server = OwnServer.start(List.of(javaOptions.split(" ")), List.of(), Map.of());
                PgBench started = new PgBench()) {
            pgbench = started;
            List<ServingPeer> peers = new ArrayList<>(List.of(ServingPeer.millrace(server.url(), server.pid())));
            if (postgres != null) {
                peers.addFirst(ServingPeer.postgres(postgres));
            }
            for (ServingTest test : tests) {
                if (test == ServingTest.COPY) {
                    copy(peers);
                } else {
                    for (String protocol : protocols) {
                        statements(test, protocol, peers);
                    }
                }
            }
            for (ServingPeer peer : peers) {
                peer.drop();
            }
            server.stop();
        }
        return 0;
    }

    // ---- short statements -------------------------------------------------------------------------------------------

    private void statements(ServingTest test, String protocol, List<ServingPeer> peers)
            throws IOException, SQLException {
        for (ServingPeer peer : peers) {
            peer.prepare(test, rows);
            if (warmupSeconds > 0) {
                pgbench.run(peer, new PgBench.Load(test.script(), protocol, 8, threads, warmupSeconds, rows));
            }
        }
        for (int count : clients) {
            String key = test + " " + protocol + " " + count;
            for (int rep = 1; rep <= reps; rep++) {
                for (ServingPeer peer : peers) {
                    if (test == ServingTest.DELETE) {
                        peer.prepare(test, rows);
                    }
                    statements(test, protocol, count, rep, peer, key);
                }
            }
            compare(key, test, protocol, count);
        }
    }

    private void statements(
            ServingTest test, String protocol, int count, int rep, ServingPeer peer, String key) throws IOException {
        double before = peer.processes().cpuSeconds();
        PgBench.Run run =
                pgbench.run(peer, new PgBench.Load(test.script(), protocol, count, threads, seconds, rows));
        double used = peer.processes().cpuSeconds() - before;
        note(peer, key, run.perSecond());
        System.out.println(line(peer, test).put("protocol", protocol).put("clients", count).put("rep", rep)
                .put("seconds", seconds).put("per_s", run.perSecond(), 0)
                .put("p50_ms", run.p50Millis(), 3).put("p99_ms", run.p99Millis(), 3)
                .put("cpu_s", used, 2).put("client_cpu_s", run.clientCpuSeconds(), 2)
                .put("cpu_us_each", used / (run.perSecond() * seconds) * 1e6, 1));
    }

    // ---- bulk -------------------------------------------------------------------------------------------------------

    private void copy(List<ServingPeer> peers) throws IOException, SQLException {
        copyRows = new CopyRows(rows);
        int warmups = warmupSeconds > 0 ? 2 : 0;
        for (int rep = 1 - warmups; rep <= reps; rep++) {
            for (ServingPeer peer : peers) {
                peer.prepare(ServingTest.COPY, rows);
                copy(peer, rep);
            }
        }
        compare(ServingTest.COPY.name(), ServingTest.COPY, "copy", 1);
    }

    private void copy(ServingPeer peer, int rep) throws IOException, SQLException {
        double before = peer.processes().cpuSeconds();
        long startNanos = System.nanoTime();
        long copied;
        try (Connection connection = peer.connect()) {
            copied = copyRows.sendTo(connection);
        }
        double elapsed = (System.nanoTime() - startNanos) / 1e9;
        double used = peer.processes().cpuSeconds() - before;
        if (copied != rows) {
            throw new IOException(peer.name() + " copied " + copied + " of " + rows + " rows");
        }
        if (rep > 0) {
            note(peer, ServingTest.COPY.name(), copied / elapsed);
            System.out.println(line(peer, ServingTest.COPY).put("clients", 1).put("rep", rep).put("rows", copied)
                    .put("seconds", elapsed, 3).put("per_s", copied / elapsed, 0).put("cpu_s", used, 2)
                    .put("cpu_us_each", used / copied * 1e6, 2));
        }
    }

    // ---- figures ----------------------------------------------------------------------------------------------------

    private static JsonLine line(ServingPeer peer, ServingTest test) {
        return new JsonLine().put("bench", "serving").put("peer", peer.name())
                .put("test", test.name().toLowerCase(Locale.ROOT));
    }

    private void note(ServingPeer peer, String key, double rate) {
        rates.computeIfAbsent(peer.name() + " " + key, unseen -> new ArrayList<>()).add(rate);
    }

    /** The ratio of the medians, which moves less than either of them. */
    private void compare(String key, ServingTest test, String protocol, int count) {
        if (postgres == null) {
            return;
        }
        double own = median(rates.get("millrace " + key));
        double other = median(rates.get("postgresql " + key));
        System.out.println(new JsonLine().put("bench", "serving").put("peer", "ratio")
                .put("test", test.name().toLowerCase(Locale.ROOT)).put("protocol", protocol).put("clients", count)
                .put("millrace_per_s", own, 0).put("postgresql_per_s", other, 0).put("ratio", own / other, 2));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}

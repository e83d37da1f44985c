package dev.millrace.sqltests.trial;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The promise: a statement ends within 100 ms after its time is up, or after the client has asked it to, whatever it
 * does at that moment: while it is read, planned, run, written, built up, followed, or waits. Afterwards the session
 * goes on, and nothing half-done is left.
 */
@Command(name = "interrupt", mixinStandardHelpOptions = true,
        description = "Measures how soon statements end at statement_timeout and at a cancel request, in every phase.")
final class InterruptTrial implements Callable<Integer> {
    private static final double LATE_MS_MAX = 100;
    private static final int TIMEOUT_MS = 150;
    private static final long LOCK = 4711;

    @Option(names = "--rounds", defaultValue = "5", description = "of every phase (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--only", description = "one phase, by name")
    private String only;

    private int faults;

    @Override
    public Integer call() throws Exception {
        Figures figures = new Figures("interrupt").with("rounds", rounds);
        try (OwnServer server = OwnServer.start();
                RawSession session = RawSession.open(server.port());
                Connection holder = DriverManager.getConnection(server.url());
                Statement holding = holder.createStatement()) {
            holding.execute("CREATE TABLE wide (id bigint PRIMARY KEY)");
            holding.execute("INSERT INTO wide SELECT g FROM generate_series(1, 300000) AS s(g)");
            holding.execute("CREATE TABLE small (id bigint PRIMARY KEY, t text)");
            holding.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            for (Map.Entry<String, String> phase : phases().entrySet()) {
                if (only == null || only.equals(phase.getKey())) {
                    Times timeouts = new Times();
                    Times cancels = new Times();
                    for (int i = 0; i < rounds; i++) {
                        session.check(WireMessages.query("SET statement_timeout = '" + TIMEOUT_MS + "ms'"));
                        timeouts.add(late(session, phase, false));
                        session.check(WireMessages.query("SET statement_timeout = 0"));
                        cancels.add(late(session, phase, true));
                    }
                    report(phase.getKey(), timeouts, cancels, figures);
                }
            }
            try (ResultSet rows = holding.executeQuery(
                    "SELECT (SELECT count(*) FROM small), (SELECT count(*) FROM millrace.views)")) {
                rows.next();
                if (rows.getLong(1) + rows.getLong(2) > 0) {
                    fault("something is left of a statement that was ended");
                }
            }
        }
        return figures.with("faults", faults).finish(faults == 0);
    }

    private static Map<String, String> phases() {
        String endless =
                "SELECT count(*) FROM wide AS a JOIN wide AS b ON a.id + b.id < 0 JOIN wide AS c ON b.id + c.id < 0";
        Map<String, String> phases = new LinkedHashMap<>();
        phases.put("read", "SELECT * FROM small WHERE id IN (" + IntStream.range(0, 250_000)
                .mapToObj(Integer::toString).collect(Collectors.joining(", ")) + ")");
        phases.put("plan", "SELECT count(*) FROM " + IntStream.range(0, 400)
                .mapToObj(i -> "wide AS w" + i).collect(Collectors.joining(", ")) + " WHERE " + IntStream.range(1, 400)
                .mapToObj(i -> "w" + i + ".id = w" + (i * 7 % i) + ".id").collect(Collectors.joining(" AND ")));
        phases.put("fold", "SELECT " + IntStream.range(0, 4_000)
                .mapToObj(i -> "length(repeat('x', " + (1_000_000 + i) + "))").collect(Collectors.joining(", ")));
        phases.put("join", endless);
        phases.put("series", "SELECT count(*) FROM generate_series(1, 1000000) AS s(g),"
                + " generate_series(1, 1000) AS r(h) WHERE g + h < 0");
        phases.put("sort", "SELECT a.id FROM wide AS a, generate_series(1, 1000) AS s(g)"
                + " ORDER BY (a.id * g) % 1009 LIMIT 3");
        phases.put("recursion", "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 90000)"
                + " SELECT count(*) FROM r AS a, r AS b, r AS c WHERE a.n + b.n + c.n < 0");
        phases.put("insert", "INSERT INTO small SELECT a.id * 1000 + g, NULL FROM wide AS a,"
                + " generate_series(1, 900) AS s(g) WHERE a.id + g > 0");
        phases.put("delete", "DELETE FROM small WHERE id IN (" + endless + ")");
        phases.put("build up", "CREATE MATERIALIZED VIEW endless AS " + endless);
        phases.put("build up, unread", "CREATE MATERIALIZED VIEW endless AS SELECT id % 10 AS k, count(*)"
                + " FROM wide, generate_series(1, 10000) AS s(g) GROUP BY 1");
        phases.put("follow", "SUBSCRIBE TO small");
        phases.put("copy, silent", "COPY small FROM STDIN");
        phases.put("lock", "SELECT pg_advisory_lock(" + LOCK + ")");
        phases.put("sleep", "SELECT pg_sleep(60)");
        return phases;
    }

    /** How late the statement has ended, in nanoseconds. */
    private long late(RawSession session, Map.Entry<String, String> phase, boolean isCancel) throws Exception {
        byte[] query = WireMessages.query(phase.getValue());
        session.send(query);
        long begin = System.nanoTime();
        long due = begin + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
        Thread canceller = isCancel ? Thread.ofPlatform().daemon().start(() -> cancel(session)) : null;
        String state = session.await();
        long end = System.nanoTime();
        if (canceller != null) {
            canceller.join();
        }
        if (!state.equals("57014")) {
            fault(phase.getKey() + (isCancel ? " at a cancel" : " at its timeout") + " ended with " + state + " after "
                    + (end - begin) / 1_000_000 + " ms");
        }
        return Math.max(0, end - due);
    }

    private static void cancel(RawSession session) {
        try {
            Thread.sleep(TIMEOUT_MS);
            session.cancel();
        } catch (IOException | InterruptedException e) {
            // told by how the statement ends
        }
    }

    private void fault(String what) {
        faults++;
        System.out.println("FAULT " + what);
    }

    private void report(String phase, Times timeouts, Times cancels, Figures figures) {
        System.out.printf("%-18s late at its timeout %8.1f ms at most, at a cancel %8.1f ms%n",
                phase, timeouts.millis(1), cancels.millis(1));
        String name = phase.replaceAll("[^a-z]+", "_");
        figures.with(name + "_timeout_late_ms_max", timeouts.millis(1))
                .with(name + "_cancel_late_ms_max", cancels.millis(1));
        if (timeouts.millis(1) > LATE_MS_MAX || cancels.millis(1) > LATE_MS_MAX) {
            fault(phase + " ends too late");
        }
    }
}

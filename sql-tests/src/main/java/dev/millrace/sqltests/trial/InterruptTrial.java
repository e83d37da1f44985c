package dev.millrace.sqltests.trial;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.millrace.sqltests.server.OwnServer;
import dev.millrace.sqltests.server.WireMessages;

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
    /** Of the rounds, each of which meets a phase at another moment. */
    private static final int TIMEOUT_STEP_MS = 170;
    private static final int LONG_ROWS = 2_000_000;
    private static final long LOCK = 4711;

    @Option(names = "--rounds", defaultValue = "5", description = "of every phase (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--only", description = "one phase, by name")
    private String only;

    private int faults;

    @Override
    public Integer call() throws Exception {
        Figures figures = new Figures("interrupt").with("rounds", rounds);
        try (OwnServer server = OwnServer.start(List.of("-Xmx6g"), List.of(), Map.of());
                RawSession session = RawSession.open(server.port());
                Connection holder = DriverManager.getConnection(server.url());
                Statement holding = holder.createStatement()) {
            holding.execute("CREATE TABLE wide (id bigint PRIMARY KEY)");
            holding.execute("INSERT INTO wide SELECT g FROM generate_series(1, 300000) AS s(g)");
            holding.execute("CREATE TABLE small (id bigint PRIMARY KEY, t text)");
            holding.execute("CREATE TABLE long (id bigint PRIMARY KEY, k bigint, t text)");
            holding.execute("INSERT INTO long SELECT g, g::bigint * 7919 % 1000003, md5(g::text)"
                    + " FROM generate_series(1, " + LONG_ROWS + ") AS s(g)");
            holding.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            for (Map.Entry<String, String> phase : phases().entrySet()) {
                if (only == null || only.equals(phase.getKey())) {
                    Times timeouts = new Times();
                    Times cancels = new Times();
                    for (int i = 0; i < rounds; i++) {
                        int millis = TIMEOUT_MS + i * TIMEOUT_STEP_MS;
                        session.check(WireMessages.query("SET statement_timeout = '" + millis + "ms'"));
                        timeouts.add(late(session, phase, millis, false));
                        session.check(WireMessages.query("SET statement_timeout = 0"));
                        cancels.add(late(session, phase, millis, true));
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
        phases.put("sort, whole", "SELECT t FROM long ORDER BY t OFFSET " + (LONG_ROWS - 1));
        phases.put("sort, by two", "SELECT k, t FROM long ORDER BY k % 10, t DESC OFFSET " + (LONG_ROWS - 1));
        phases.put("window", "SELECT max(n) FROM (SELECT row_number() OVER (ORDER BY t) AS n FROM long) AS w");
        phases.put("window, parted", "SELECT max(n) FROM (SELECT sum(k) OVER (PARTITION BY k % 3 ORDER BY t"
                + " ROWS BETWEEN 5 PRECEDING AND 5 FOLLOWING) AS n FROM long) AS w");
        phases.put("groups", "SELECT max(n) FROM (SELECT t, count(*) AS n FROM long GROUP BY t) AS g");
        phases.put("distinct", "SELECT count(DISTINCT t || k) FROM long");
        phases.put("array", "SELECT cardinality(array_agg(t ORDER BY t DESC)) FROM long");
        phases.put("percentile", "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY t) FROM long");
        phases.put("join, built", "SELECT count(*) FROM long AS a JOIN long AS b ON a.t = b.t");
        phases.put("except", "SELECT count(*) FROM (SELECT t FROM long EXCEPT SELECT md5(t) FROM long) AS e");
        phases.put("update", "UPDATE long SET k = k + 1");
        phases.put("index", "CREATE UNIQUE INDEX long_t ON long (t, k)");
        phases.put("table", "CREATE TABLE other AS SELECT a.t, a.k, a.id FROM long AS a, generate_series(1, 50)");
        phases.put("check", "ALTER TABLE long ADD CHECK (t ~ '^[0-9a-f]+$' AND length(t || k) > 3)");
        phases.put("loop", "DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$");
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
    private long late(RawSession session, Map.Entry<String, String> phase, int millis, boolean isCancel)
            throws Exception {
        byte[] query = WireMessages.query(phase.getValue());
        session.send(query);
        long begin = System.nanoTime();
        long due = begin + TimeUnit.MILLISECONDS.toNanos(millis);
        Thread canceller = isCancel ? Thread.ofPlatform().daemon().start(() -> cancel(session, millis)) : null;
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

    private static void cancel(RawSession session, int millis) {
        try {
            Thread.sleep(millis);
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

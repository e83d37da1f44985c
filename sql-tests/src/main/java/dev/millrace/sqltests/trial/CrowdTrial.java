package dev.millrace.sqltests.trial;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.millrace.sqltests.server.OwnServer;
import dev.millrace.sqltests.server.ServerMeter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Hundreds of views on one node: where nothing happens they cost nothing, and where much happens none is left behind:
 * every view in real time keeps up, every slower one is never later than it may be, whatever the others cost. At the
 * end each equals its query.
 */
@Command(name = "crowd", mixinStandardHelpOptions = true,
        description = "Hundreds of views on one server: idle they cost nothing, busy none starves another.")
final class CrowdTrial implements Callable<Integer> {
    /** What a server with nothing to do may use of one processor. */
    private static final double IDLE_CORES_MAX = 0.03;
    private static final long SLOW_MILLIS = 500;
    private static final int CUSTOMERS = 500;

    /** Kinds of views, with the view's number. */
    private static final List<String> KINDS = List.of(
            "SELECT id, customer, amount * %1$d AS scaled FROM sale WHERE amount %% 7 = %1$d %% 7",
            "SELECT customer, count(*) AS n, sum(amount) AS total FROM sale WHERE region <> %1$d %% 10"
                    + " GROUP BY customer",
            "SELECT region, avg(amount) AS mean, min(amount) AS least, count(DISTINCT customer) AS customers"
                    + " FROM sale WHERE customer %% 3 = %1$d %% 3 GROUP BY region",
            "SELECT s.id, c.name, s.amount FROM sale s JOIN customer c ON c.id = s.customer WHERE c.tier = %1$d %% 5",
            "SELECT id, amount FROM sale WHERE region = %1$d %% 10 ORDER BY amount DESC, id LIMIT 10",
            "SELECT id, customer, lag(amount) OVER (PARTITION BY customer ORDER BY id) AS before"
                    + " FROM sale WHERE region = %1$d %% 10",
            "SELECT region, count(*) AS n FROM sale WHERE at > now() - INTERVAL '%1$d seconds' GROUP BY region",
            "SELECT c.tier, sum(s.amount) AS total FROM customer c LEFT JOIN sale s ON s.customer = c.id"
                    + " AND s.region = %1$d %% 10 GROUP BY c.tier HAVING count(*) > %1$d");
    /** Costly for each change: as many rows as its region has. */
    private static final String HEAVY =
            "SELECT a.region, count(*) AS pairs FROM sale a JOIN sale b ON a.region = b.region AND a.amount < b.amount"
                    + " GROUP BY a.region";

    @Option(names = "--views", defaultValue = "200", description = "default: ${DEFAULT-VALUE}")
    private int views;

    @Option(names = "--seconds", defaultValue = "30", description = "of writing (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--idle-seconds", defaultValue = "20", description = "of silence, measured (${DEFAULT-VALUE})")
    private int idleSeconds;

    @Option(names = "--writers", defaultValue = "4", description = "connections that write (${DEFAULT-VALUE})")
    private int writers;

    @Option(names = "--rows", defaultValue = "2000", description = "of the table (${DEFAULT-VALUE})")
    private int rows;

    @Option(names = "--late-ms-max", defaultValue = "1000",
            description = "how far any view may be behind what it promises (${DEFAULT-VALUE})")
    private long lateMillisMax;

    @Option(names = "--seed", defaultValue = "1", description = "of all chance (${DEFAULT-VALUE})")
    private long seed;

    private final Map<String, String> queries = new LinkedHashMap<>();
    private final Crew crew = new Crew();
    private final AtomicLong writes = new AtomicLong();
    private final Times writeTimes = new Times();
    private long latestMillis;
    private String latestView = "";
    private long samples;

    @Override
    public Integer call() throws Exception {
        try (OwnServer server = OwnServer.start(List.of("-Xmx2g"), List.of(), Map.of());
                Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement();
                ServerMeter meter = new ServerMeter(server.pid())) {
            create(statement);
            double idleCores = idle(meter);
            System.out.printf("idle: %.4f of a processor%n", idleCores);
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                crew.start("writer " + writer, () -> write(server.url(), number));
            }
            crew.start("watcher", () -> watch(server.url()));
            crew.runFor(seconds, () -> System.out.printf("%d writes%n", writes.get()));
            Throwable fault = crew.join();
            if (fault != null) {
                System.err.println("millrace: " + fault + "\n" + server.lastWords());
            }
            int unequal = fault == null ? unequal(statement) : -1;
            boolean isIdle = idleCores <= IDLE_CORES_MAX;
            boolean holds = fault == null && unequal == 0 && isIdle && latestMillis <= lateMillisMax;
            return new Figures("crowd")
                    .with("views", queries.size())
                    .with("idle_cores", idleCores)
                    .with("writes_per_s", (double) writes.get() / seconds)
                    .with("write_ms_p50", writeTimes.millis(0.5))
                    .with("write_ms_p99", writeTimes.millis(0.99))
                    .with("looks", samples)
                    .with("late_ms_max", latestMillis)
                    .with("latest_view", latestView)
                    .with("views_that_differ", unequal)
                    .finish(holds);
        }
    }

    private void create(Statement statement) throws SQLException {
        statement.execute("CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, tier int NOT NULL)");
        statement.execute("INSERT INTO customer SELECT i, 'customer ' || i, i % 5 FROM generate_series(0, "
                + (CUSTOMERS - 1) + ") i");
        statement.execute("CREATE TABLE sale (id int PRIMARY KEY, customer int NOT NULL, region int NOT NULL,"
                + " amount int NOT NULL, at timestamptz NOT NULL DEFAULT now())");
        statement.execute("INSERT INTO sale (id, customer, region, amount) SELECT i, i * 7 % " + CUSTOMERS
                + ", i % 10, i * 31 % 1000 FROM generate_series(1, " + rows + ") i");
        for (int i = 1; i < views; i++) {
            queries.put("v" + i, KINDS.get(i % KINDS.size()).formatted(i));
        }
        queries.put("heavy", HEAVY);
        int number = 0;
        for (Map.Entry<String, String> view : queries.entrySet()) {
            // Every fifth need not be fresh; nor need the costly one, which is the last.
            boolean isSlow = number++ % 5 == 4 || view.getKey().equals("heavy");
            statement.execute("CREATE MATERIALIZED VIEW " + view.getKey()
                    + (isSlow ? " WITH (freshness = '" + SLOW_MILLIS + " ms')" : "") + " AS " + view.getValue());
        }
    }

    /** Processors used while nobody asks for anything. */
    private double idle(ServerMeter meter) throws IOException, InterruptedException {
        // What the creation left to do, and the clock's passing over rows that were new, is not silence.
        TimeUnit.SECONDS.sleep(idleSeconds);
        double before = meter.read().cpuSeconds();
        long start = System.nanoTime();
        TimeUnit.SECONDS.sleep(idleSeconds);
        return (meter.read().cpuSeconds() - before) / ((System.nanoTime() - start) / 1e9);
    }

    private void write(String url, int writer) throws SQLException {
        Random random = new Random(seed * 1_000 + writer);
        Times mine = new Times();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            while (crew.goesOn()) {
                // Each writer has rows of its own, so that nobody waits for another's lock.
                int id = 1 + writer + writers * random.nextInt(rows / writers);
                long start = System.nanoTime();
                statement.executeUpdate(switch (random.nextInt(4)) {
                    case 0 -> "DELETE FROM sale WHERE id = " + id;
                    case 1 -> "UPDATE sale SET amount = " + random.nextInt(1000) + ", at = now() WHERE id = " + id;
                    default -> "INSERT INTO sale (id, customer, region, amount) VALUES (" + id + ", "
                            + random.nextInt(CUSTOMERS) + ", " + random.nextInt(10) + ", " + random.nextInt(1000)
                            + ") ON CONFLICT (id) DO UPDATE SET amount = excluded.amount, region = excluded.region";
                });
                mine.add(System.nanoTime() - start);
                writes.incrementAndGet();
            }
        }
        synchronized (writeTimes) {
            writeTimes.addAll(mine);
        }
    }

    /** Looks how far every view is behind, over and over. */
    private void watch(String url) throws SQLException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            while (crew.goesOn()) {
                try (ResultSet late = statement.executeQuery("SELECT name, lag_ms - CASE freshness WHEN 'real-time'"
                        + " THEN 0 ELSE " + SLOW_MILLIS + " END AS late FROM millrace.views"
                        + " ORDER BY late DESC LIMIT 1")) {
                    late.next();
                    samples++;
                    if (late.getLong(2) > latestMillis) {
                        latestMillis = late.getLong(2);
                        latestView = late.getString(1);
                    }
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private int unequal(Statement statement) throws SQLException {
        int unequal = 0;
        for (Map.Entry<String, String> view : queries.entrySet()) {
            statement.execute("REFRESH MATERIALIZED VIEW " + view.getKey());
            long rows = ViewCheck.differences(statement, view.getKey(), view.getValue());
            if (rows != 0) {
                unequal++;
                System.out.println(view.getKey() + " differs in " + rows + " rows: " + view.getValue());
            }
        }
        return unequal;
    }
}

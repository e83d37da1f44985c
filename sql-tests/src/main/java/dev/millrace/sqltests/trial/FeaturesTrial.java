package dev.millrace.sqltests.trial;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The promise: what a payment means for its card is read, by another connection than the one that wrote it, within 5 ms
 * of when the payment came, 99 times of 100, at thousands of payments a second of which a third are of one card.
 * Payments come at fixed moments, and each is timed from its moment, so that who waits in line is not forgotten. Every
 * read must hold its own payment; at the end both views must equal their queries.
 */
@Command(name = "features", mixinStandardHelpOptions = true,
        description = "Measures a payment's INSERT until its features are read elsewhere, with a hot key.")
final class FeaturesTrial implements Callable<Integer> {
    private static final double MS_MAX = 5;
    private static final int HOT_CARD = 0;

    /** What each payment saw of its card, and what holds of a card now. */
    private static final Map<String, String> VIEWS = Map.of(
            "seen",
            "SELECT id, card, count(*) OVER w AS n, sum(amount) OVER w AS spent, lag(country) OVER c AS country_before"
                    + " FROM payment WINDOW c AS (PARTITION BY card ORDER BY at, id),"
                    + " w AS (PARTITION BY card ORDER BY at"
                    + " RANGE BETWEEN INTERVAL '5 minutes' PRECEDING AND CURRENT ROW)",
            "card_now",
            "SELECT card, count(*) AS n, sum(amount) AS spent, count(DISTINCT merchant) AS merchants, max(id) AS newest"
                    + " FROM payment WHERE at > now() - INTERVAL '5 minutes' GROUP BY card");

    @Option(names = "--rate", defaultValue = "5000", description = "payments a second (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "30", description = "measured (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "20", description = "seconds before, not counted (${DEFAULT-VALUE})")
    private int warmUpSeconds;

    @Option(names = "--clients", defaultValue = "16",
            description = "each with one connection that writes and one that reads (${DEFAULT-VALUE})")
    private int clients;

    @Option(names = "--cards", defaultValue = "10000", description = "default: ${DEFAULT-VALUE}")
    private int cards;

    @Option(names = "--hot-percent", defaultValue = "30", description = "of one card (${DEFAULT-VALUE})")
    private int hotPercent;

    @Option(names = "--seed", defaultValue = "1", description = "of all chance (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--java", paramLabel = "OPTIONS", defaultValue = "-XX:+UseG1GC -XX:MaxRAMPercentage=60",
            description = "options for the server's java (${DEFAULT-VALUE})")
    private String javaOptions;

    @Option(names = "--server", paramLabel = "OPTION", arity = "1..*", description = "options for the server itself")
    private List<String> serverOptions = List.of();

    private final Crew crew = new Crew();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final Times hot = new Times();
    private final Times others = new Times();
    private final Times inserts = new Times();

    @Override
    public Integer call() throws Exception {
        try (OwnServer server = OwnServer.start(List.of(javaOptions.split(" ")), serverOptions, Map.of())) {
            execute(server, "CREATE TABLE payment (id bigint PRIMARY KEY, card int NOT NULL, merchant int NOT NULL,"
                    + " country char(2) NOT NULL, amount numeric(12,2) NOT NULL,"
                    + " at timestamptz NOT NULL DEFAULT now())");
            for (Map.Entry<String, String> view : VIEWS.entrySet()) {
                execute(server, "CREATE MATERIALIZED VIEW " + view.getKey() + " AS " + view.getValue());
            }
            long begin = System.nanoTime();
            for (int client = 0; client < clients; client++) {
                int number = client;
                crew.start("client " + client, () -> pay(server.url(), number, begin));
            }
            crew.runFor(warmUpSeconds + seconds, () -> System.out.printf(
                    "%d payments, the slowest of the last second after %.1f ms%n", done.get(),
                    slowestNanos.getAndSet(0) / 1e6));
            Throwable fault = crew.join();
            if (fault != null) {
                System.err.println("millrace: " + fault + "\n" + server.lastWords());
            }
            long differences = fault == null ? differences(server) : -1;
            server.stop();
            return report(fault, differences);
        }
    }

    private static void execute(OwnServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The payments of one client: every so many-th of all. */
    private void pay(String url, int client, long begin) throws SQLException {
        SplittableRandom random = new SplittableRandom(seed * 1_000 + client);
        Times myHot = new Times();
        Times myOthers = new Times();
        Times myInserts = new Times();
        long countedFrom = begin + TimeUnit.SECONDS.toNanos(warmUpSeconds);
        // The driver keeps a statement on the server from its fifth use on.
        try (Connection writing = DriverManager.getConnection(url);
                Connection reading = DriverManager.getConnection(url);
                PreparedStatement insert = writing.prepareStatement(
                        "INSERT INTO payment (id, card, merchant, country, amount) VALUES (?, ?, ?, ?, ?)");
                PreparedStatement read = reading.prepareStatement(
                        "SELECT n, spent, merchants, newest FROM card_now WHERE card = ?")) {
            for (long id = client; crew.goesOn(); id += clients) {
                long due = begin + TimeUnit.SECONDS.toNanos(id) / rate;
                for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                    LockSupport.parkNanos(due - now);
                }
                boolean isHot = random.nextInt(100) < hotPercent;
                int card = isHot ? HOT_CARD : 1 + random.nextInt(cards - 1);
                insert.setLong(1, id);
                insert.setInt(2, card);
                insert.setInt(3, random.nextInt(50));
                insert.setString(4, random.nextInt(20) == 0 ? "FR" : "US");
                insert.setBigDecimal(5, BigDecimal.valueOf(random.nextLong(1, 100_000), 2));
                insert.executeUpdate();
                long inserted = System.nanoTime();
                expect(read, card, id);
                long nanos = System.nanoTime() - due;
                done.incrementAndGet();
                slowestNanos.accumulateAndGet(nanos, Math::max);
                if (due >= countedFrom) {
                    (isHot ? myHot : myOthers).add(nanos);
                    myInserts.add(inserted - due);
                }
            }
        }
        synchronized (this) {
            hot.addAll(myHot);
            others.addAll(myOthers);
            inserts.addAll(myInserts);
        }
    }

    /** The card's newest payment is at least this one, which was acknowledged. */
    private static void expect(PreparedStatement read, int card, long id) throws SQLException {
        read.setInt(1, card);
        try (ResultSet rows = read.executeQuery()) {
            if (!rows.next() || rows.getLong(1) < 1 || rows.getLong(4) < id) {
                throw new AssertionError("payment " + id + " is not in the features of card " + card);
            }
        }
    }

    /** Rows in which the views and their queries, asked now, differ. */
    private static long differences(OwnServer server) throws SQLException {
        long all = 0;
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> view : VIEWS.entrySet()) {
                long rows = ViewCheck.differences(statement, view.getKey(), view.getValue());
                System.out.printf("%s: %d rows differ from its query%n", view.getKey(), rows);
                all += rows;
            }
        }
        return all;
    }

    private int report(Throwable fault, long differences) {
        Times all = new Times();
        all.addAll(hot);
        all.addAll(others);
        double asked = (double) rate * seconds;
        return new Figures("features")
                .with("rate", rate)
                .with("seconds", seconds)
                .with("clients", clients)
                .with("hot_percent", hotPercent)
                .with("payments", all.count())
                .with("insert_ms_p50", inserts.millis(0.5))
                .with("insert_ms_p99", inserts.millis(0.99))
                .with("read_ms_p50", all.millis(0.5))
                .with("read_ms_p99", all.millis(0.99))
                .with("read_ms_p999", all.millis(0.999))
                .with("read_ms_max", all.millis(1))
                .with("hot_ms_p99", hot.millis(0.99))
                .with("others_ms_p99", others.millis(0.99))
                .with("rows_that_differ", differences)
                .finish(fault == null && differences == 0 && all.millis(0.99) <= MS_MAX && all.count() > 0.98 * asked);
    }
}

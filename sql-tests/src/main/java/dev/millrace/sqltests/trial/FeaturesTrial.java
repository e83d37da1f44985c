package dev.millrace.sqltests.trial;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The promise: what a payment means for its card is read, by another connection than the one that wrote it, within 5 ms
 * of when the payment came, 99 times of 100, at thousands of payments a second of which a third are of one card. Every
 * read must hold its own payment; at the end both views must equal their queries.
 */
@Command(name = "features", mixinStandardHelpOptions = true,
        description = "Measures a payment's INSERT until its features are read elsewhere, with a hot key.")
final class FeaturesTrial implements Callable<Integer> {
    private static final double MS_MAX = 5;

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

    @Option(names = "--driver", defaultValue = "WIRE",
            description = "one thread that speaks the protocol, or pgjdbc with a thread for each client:"
                    + " ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Driver driver;

    @Option(names = "--cards", defaultValue = "10000", description = "default: ${DEFAULT-VALUE}")
    private int cards;

    @Option(names = "--hot-percent", defaultValue = "30", description = "of one card (${DEFAULT-VALUE})")
    private int hotPercent;

    @Option(names = "--seed", defaultValue = "1", description = "of all chance (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--java", paramLabel = "OPTIONS", defaultValue = OwnServer.JAVA_OPTIONS,
            description = "options for the server's java (${DEFAULT-VALUE})")
    private String javaOptions;

    @Option(names = "--server", paramLabel = "OPTION", arity = "1..*", description = "options for the server itself")
    private List<String> serverOptions = List.of();

    private final Crew crew = new Crew();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final List<Payments> payments = new ArrayList<>();

    /** Who pays. */
    private enum Driver {
        WIRE,
        JDBC
    }

    @Override
    public Integer call() throws Exception {
        try (OwnServer server = OwnServer.start(List.of(javaOptions.split(" ")), serverOptions, Map.of())) {
            execute(server, "CREATE TABLE payment (id bigint PRIMARY KEY, card int NOT NULL, merchant int NOT NULL,"
                    + " country char(2) NOT NULL, amount numeric(12,2) NOT NULL,"
                    + " at timestamptz NOT NULL DEFAULT now())");
            for (Map.Entry<String, String> view : VIEWS.entrySet()) {
                execute(server, "CREATE MATERIALIZED VIEW " + view.getKey() + " AS " + view.getValue());
            }
            startClients(server);
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

    private void startClients(OwnServer server) {
        Payments.Plan plan = new Payments.Plan(rate, warmUpSeconds, cards, hotPercent, seed);
        if (driver == Driver.WIRE) {
            payments.add(new Payments(plan, crew, 0, 1, done, slowestNanos));
            crew.start("clients", new WirePayments(server.port(), clients, payments.getFirst()));
            return;
        }
        long begin = System.nanoTime();
        for (int client = 0; client < clients; client++) {
            Payments own = new Payments(plan, crew, client, clients, done, slowestNanos);
            own.begin(begin);
            payments.add(own);
            crew.start("client " + client, new JdbcPayments(server.url(), own));
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
        Times hot = all(Payments::hot);
        Times others = all(Payments::others);
        Times inserts = all(Payments::inserts);
        Times all = new Times();
        all.addAll(hot);
        all.addAll(others);
        double asked = (double) rate * seconds;
        return new Figures("features")
                .with("rate", rate)
                .with("seconds", seconds)
                .with("clients", clients)
                .with("driver", driver.name().toLowerCase(Locale.ROOT))
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

    private Times all(Function<Payments, Times> kind) {
        Times all = new Times();
        payments.forEach(own -> all.addAll(kind.apply(own)));
        return all;
    }
}

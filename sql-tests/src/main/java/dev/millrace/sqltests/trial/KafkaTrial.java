package dev.millrace.sqltests.trial;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.millrace.sqltests.server.Broker;
import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The promise: from Kafka through views into Kafka nothing is lost and nothing comes twice, whatever is killed when.
 * While orders flow, server and broker are killed at random moments, each on its own, sometimes both at once. In the
 * end, over what the producer was acknowledged:
 *
 * <ul>
 *   <li>the views are what those orders add up to;
 *   <li>the append-only output, read with {@code read_committed}, holds every matched order exactly once;
 *   <li>the upserted output holds for each customer totals that only ever grow (so no result came twice, and none came
 *       late), and the last of each is what the view says;
 *   <li>the output written at least once, of rows that come and go all the time, holds in the end what the query says.
 * </ul>
 */
@Command(name = "kafka", mixinStandardHelpOptions = true,
        description = "Kafka through views into Kafka, with kills of server and broker: each result once.")
final class KafkaTrial implements Callable<Integer> {
    private static final int FLOW_SECONDS_BEFORE = 5;
    private static final long CAUGHT_UP_SECONDS_MAX = 180;
    private static final long LOOK_MILLIS = 200;
    private static final long BROKER_UP_MILLIS_MIN = 3_000;

    @Option(names = "--kills", defaultValue = "10", description = "of the server (${DEFAULT-VALUE})")
    private int kills;

    @Option(names = "--broker-kills", defaultValue = "10", description = "of the broker (${DEFAULT-VALUE})")
    private int brokerKillsWanted;

    @Option(names = "--rate", defaultValue = "3000", description = "orders a second (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--pause", defaultValue = "6000",
            description = "milliseconds between two kills at most (${DEFAULT-VALUE})")
    private int pauseMillisMax;

    @Option(names = "--seed", defaultValue = "1", description = "of the moments (${DEFAULT-VALUE})")
    private long seed;

    private final Crew crew = new Crew();
    private final Orders orders = new Orders();
    private final AtomicLong serverKills = new AtomicLong();
    private final AtomicLong brokerKills = new AtomicLong();
    private final AtomicLong serverDownMillis = new AtomicLong();

    @Override
    public Integer call() throws Exception {
        try (Broker broker = Broker.start(); OwnServer server = OwnServer.start()) {
            Topics topics = new Topics(broker.address());
            topics.create("orders", 4);
            topics.create("matched", 3);
            topics.create("totals", 3);
            topics.create("sevenths", 3);
            create(server, broker.address());
            long begin = System.nanoTime();
            crew.start("producer", () -> orders.send(topics, "orders", rate, crew));
            crew.start("server-killer", () -> killServers(server));
            crew.start("broker-killer", () -> killBrokers(broker));
            while (crew.goesOn() && (serverKills.get() < kills || brokerKills.get() < brokerKillsWanted)) {
                TimeUnit.SECONDS.sleep(1);
                System.out.printf("%d orders acknowledged; kills: server %d, broker %d%n",
                        orders.acknowledged(), serverKills.get(), brokerKills.get());
            }
            crew.end();
            Throwable fault = crew.join();
            double seconds = (System.nanoTime() - begin) / 1e9;
            Outputs outputs = new Outputs(topics, orders.acknowledged());
            if (fault == null) {
                fault = check(server, outputs);
            }
            return report(fault, seconds, outputs, server);
        }
    }

    private void create(OwnServer server, String brokers) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            for (String sql : Orders.customerTable()) {
                statement.execute(sql);
            }
            String kafka = "'connector' = 'kafka', 'properties.bootstrap.servers' = '" + brokers + "', 'topic' = ";
            statement.execute("CREATE STREAM orders (" + Orders.topicColumns() + ") WITH (" + kafka + "'orders')");
            statement.execute("""
                    CREATE MATERIALIZED VIEW customer_totals AS
                    SELECT o.customer, c.region, count(*) AS orders, sum(o.amount)::bigint AS amount
                    FROM orders o JOIN customer c ON o.customer = c.id GROUP BY o.customer, c.region""");
            statement.execute("""
                    CREATE MATERIALIZED VIEW region_totals AS
                    SELECT region, sum(orders)::bigint AS orders, sum(amount)::bigint AS amount
                    FROM customer_totals GROUP BY region""");
            statement.execute("CREATE SINK totals FROM customer_totals WITH (" + kafka
                    + "'totals', 'key' = 'customer', 'key.format' = 'plain')");
            statement.execute("CREATE SINK matched AS SELECT o.id, o.customer, c.region FROM orders o "
                    + "JOIN customer c ON o.customer = c.id WITH (" + kafka + "'matched')");
            statement.execute("CREATE SINK sevenths AS SELECT customer, orders, amount FROM customer_totals "
                    + "WHERE orders % 7 = 0 WITH (" + kafka + "'sevenths', 'key' = 'customer', 'key.format' = 'plain', "
                    + "'sink.delivery-guarantee' = 'at-least-once')");
        }
    }

    private void killServers(OwnServer server) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        TimeUnit.SECONDS.sleep(FLOW_SECONDS_BEFORE);
        while (crew.goesOn() && serverKills.get() < kills) {
            TimeUnit.MILLISECONDS.sleep(random.nextLong(pauseMillisMax));
            long begin = System.nanoTime();
            server.kill();
            server.startAgain();
            serverDownMillis.accumulateAndGet((System.nanoTime() - begin) / 1_000_000, Math::max);
            serverKills.incrementAndGet();
        }
    }

    private void killBrokers(Broker broker) throws Exception {
        SplittableRandom random = new SplittableRandom(seed + 1);
        TimeUnit.SECONDS.sleep(FLOW_SECONDS_BEFORE);
        while (crew.goesOn() && brokerKills.get() < brokerKillsWanted) {
            // A server that starts anew needs the broker for a while, or it never gets to be killed again.
            TimeUnit.MILLISECONDS.sleep(BROKER_UP_MILLIS_MIN + random.nextLong(pauseMillisMax));
            broker.kill();
            broker.startAgain();
            brokerKills.incrementAndGet();
        }
    }

    /** Waits for the server to come to the end of the orders, and for its sinks; then compares. */
    private Throwable check(OwnServer server, Outputs outputs) throws Exception {
        Map<Long, Orders.Totals> expected = Orders.totals(orders.acknowledged());
        long expectedCount = expected.values().stream().mapToLong(Orders.Totals::orders).sum();
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CAUGHT_UP_SECONDS_MAX);
            while (number(statement, "SELECT coalesce(sum(orders), 0) FROM region_totals") < expectedCount
                    || number(statement, "SELECT count(*) FROM millrace.sinks WHERE waiting_bytes > 0") > 0) {
                if (System.nanoTime() > deadline) {
                    return new AssertionError("views or sinks do not come to an end: " + sinks(statement));
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            if (!expected.equals(view(statement))) {
                return new AssertionError("the view differs from what the acknowledged orders add up to");
            }
            if (number(statement, "SELECT count(*) FROM (SELECT c.region, count(*) AS orders, sum(o.amount) AS amount "
                    + "FROM orders o JOIN customer c ON o.customer = c.id GROUP BY c.region "
                    + "EXCEPT SELECT * FROM region_totals) AS difference") != 0) {
                return new AssertionError("the view on the view differs from its query run now");
            }
        }
        return outputs.compare(expected);
    }

    private static Map<Long, Orders.Totals> view(Statement statement) throws SQLException {
        Map<Long, Orders.Totals> view = new HashMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT customer, orders, amount FROM customer_totals")) {
            while (rows.next()) {
                view.put(rows.getLong(1), new Orders.Totals(rows.getLong(2), rows.getLong(3)));
            }
        }
        return view;
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static String sinks(Statement statement) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (ResultSet rows = statement.executeQuery(
                "SELECT name, status, message, sent_epoch, waiting_bytes FROM millrace.sinks")) {
            while (rows.next()) {
                text.append(String.format("%s is %s (%s), sent up to %d, %d bytes waiting; ", rows.getString(1),
                        rows.getString(2), rows.getString(3), rows.getLong(4), rows.getLong(5)));
            }
        }
        return text.toString();
    }

    private int report(Throwable fault, double seconds, Outputs outputs, OwnServer server) {
        if (fault != null) {
            System.err.println("millrace: " + fault + "\n" + server.lastWords());
        }
        return new Figures("kafka")
                .with("seconds", seconds)
                .with("server_kills", serverKills.get())
                .with("broker_kills", brokerKills.get())
                .with("orders", orders.acknowledged())
                .with("matched_records", outputs.matchedRecords())
                .with("totals_records", outputs.totalsRecords())
                .with("sevenths_records", outputs.seventhsRecords())
                .with("server_back_ms_max", serverDownMillis.get())
                .finish(fault == null);
    }
}

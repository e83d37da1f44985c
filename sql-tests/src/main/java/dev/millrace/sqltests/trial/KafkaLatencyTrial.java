package dev.millrace.sqltests.trial;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

import dev.millrace.sqltests.server.Broker;
import dev.millrace.sqltests.server.OwnServer;

import static java.nio.charset.StandardCharsets.UTF_8;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The promise: a record that is sent to Kafka is told to the subscriber of a view within 10 ms, 99 times of 100. This
 * process sends at a fixed rate and subscribes, so both moments are on one clock: just before the record is handed to
 * the producer (or should have been, when this process itself is late), and just after the change was read from the
 * socket.
 */
@Command(name = "kafka-latency", mixinStandardHelpOptions = true,
        description = "Measures a Kafka record until a subscriber of a view is told, at a fixed rate.")
final class KafkaLatencyTrial implements Callable<Integer> {
    private static final double MS_MAX = 10;
    private static final String TOPIC = "event";

    @Option(names = "--rate", defaultValue = "10000", description = "records a second (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "30", description = "measured (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "30", description = "seconds before, not counted (${DEFAULT-VALUE})")
    private int warmUpSeconds;

    @Option(names = "--partitions", defaultValue = "2", description = "of the topic (${DEFAULT-VALUE})")
    private int partitions;

    @Option(names = "--aggregate", description = "the view counts and sums by key, in the place of a projection")
    private boolean isAggregate;

    @Option(names = "--java", paramLabel = "OPTIONS", defaultValue = "-Xmx1g",
            description = "options for the server's java (${DEFAULT-VALUE})")
    private String javaOptions;

    private final Crew crew = new Crew();
    private final Times told = new Times();
    private final Times late = new Times();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong slowestNanos = new AtomicLong();
    private volatile long countedFrom = Long.MAX_VALUE;

    @Override
    public Integer call() throws Exception {
        try (Broker broker = Broker.start();
                OwnServer server = OwnServer.start(List.of(javaOptions.split(" ")), List.of(), Map.of());
                Connection first = DriverManager.getConnection(server.url());
                Connection subscriber = DriverManager.getConnection(server.url());
                Statement statement = first.createStatement()) {
            Topics topics = new Topics(broker.address());
            topics.create(TOPIC, partitions);
            statement.execute("CREATE STREAM event (k bigint, v bigint, sent bigint, p text) WITH ("
                    + "'connector' = 'kafka', 'topic' = 'event', 'properties.bootstrap.servers' = '"
                    + broker.address() + "')");
            statement.execute("CREATE MATERIALIZED VIEW result AS " + (isAggregate
                    ? "SELECT max(sent) AS sent, k, count(*) AS c, sum(v) AS s FROM event GROUP BY k"
                    : "SELECT sent, k, v * 2 AS v FROM event"));
            crew.start("subscriber", () -> subscribe(subscriber));
            crew.start("producer", () -> send(topics));
            countedFrom = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUpSeconds);
            crew.runFor(warmUpSeconds + seconds, () -> System.out.printf(
                    "%d sent, %d changes told, the slowest of the last second after %.1f ms%n", sent.get(),
                    received.get(), slowestNanos.getAndSet(0) / 1e6));
            subscriber.abort(Runnable::run);
            Throwable fault = crew.join();
            if (fault != null) {
                System.err.println("millrace: " + fault + "\n" + server.lastWords());
            }
            return report(fault);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(Topics topics) {
        String padding = "x".repeat(60);
        try (KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of("linger.ms", 0, "acks", "1",
                "enable.idempotence", false))) {
            long begin = System.nanoTime();
            long nanosBetween = TimeUnit.SECONDS.toNanos(1) / rate;
            for (long i = 0; crew.goesOn(); i++) {
                long due = begin + i * nanosBetween;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(Math.min(50_000, due - System.nanoTime()));
                }
                String value = "{\"k\":" + i % 1_000 + ",\"v\":" + i % 7 + ",\"sent\":" + due + ",\"p\":\"" + padding
                        + "\"}";
                if (due >= countedFrom) {
                    late.add(System.nanoTime() - due);
                }
                producer.send(new ProducerRecord<>(TOPIC, (int) (i % partitions), null, value.getBytes(UTF_8)));
                sent.incrementAndGet();
            }
        }
    }

    /** Changes come as epoch, weight, then the view's columns, of which the first is when the record was sent. */
    private void subscribe(Connection connection) throws SQLException {
        try {
            CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI()
                    .copyOut("COPY (SUBSCRIBE result WITH (SNAPSHOT = false)) TO STDOUT");
            for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
                long now = System.nanoTime();
                String[] values = new String(line, UTF_8).split("\t", 4);
                if (values[1].equals("1")) {
                    received.incrementAndGet();
                    long moment = Long.parseLong(values[2]);
                    slowestNanos.accumulateAndGet(now - moment, Math::max);
                    if (moment >= countedFrom) {
                        told.add(now - moment);
                    }
                }
            }
        } catch (SQLException e) {
            // A subscription ends when its connection is cut, and must not end before.
            if (crew.goesOn()) {
                throw e;
            }
        }
    }

    private int report(Throwable fault) {
        boolean holds = fault == null && told.millis(0.99) <= MS_MAX && told.count() > rate;
        return new Figures("kafka-latency")
                .with("rate", rate)
                .with("seconds", seconds)
                .with("pattern", isAggregate ? "aggregate" : "projection")
                .with("changes", told.count())
                .with("ms_p50", told.millis(0.5))
                .with("ms_p95", told.millis(0.95))
                .with("ms_p99", told.millis(0.99))
                .with("ms_p999", told.millis(0.999))
                .with("ms_max", told.millis(1))
                .with("sender_late_ms_p99", late.millis(0.99))
                .finish(holds);
    }
}

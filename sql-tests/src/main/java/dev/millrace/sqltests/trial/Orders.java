package dev.millrace.sqltests.trial;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Orders of customers, sent to a topic at a steady rate. What an order says follows from its number, so that
 * everything a view may say about the first n of them is known.
 */
final class Orders {
    static final int CUSTOMERS = 500;
    static final int REGIONS = 7;
    /** Customers from this one on are not in the table, so their orders join nothing. */
    static final int KNOWN_CUSTOMERS = 400;

    private static final long CATCH_UP_MAX = 10_000;

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile Exception failure;

    /** What the known customers' orders add up to. */
    record Totals(long orders, long amount) {
        Totals plus(long more) {
            return new Totals(orders + 1, amount + more);
        }
    }

    static String topicColumns() {
        return "id bigint, customer bigint, amount bigint";
    }

    static long customer(long id) {
        return (id * 2_654_435_761L >>> 7) % CUSTOMERS;
    }

    static long amount(long id) {
        return id * 31 % 1_000;
    }

    static String region(long customer) {
        return "region-" + customer % REGIONS;
    }

    static boolean isMatched(long id) {
        return customer(id) < KNOWN_CUSTOMERS;
    }

    /** Rows that join the customers with their regions. */
    static List<String> customerTable() {
        StringBuilder insert = new StringBuilder("INSERT INTO customer VALUES ");
        for (int i = 0; i < KNOWN_CUSTOMERS; i++) {
            insert.append(i == 0 ? "" : ", ").append('(').append(i).append(", '").append(region(i)).append("')");
        }
        return List.of("CREATE TABLE customer (id bigint PRIMARY KEY, region text NOT NULL)", insert.toString());
    }

    /** The totals of each known customer over the first orders. */
    static Map<Long, Totals> totals(long orders) {
        Map<Long, Totals> totals = new HashMap<>();
        for (long id = 0; id < orders; id++) {
            if (isMatched(id)) {
                long amount = amount(id);
                totals.merge(customer(id), new Totals(1, amount), (before, one) -> before.plus(amount));
            }
        }
        return totals;
    }

    /** Sends until told to stop, then waits until all of it is acknowledged. */
    void send(Topics topics, String topic, int rate, Crew crew) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of("linger.ms", 2))) {
            long begin = System.nanoTime();
            // While the broker is away nothing is dropped, and its return is not met by all that was missed.
            while (crew.goesOn()) {
                long due = (long) ((System.nanoTime() - begin) / 1e9 * rate);
                while (sent.get() < due && sent.get() - acknowledged.get() < CATCH_UP_MAX && crew.goesOn()) {
                    sendOne(producer, topic, sent.getAndIncrement());
                }
                if (failure != null) {
                    throw failure;
                }
                LockSupport.parkNanos(1_000_000);
            }
            producer.flush();
        }
        if (failure != null || acknowledged.get() != sent.get()) {
            throw new IllegalStateException(
                    acknowledged.get() + " of " + sent.get() + " orders were acknowledged", failure);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void sendOne(KafkaProducer<byte[], byte[]> producer, String topic, long id) {
        String value = "{\"id\":" + id + ",\"customer\":" + customer(id) + ",\"amount\":" + amount(id) + "}";
        producer.send(new ProducerRecord<>(topic, value.getBytes(UTF_8)), (metadata, e) -> {
            if (e == null) {
                acknowledged.incrementAndGet();
            } else {
                failure = e;
            }
        });
    }

    long acknowledged() {
        return acknowledged.get();
    }
}

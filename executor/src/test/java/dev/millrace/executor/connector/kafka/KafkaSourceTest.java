package dev.millrace.executor.connector.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;

import dev.millrace.executor.connector.ConnectorStatus;
import dev.millrace.executor.connector.ConnectorTesting;
import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourceBatch;
import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KafkaSourceTest {

    private static final KafkaConnector CONNECTOR = new KafkaConnector();
    private static final Schema SCHEMA = ConnectorTesting.schema("a bigint", "b text");

    private final TestBroker broker = TestBroker.shared();

    @Test
    void readsAllPartitionsThoseAddedLaterToo() {
        broker.createTopic("grow", 2);
        broker.send("grow", 0, "{\"a\":1,\"b\":\"x\"}", "{\"a\":2}");
        broker.send("grow", 1, "{\"b\":\"y\",\"a\":3}");
        CONNECTOR.checkSource(spec("grow"));
        try (Source source = CONNECTOR.openSource(spec("grow"))) {
            assertEquals("0:0, 1:0", source.initial().toString());
            assertEquals("0:2, 1:1", source.end().toString());
            source.seek(source.initial());
            Rows rows = new Rows().poll(source, 3);
            assertEquals(List.of("1|x", "2|NULL", "3|y"), rows.sorted());
            assertEquals(source.end(), rows.position);
            assertEquals(0, source.lag());
            broker.addPartitions("grow", 3);
            broker.send("grow", 2, "{\"a\":4}");
            broker.send("grow", 0, "{\"a\":5}");
            rows.poll(source, 5);
            assertEquals(List.of("1|x", "2|NULL", "3|y", "4|NULL", "5|NULL"), rows.sorted());
            assertEquals("0:3, 1:1, 2:1", rows.position.toString());
            assertEquals(rows.sorted(), new Rows().read(source, source.initial(), rows.position, 1).sorted());
            assertEquals(List.of("2|NULL", "3|y"), new Rows()
                    .read(source, SourcePosition.of("0", 1), SourcePosition.of(Map.of("0", 2L, "1", 1L)), 1000)
                    .sorted());
        }
    }

    @Test
    void startsWhereTold() throws Exception {
        broker.createTopic("start", 1);
        broker.send("start", 0, "{\"a\":1}", "{\"a\":2}");
        Thread.sleep(5);
        long middle = System.currentTimeMillis();
        broker.send("start", 0, "{\"a\":3}");
        assertEquals("0:0", initial("start"));
        assertEquals("0:3", initial("start", "scan.startup.mode", "latest"));
        assertEquals("0:2", initial("start", "scan.startup.mode", "timestamp",
                "scan.startup.timestamp-millis", Long.toString(middle)));
        assertEquals("0:1", initial("start", "scan.startup.mode", "specific-offsets",
                "scan.startup.specific-offsets", "partition:0,offset:1"));
    }

    @Test
    void onlyCommittedRecordsCountAndEndsAreReached() {
        broker.createTopic("transactions", 1);
        try (KafkaProducer<byte[], byte[]> producer = broker.producer(Map.of("transactional.id", "test"))) {
            producer.initTransactions();
            producer.beginTransaction();
            TestBroker.send(producer, "transactions", 0, "{\"a\":1}");
            producer.commitTransaction();
            producer.beginTransaction();
            TestBroker.send(producer, "transactions", 0, "{\"a\":2}");
            producer.abortTransaction();
        }
        try (Source source = CONNECTOR.openSource(spec("transactions"))) {
            SourcePosition end = source.end();
            assertEquals("0:4", end.toString());
            assertEquals(List.of("1|NULL"), new Rows().read(source, source.initial(), end, 1000).sorted());
            source.seek(source.initial());
            Rows rows = new Rows();
            while (!end.equals(rows.position)) {
                rows.add(source.poll(Duration.ofSeconds(1), 1000));
            }
            assertEquals(List.of("1|NULL"), rows.sorted());
        }
    }

    @Test
    void badRecordsAreCountedOrStopTheSource() {
        broker.createTopic("poison", 1);
        broker.send("poison", 0, "{\"a\":1}", "{\"a\":\"x\"}", null, "{\"a\":4}");
        try (Source skipping = CONNECTOR.openSource(spec("poison"))) {
            skipping.seek(skipping.initial());
            Rows rows = new Rows().poll(skipping, 2);
            assertEquals(List.of("1|NULL", "4|NULL"), rows.sorted());
            assertEquals(2, rows.rejected);
            assertEquals(
                    "topic \"poison\", partition 0, offset 2: a record without a value (a deletion) is not supported",
                    rows.rejection);
            Rows again = new Rows().read(skipping, skipping.initial(), skipping.end(), 1000);
            assertEquals(rows.sorted(), again.sorted());
            assertEquals(2, again.rejected);
        }
        try (Source failing = CONNECTOR.openSource(spec("poison", "on_error", "fail"))) {
            failing.seek(failing.initial());
            Rows rows = new Rows().poll(failing, 1);
            assertEquals("0:1", rows.position.toString());
            assertEquals(ConnectorStatus.State.FAILED, failing.status().state());
            assertTrue(failing.status().message().startsWith("topic \"poison\", partition 0, offset 1: column \"a\""));
            assertFalse(failing.poll(Duration.ZERO, 1000).isProgress());
            SqlException refusal = assertThrows(
                    SqlException.class, () -> failing.read(SourcePosition.of("0", 1), failing.end(), 1000));
            assertEquals("a record of \"test\" cannot be read", refusal.getMessage());
        }
    }

    @Test
    void recordsThatAreGoneStopTheSource() {
        broker.createTopic("gone", 1);
        broker.send("gone", 0, "{\"a\":1}");
        try (Source source = CONNECTOR.openSource(spec("gone"))) {
            source.seek(SourcePosition.of("0", 7));
            assertTrue(source.poll(Duration.ofSeconds(5), 1000).rows().isEmpty());
            assertEquals(ConnectorStatus.State.FAILED, source.status().state());
            assertThrows(SqlException.class, () -> new Rows()
                    .read(source, SourcePosition.of("0", 0), SourcePosition.of("0", 9), 1000));
        }
    }

    @Test
    void refusesWhatCannotBe() {
        broker.createTopic("orders", 1);
        assertRefused("topic \"order\" does not exist", "Perhaps you meant the topic \"orders\".", spec("order"));
        assertRefused("connector \"kafka\" has no option \"topik\"", "Perhaps you meant the option \"topic\".",
                spec("orders", "topik", "x"));
        assertRefused("invalid value for option \"on_error\": \"stop\"", "Possible values are skip, fail.",
                spec("orders", "on_error", "stop"));
        assertRefused("invalid value for option \"properties.group.id\": \"g\"", "Millrace sets this property itself.",
                spec("orders", "properties.group.id", "g"));
        assertRefused("invalid Kafka properties", null, spec("orders", "properties.max.poll.records", "many"));
        SourceSpec nowhere = ConnectorTesting.spec(SCHEMA, "topic", "orders", "bootstrap.servers", "127.0.0.1:1",
                "properties.default.api.timeout.ms", "600", "properties.request.timeout.ms", "300");
        assertRefused("could not reach Kafka at 127.0.0.1:1", null, nowhere);
        assertRefused("connector \"kafka\" needs option \"properties.bootstrap.servers\"", null,
                ConnectorTesting.spec(SCHEMA, "topic", "orders"));
    }

    @Test
    void recordsTellWhereTheyAreAndWhen() {
        broker.createTopic("metadata", 2);
        broker.send("metadata", 0, "{\"a\":1,\"part\":99}", "no row", "{\"a\":2}");
        broker.send("metadata", 1, "{\"a\":3}");
        Schema schema = ConnectorTesting.schema("part integer", "a bigint", "place bigint", "came timestamptz");
        SourceSpec all = ConnectorTesting.spec(
                schema, "connector", "kafka", "topic", "metadata", "properties.bootstrap.servers", broker.servers(),
                "metadata.partition", "part", "metadata.offset", "place", "metadata.timestamp", "came");
        CONNECTOR.checkSource(all);
        SourceSpec some = new SourceSpec(all.id(), all.name(), schema, all.options(), List.of(2, 1, 0));
        try (Source source = CONNECTOR.openSource(some)) {
            source.seek(source.initial());
            Rows rows = new Rows().poll(source, 3);
            assertEquals(List.of("0|1|0", "0|3|1", "2|2|0"), rows.sorted());
            assertEquals(1, rows.rejected);
            assertEquals(rows.sorted(), new Rows().read(source, source.initial(), rows.position, 1).sorted());
        }
        SourceSpec times = new SourceSpec(all.id(), all.name(), schema, all.options(), List.of(3));
        try (Source source = CONNECTOR.openSource(times)) {
            source.seek(source.initial());
            long minuteAgo = (System.currentTimeMillis() - 60_000) * 1000;
            assertTrue(new Rows().poll(source, 3).sorted().stream().allMatch(row -> Long.parseLong(row) > minuteAgo));
        }
        assertRefused("column \"parts\" does not exist", "Perhaps you meant the column \"part\".",
                ConnectorTesting.spec(schema, "topic", "metadata", "bootstrap.servers", broker.servers(),
                        "metadata.partition", "parts"));
        assertRefused("column \"a\" for \"metadata.timestamp\" must be of type timestamp with time zone, not bigint",
                null, ConnectorTesting.spec(schema, "topic", "metadata", "bootstrap.servers", broker.servers(),
                        "metadata.timestamp", "a"));
    }

    private static void assertRefused(String message, String hint, SourceSpec spec) {
        SqlException refusal = assertThrows(SqlException.class, () -> CONNECTOR.checkSource(spec));
        assertEquals(message, refusal.getMessage());
        if (hint == null) {
            assertNull(refusal.hint());
        } else {
            assertEquals(hint, refusal.hint());
        }
    }

    private String initial(String topic, String... options) {
        try (Source source = CONNECTOR.openSource(spec(topic, options))) {
            return source.initial().toString();
        }
    }

    private SourceSpec spec(String topic, String... options) {
        return ConnectorTesting.spec(SCHEMA, Stream.concat(
                        Stream.of("connector", "kafka", "topic", topic, "properties.bootstrap.servers",
                                broker.servers(), "format", "json", "properties.metadata.max.age.ms", "500"),
                        Stream.of(options))
                .toArray(String[]::new));
    }

    /** Gathers batches. */
    private static final class Rows {
        private final List<String> rows = new ArrayList<>();
        private SourcePosition position;
        private long rejected;
        private String rejection;

        private void add(SourceBatch batch) {
            if (position != null) {
                assertEquals(position, batch.from());
            }
            rows.addAll(ConnectorTesting.rows(batch.rows()));
            position = batch.to();
            rejected += batch.rejected();
            rejection = batch.lastRejection() == null ? rejection : batch.lastRejection();
        }

        private Rows poll(Source source, int count) {
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (rows.size() < count) {
                assertTrue(System.nanoTime() < deadline, () -> rows + " " + source.status());
                add(source.poll(Duration.ofMillis(200), 1 << 20));
            }
            return this;
        }

        private Rows read(Source source, SourcePosition from, SourcePosition to, int maxBytes) {
            position = from;
            while (!position.equals(to)) {
                add(source.read(position, to, maxBytes));
            }
            return this;
        }

        private List<String> sorted() {
            return rows.stream().sorted().toList();
        }
    }
}

package dev.millrace.executor.connector.kafka;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import dev.millrace.executor.connector.Sink;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The compacted topic in which a sink records how far its results go: key is the sink's id, value {@code {"epoch":n}}.
 * It has one partition, so that the last record is the one with the highest offset. Each sink has a topic of its own,
 * unless told otherwise: a transaction that another left open would hide the records behind it for minutes.
 */
final class ProgressTopic {

    private static final Duration READ_PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String VALUE_START = "{\"epoch\":";
    private static final String SEGMENT_BYTES = Integer.toString(16 << 20);
    private static final short LEAST_TRANSACTION_VERSION = 2;

    private final KafkaEndpoint endpoint;
    private final TopicPartition partition;
    private final byte[] key;

    /**
     * The last two epochs that are committed.
     *
     * @param previous {@link Sink#NO_EPOCH} when it is not there any more
     */
    record Epochs(long previous, long last) {}

    ProgressTopic(KafkaSinkOptions options, String sinkId) {
        endpoint = options.endpoint();
        partition = new TopicPartition(options.progressTopic(), 0);
        key = sinkId.getBytes(UTF_8);
    }

    /**
     * Makes the topic when there is none; with three replicas, or as many as there are brokers when those are fewer.
     */
    void create(Admin admin) {
        try {
            KafkaEndpoint.answer(admin.describeTopics(List.of(partition.topic())).allTopicNames());
        } catch (UnknownTopicOrPartitionException e) {
            try {
                create(admin, (short) 3);
            } catch (InvalidReplicationFactorException tooFewBrokers) {
                create(admin, (short) 1);
            }
        }
    }

    private void create(Admin admin, short replicas) {
        NewTopic topic = new NewTopic(partition.topic(), 1, replicas).configs(Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.SEGMENT_BYTES_CONFIG, SEGMENT_BYTES,
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1"));
        try {
            KafkaEndpoint.answer(admin.createTopics(List.of(topic)).all());
        } catch (TopicExistsException e) {
            // Another sink was faster.
        }
    }

    /**
     * What the brokers' transactions are good for. Before version 2 a late message could slip into a newer transaction.
     */
    static Sink.Guarantee guarantee(Admin admin) {
        FinalizedVersionRange version = KafkaEndpoint.answer(admin.describeFeatures().featureMetadata())
                .finalizedFeatures()
                .get("transaction.version");
        return version != null && version.maxVersionLevel() >= LEAST_TRANSACTION_VERSION
                ? Sink.Guarantee.EXACTLY_ONCE
                : Sink.Guarantee.AT_LEAST_ONCE;
    }

    TopicPartition partition() {
        return partition;
    }

    ProducerRecord<byte[], byte[]> record(long epoch) {
        byte[] value = (VALUE_START + epoch + "}").getBytes(UTF_8);
        return new ProducerRecord<>(partition.topic(), partition.partition(), key, value);
    }

    /**
     * To be asked when no transaction of the sink is open. Where several sinks share the topic, transactions of others
     * may be, and hide what came after them; so the end is asked for without regard to them, and then waited for.
     *
     * @throws TimeoutException when others' transactions stay open for too long; to be asked again
     */
    Epochs read() {
        long end;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_uncommitted")) {
            end = consumer.endOffsets(List.of(partition)).get(partition);
        }
        Epochs found = new Epochs(Sink.NO_EPOCH, Sink.NO_EPOCH);
        long deadline = System.nanoTime() + READ_PATIENCE.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (Arrays.equals(record.key(), key) && record.value() != null) {
                        found = new Epochs(found.last(), epoch(record.value()));
                    }
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException(
                            "transactions of other writers are open in topic \"" + partition.topic() + "\"");
                }
            }
        }
        return found;
    }

    private static long epoch(byte[] value) {
        String text = new String(value, UTF_8);
        return Long.parseLong(text.substring(VALUE_START.length(), text.indexOf('}')));
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        Map<String, Object> properties = new HashMap<>(endpoint.client(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG, "millrace-progress",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) KafkaEndpoint.PATIENCE.toMillis(),
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) KafkaEndpoint.PATIENCE.toMillis() / 2)));
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}

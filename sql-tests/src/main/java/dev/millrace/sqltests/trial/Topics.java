package dev.millrace.sqltests.trial;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of one broker, as a program outside of the server sees them. */
final class Topics {
    private static final int NEVER_MILLIS = Integer.MAX_VALUE;
    private static final Duration POLL = Duration.ofMillis(200);

    private final String brokers;

    Topics(String brokers) {
        this.brokers = brokers;
    }

    void create(String topic, int partitions) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("topic " + topic + " cannot be made", e);
        }
    }

    /** A producer that waits for brokers as long as it takes, and sends nothing twice. */
    KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "bootstrap.servers", brokers,
                "acks", "all",
                "enable.idempotence", true,
                "max.block.ms", NEVER_MILLIS,
                "request.timeout.ms", 5_000,
                "delivery.timeout.ms", NEVER_MILLIS));
        settings.putAll(more);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Where the partitions of a topic end now, for readers of what is committed. */
    Map<Integer, Long> ends(String topic) {
        Map<Integer, Long> ends = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.endOffsets(partitions(consumer, topic))
                    .forEach((partition, end) -> ends.put(partition.partition(), end));
        }
        return ends;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", brokers,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest",
                "enable.auto.commit", false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /** Gives everything that is committed in a topic now, partition by partition in its order; answers how many. */
    long read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        long count = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    reader.accept(record);
                    count++;
                }
            }
        }
        return count;
    }
}

package dev.millrace.executor.connector.kafka;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Asks the brokers where a topic begins and ends, on behalf of someone who waits for the answer. */
final class KafkaOffsets {

    private final KafkaSourceOptions options;

    KafkaOffsets(KafkaSourceOptions options) {
        this.options = options;
    }

    /** Where a new relation begins. */
    SourcePosition initial() {
        return ask(this::initial);
    }

    /** The end of what can be read now: of what is committed, where transactions are open. */
    SourcePosition end() {
        return ask((consumer, partitions) -> consumer.endOffsets(partitions, KafkaEndpoint.PATIENCE));
    }

    private Map<TopicPartition, Long> initial(
            KafkaConsumer<byte[], ByteBuffer> consumer, List<TopicPartition> partitions) {
        return switch (options.startup()) {
            case StartupMode.Earliest earliest -> consumer.beginningOffsets(partitions, KafkaEndpoint.PATIENCE);
            case StartupMode.Latest latest -> consumer.endOffsets(partitions, KafkaEndpoint.PATIENCE);
            case StartupMode.Timestamp timestamp -> since(timestamp.millis(), consumer, partitions);
            case StartupMode.Offsets offsets -> {
                Map<TopicPartition, Long> found = consumer.beginningOffsets(partitions, KafkaEndpoint.PATIENCE);
                found.replaceAll((partition, beginning) ->
                        offsets.byPartition().getOrDefault(partition.partition(), beginning));
                yield found;
            }
        };
    }

    private static Map<TopicPartition, Long> since(
            long millis, KafkaConsumer<byte[], ByteBuffer> consumer, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> query = new HashMap<>();
        partitions.forEach(partition -> query.put(partition, millis));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(query, KafkaEndpoint.PATIENCE);
        // No record is that new: begin with what comes.
        Map<TopicPartition, Long> offsets = consumer.endOffsets(partitions, KafkaEndpoint.PATIENCE);
        offsets.replaceAll((partition, end) -> found.get(partition) == null ? end : found.get(partition).offset());
        return offsets;
    }

    private interface Question {
        Map<TopicPartition, Long> ask(KafkaConsumer<byte[], ByteBuffer> consumer, List<TopicPartition> partitions);
    }

    private SourcePosition ask(Question question) {
        try (KafkaConsumer<byte[], ByteBuffer> consumer = options.consumer("offsets")) {
            List<TopicPartition> partitions = partitions(
                    options.endpoint().topic(),
                    consumer.partitionsFor(options.endpoint().topic(), KafkaEndpoint.PATIENCE));
            if (partitions.isEmpty()) {
                throw new UnknownTopicOrPartitionException("topic \"" + options.endpoint().topic()
                        + "\" does not exist");
            }
            PartitionOffsets offsets = new PartitionOffsets(SourcePosition.ZERO);
            question.ask(consumer, partitions)
                    .forEach((partition, offset) -> offsets.set(partition.partition(), offset));
            return offsets.position();
        } catch (KafkaException e) {
            throw options.endpoint().unreachable(e);
        }
    }

    /** @param found may be null, when the topic does not exist */
    static List<TopicPartition> partitions(String topic, List<PartitionInfo> found) {
        return found == null
                ? List.of()
                : found.stream().map(info -> new TopicPartition(topic, info.partition())).sorted(
                        (a, b) -> Integer.compare(a.partition(), b.partition())).toList();
    }

    /** Says which records are missing. */
    static String outOfRange(OffsetOutOfRangeException e) {
        return e.offsetOutOfRangePartitions().entrySet().stream()
                .map(entry -> "topic \"" + entry.getKey().topic() + "\", partition " + entry.getKey().partition()
                        + " no longer holds offset " + entry.getValue())
                .sorted()
                .collect(Collectors.joining("; "));
    }

    /** The range that was asked for does not exist any more. */
    static SqlException gone(String what) {
        return new SqlException(
                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "records that are needed are no longer in Kafka", what + ".",
                "The topic's retention must outlast the time between reading and the next checkpoint.", 0);
    }
}

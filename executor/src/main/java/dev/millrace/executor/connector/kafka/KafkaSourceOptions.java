package dev.millrace.executor.connector.kafka;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

import dev.millrace.executor.connector.ConnectorOptions;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.connector.format.Format;

/** The options of a stream that is read from Kafka. */
record KafkaSourceOptions(
        KafkaEndpoint endpoint, Format format, StartupMode startup, boolean isFailingOnError,
        RecordMetadata metadata) {

    /** How often brokers are asked for new partitions. */
    static final int METADATA_AGE_MILLIS = 10_000;

    private static final int PARTITION_FETCH_BYTES = 2 << 20;
    /**
     * As the system sees fit, which is megabytes for a broker that sends much. Kafka's own default is so small that a
     * fetch comes in dozens of pieces, and the client goes once through its network loop for each.
     */
    private static final int RECEIVE_BUFFER_BYTES = -1;
    /** What a poll takes out of a fetch: few enough to be still in the processor's cache when they are decoded. */
    static final int RECORDS_PER_POLL = 2_000;

    static KafkaSourceOptions of(SourceSpec spec) {
        ConnectorOptions options = new ConnectorOptions(KafkaConnector.NAME, spec.options());
        KafkaSourceOptions read = new KafkaSourceOptions(
                KafkaEndpoint.of(options),
                Format.of(options, "json"),
                StartupMode.of(options),
                options.choice("on_error", "skip", List.of("skip", "fail")).equals("fail"),
                RecordMetadata.of(options, spec.schema()));
        options.finish();
        return read;
    }

    /**
     * A consumer without a group, whose values lie in what it fetched. Throws a KafkaException when the properties or
     * the brokers' names are no good
     */
    KafkaConsumer<byte[], ByteBuffer> consumer(String name) {
        Map<String, Object> properties = endpoint.client(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG, KafkaEndpoint.clientId(name),
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL,
                ConsumerConfig.RECEIVE_BUFFER_CONFIG, RECEIVE_BUFFER_BYTES,
                ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE_MILLIS));
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteBufferDeserializer());
    }
}

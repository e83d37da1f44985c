package dev.millrace.executor.connector.kafka;

import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import dev.millrace.executor.connector.ConnectorOptions;
import dev.millrace.executor.connector.SinkSpec;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * The options of a sink that writes to Kafka.
 *
 * @param isKeyPlain whether a record's key is the text of the only key column, and not a JSON object
 * @param progressTopic where the epochs of the sink are recorded
 */
record KafkaSinkOptions(KafkaEndpoint endpoint, boolean isKeyPlain, String progressTopic) {

    private static final int CALL_MILLIS = 10_000;
    /** Long enough for an epoch of many rows; a sink that died and does not come back hides rows behind for as long. */
    private static final int TRANSACTION_MILLIS = 300_000;

    static KafkaSinkOptions of(SinkSpec spec) {
        ConnectorOptions options = new ConnectorOptions(KafkaConnector.NAME, spec.options());
        options.choice("format", "json", List.of("json"));
        KafkaSinkOptions read = new KafkaSinkOptions(
                KafkaEndpoint.of(options),
                options.choice("key.format", "json", List.of("json", "plain")).equals("plain"),
                options.text("progress.topic", "millrace-progress-" + spec.id()));
        options.finish();
        if (read.isKeyPlain && spec.key().size() != 1) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "option \"key.format\" = 'plain' needs a key of one column", null,
                    "With 'json' the key is an object of all key columns.", 0);
        }
        if (read.progressTopic.equals(read.endpoint.topic())) {
            throw options.invalid("progress.topic", read.progressTopic, "It must not be the topic of the results.");
        }
        return read;
    }

    /** A producer that takes over from every older one of the sink once it begins. */
    KafkaProducer<byte[], byte[]> producer(SinkSpec spec) {
        Map<String, Object> properties = endpoint.client(Map.of(
                ProducerConfig.CLIENT_ID_CONFIG, KafkaEndpoint.clientId(spec.name()),
                ProducerConfig.MAX_BLOCK_MS_CONFIG, CALL_MILLIS,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS));
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId(spec));
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static String transactionalId(SinkSpec spec) {
        return "millrace-" + spec.id();
    }
}

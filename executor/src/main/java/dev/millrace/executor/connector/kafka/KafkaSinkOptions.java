package dev.millrace.executor.connector.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import dev.millrace.executor.connector.ConnectorOptions;
import dev.millrace.executor.connector.Sink;
import dev.millrace.executor.connector.SinkSpec;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * The options of a sink that writes to Kafka.
 *
 * @param isKeyPlain whether a record's key is the text of the only key column, and not a JSON object
 * @param guarantee what is asked for: exactly once takes transactions
 * @param progressTopic where the epochs of the sink are recorded
 */
record KafkaSinkOptions(KafkaEndpoint endpoint, boolean isKeyPlain, Sink.Guarantee guarantee, String progressTopic) {

    private static final String GUARANTEE = "sink.delivery-guarantee";
    private static final String AT_LEAST_ONCE = "at-least-once";
    private static final String PROGRESS_TOPIC = "progress.topic";

    private static final int CALL_MILLIS = 10_000;
    /** Long enough for an epoch of many rows; a sink that died and does not come back hides rows behind for as long. */
    private static final int TRANSACTION_MILLIS = 300_000;

    static KafkaSinkOptions of(SinkSpec spec) {
        ConnectorOptions options = new ConnectorOptions(KafkaConnector.NAME, spec.options());
        options.choice("format", "json", List.of("json"));
        KafkaSinkOptions read = new KafkaSinkOptions(
                KafkaEndpoint.of(options),
                options.choice("key.format", "json", List.of("json", "plain")).equals("plain"),
                options.choice(GUARANTEE, "exactly-once", List.of("exactly-once", AT_LEAST_ONCE)).equals(AT_LEAST_ONCE)
                        ? Sink.Guarantee.AT_LEAST_ONCE
                        : Sink.Guarantee.EXACTLY_ONCE,
                options.text(PROGRESS_TOPIC, "millrace-progress-" + spec.id()));
        options.finish();
        if (read.guarantee == Sink.Guarantee.AT_LEAST_ONCE && options.has(PROGRESS_TOPIC)) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "option \"" + PROGRESS_TOPIC + "\" does not go with \"" + GUARANTEE + "\" = '" + AT_LEAST_ONCE
                            + "'",
                    "Only a sink that writes in transactions records its progress.", null, 0);
        }
        if (read.isKeyPlain && spec.key().size() != 1) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "option \"key.format\" = 'plain' needs a key of one column", null,
                    "With 'json' the key is an object of all key columns.", 0);
        }
        if (read.progressTopic.equals(read.endpoint.topic())) {
            throw options.invalid(PROGRESS_TOPIC, read.progressTopic, "It must not be the topic of the results.");
        }
        return read;
    }

    /** A producer that takes over from every older one of the sink once it begins. */
    KafkaProducer<byte[], byte[]> transactionalProducer(SinkSpec spec) {
        Map<String, Object> properties = properties(spec, Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG, CALL_MILLIS,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS));
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId(spec));
        return producer(properties);
    }

    /** A producer that tries again until it succeeds, and keeps the order over that, unless told otherwise. */
    KafkaProducer<byte[], byte[]> idempotentProducer(SinkSpec spec) {
        return producer(properties(spec, Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG, Integer.MAX_VALUE,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE)));
    }

    private Map<String, Object> properties(SinkSpec spec, Map<String, Object> defaults) {
        Map<String, Object> properties = new HashMap<>(defaults);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, KafkaEndpoint.clientId(spec.name()));
        properties = endpoint.client(properties);
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return properties;
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> properties) {
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static String transactionalId(SinkSpec spec) {
        return "millrace-" + spec.id();
    }
}

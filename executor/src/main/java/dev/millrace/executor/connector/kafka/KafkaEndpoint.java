package dev.millrace.executor.connector.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import dev.millrace.executor.connector.ConnectorOptions;
import dev.millrace.executor.connector.NearestName;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * Which brokers and which topic, and the properties that clients get as they are.
 *
 * @param properties without the prefix; {@code bootstrap.servers} among them
 */
record KafkaEndpoint(String topic, Map<String, String> properties) {

    /** How long a statement waits for brokers. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String PREFIX = "properties.";
    private static final String SERVERS = "bootstrap.servers";

    /** Properties that clients could not work with if they were other than here. */
    private static final List<String> OWN = List.of(
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.PARTITIONER_CLASS_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG);

    static KafkaEndpoint of(ConnectorOptions options) {
        Map<String, String> properties = options.withPrefix(PREFIX);
        for (String name : properties.keySet()) {
            if (OWN.contains(name)) {
                throw options.invalid(PREFIX + name, properties.get(name), "Millrace sets this property itself.");
            }
        }
        if (options.has(SERVERS)) {
            properties.put(SERVERS, options.required(SERVERS));
        } else if (!properties.containsKey(SERVERS)) {
            options.required(PREFIX + SERVERS);
        }
        return new KafkaEndpoint(options.required("topic"), properties);
    }

    String servers() {
        return properties.get(SERVERS);
    }

    /** A client's name as brokers see it, of characters that are safe everywhere. */
    static String clientId(String name) {
        return "millrace-" + name.replaceAll("[^A-Za-z0-9._-]+", "-");
    }

    /** Properties for a client: the given ones where the user said nothing else. */
    Map<String, Object> client(Map<String, Object> defaults) {
        Map<String, Object> merged = new HashMap<>(defaults);
        merged.putAll(properties);
        return merged;
    }

    Admin admin() {
        try {
            return Admin.create(client(Map.of(
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis(),
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2)));
        } catch (KafkaException e) {
            throw unusable(e);
        }
    }

    /** Refuses a topic that does not exist, and brokers that do not answer. */
    TopicDescription checkTopic() {
        try (Admin admin = admin()) {
            try {
                return answer(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
            } catch (UnknownTopicOrPartitionException e) {
                throw noSuchTopic(answer(admin.listTopics().names()));
            } catch (KafkaException e) {
                throw unreachable(e);
            }
        }
    }

    private SqlException noSuchTopic(Collection<String> topics) {
        String nearest = NearestName.of(topic, topics);
        return new SqlException(
                SqlState.UNDEFINED_OBJECT,
                "topic \"" + topic + "\" does not exist",
                "The brokers at " + servers() + " do not know it.",
                nearest == null ? null : "Perhaps you meant the topic \"" + nearest + "\".",
                0);
    }

    /** Waits for an answer of the brokers; failures are thrown as what they are. */
    static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("no answer within " + PATIENCE.toSeconds() + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    /** The brokers did not answer. */
    SqlException unreachable(KafkaException cause) {
        return new SqlException(
                SqlState.CONNECTION_EXCEPTION,
                "could not reach Kafka at " + servers(), reason(cause) + ".", null, 0);
    }

    /** A client cannot even be made from these properties. */
    SqlException unusable(KafkaException cause) {
        return new SqlException(
                SqlState.INVALID_PARAMETER_VALUE, "invalid Kafka properties", reason(cause) + ".", null, 0);
    }

    /** What went wrong, in one line without a full stop. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && (cause.getMessage() == null || cause.getClass() == KafkaException.class)) {
            cause = cause.getCause();
        }
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return text.strip().replaceFirst("\\.$", "").replaceAll("\\s+", " ");
    }
}

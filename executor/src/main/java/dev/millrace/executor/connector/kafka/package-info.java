/**
 * Reading from and writing to Kafka.
 *
 * <p>{@code KafkaSource} owns a consumer without a group: partitions are assigned by hand and offsets are the engine's,
 * kept with the state that reflects them; Kafka is never told. {@code KafkaSink} owns a transactional producer: results
 * and the record of the epoch that they reach are one transaction, and {@code ProgressTopic} finds that record again.
 * {@code AcknowledgedKafkaSink} writes without transactions: sooner, and at least once.
 */
package dev.millrace.executor.connector.kafka;

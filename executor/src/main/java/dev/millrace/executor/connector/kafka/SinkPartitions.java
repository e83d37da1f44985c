package dev.millrace.executor.connector.kafka;

import java.util.List;
import java.util.stream.IntStream;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * Which partition a record goes to: by its key as every Kafka producer chooses, without a key by its value. So a
 * partition whose part of a transaction was lost can be given exactly that part again.
 */
record SinkPartitions(String topic, int count) {

    List<TopicPartition> all() {
        return IntStream.range(0, count).mapToObj(this::partition).toList();
    }

    TopicPartition of(ProducerRecord<byte[], byte[]> record) {
        byte[] deciding = record.key() == null ? record.value() : record.key();
        return partition(Utils.toPositive(Utils.murmur2(deciding)) % count);
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }
}

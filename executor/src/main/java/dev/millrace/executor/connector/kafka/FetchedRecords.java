package dev.millrace.executor.connector.kafka;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a poll brought, while it is being handed out: partition by partition, each in its order. */
final class FetchedRecords {

    private final ConsumerRecords<byte[], ByteBuffer> fetched;
    private final Iterator<TopicPartition> partitions;
    private TopicPartition partition;
    private List<ConsumerRecord<byte[], ByteBuffer>> records = List.of();
    private int next;
    private long left;

    FetchedRecords(ConsumerRecords<byte[], ByteBuffer> fetched) {
        this.fetched = fetched;
        partitions = fetched.partitions().iterator();
        left = fetched.count();
    }

    static FetchedRecords none() {
        return new FetchedRecords(ConsumerRecords.empty());
    }

    boolean isEmpty() {
        return left == 0;
    }

    /** Whether there were as many as one poll may bring. */
    boolean isFull() {
        return fetched.count() >= KafkaSourceOptions.RECORDS_PER_POLL;
    }

    /** Records not yet taken. */
    long count() {
        return left;
    }

    /** The next record, or null when none is left. */
    ConsumerRecord<byte[], ByteBuffer> take() {
        while (next == records.size()) {
            if (!partitions.hasNext()) {
                return null;
            }
            partition = partitions.next();
            records = fetched.records(partition);
            next = 0;
        }
        left--;
        return records.get(next++);
    }

    /**
     * Where the partition of the last record goes on: after records that a consumer never sees, such as a transaction's
     * end, when it was the last of its partition.
     */
    long offsetAfterLast() {
        OffsetAndMetadata after = next == records.size() ? fetched.nextOffsets().get(partition) : null;
        long offset = records.get(next - 1).offset() + 1;
        return after == null ? offset : Math.max(offset, after.offset());
    }

    /** Whether the last record was the last one of its partition here. */
    boolean isPartitionDone() {
        return next == records.size();
    }
}

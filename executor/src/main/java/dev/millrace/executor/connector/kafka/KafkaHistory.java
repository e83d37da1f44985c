package dev.millrace.executor.connector.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.connector.SourcePosition;

/**
 * Reads ranges of a topic that were there once. Ranges that follow each other, as the epochs of a log that is replayed,
 * are read from one stream of fetches: what was fetched beyond the end of one is kept for the next.
 */
final class KafkaHistory {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaHistory.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long PROBE_AFTER_NANOS = Duration.ofSeconds(2).toNanos();

    private final String name;
    private final KafkaSourceOptions options;
    private final RecordRows rows;

    private volatile KafkaConsumer<byte[], ByteBuffer> consumer;
    /** Records fetched and not yet handed out, of every partition that is read. */
    private final Map<Integer, Deque<ConsumerRecord<byte[], ByteBuffer>>> ahead = new TreeMap<>();
    private PartitionOffsets next = new PartitionOffsets(SourcePosition.ZERO);
    private SourcePosition target = SourcePosition.ZERO;
    private long contactNanos;

    KafkaHistory(String name, KafkaSourceOptions options, RecordRows rows) {
        this.name = name;
        this.options = options;
        this.rows = rows;
    }

    /** Sets the range to read next. */
    void begin(SourcePosition from, SourcePosition to) {
        target = to;
        boolean isNext = consumer != null && next.position().equals(from) && rows.obstacle() == null;
        if (!isNext || !to.offsets().keySet().stream().allMatch(split -> ahead.containsKey(Integer.parseInt(split)))) {
            next = new PartitionOffsets(from);
            ahead.clear();
            rows.forgetObstacle();
        }
    }

    /** How far rows have been handed out. */
    SourcePosition position() {
        return next.position();
    }

    boolean isAtTarget() {
        for (Map.Entry<String, Long> entry : target.offsets().entrySet()) {
            if (next.get(Integer.parseInt(entry.getKey())) < entry.getValue()) {
                return false;
            }
        }
        return true;
    }

    /** Makes rows of what was fetched, and fetches once when that gives none. */
    void advance(Duration timeout, int maxBytes) {
        assign();
        take(maxBytes);
        if (rows.isEmpty() && rows.obstacle() == null && !isAtTarget()) {
            fetch(timeout);
            take(maxBytes);
        }
    }

    private void assign() {
        if (consumer == null) {
            consumer = options.consumer(name);
            ahead.clear();
        }
        if (!ahead.isEmpty()) {
            return;
        }
        List<TopicPartition> wanted = target.offsets().keySet().stream()
                .map(split -> new TopicPartition(options.endpoint().topic(), Integer.parseInt(split)))
                .toList();
        List<TopicPartition> unknown =
                wanted.stream().filter(partition -> next.get(partition.partition()) < 0).toList();
        consumer.beginningOffsets(unknown, PATIENCE)
                .forEach((partition, offset) -> next.set(partition.partition(), offset));
        consumer.assign(wanted);
        for (TopicPartition partition : wanted) {
            consumer.seek(partition, next.get(partition.partition()));
            ahead.put(partition.partition(), new ArrayDeque<>());
        }
        contactNanos = System.nanoTime();
    }

    /** Asks only for partitions of which nothing is there; so what is kept stays bounded. */
    private void fetch(Duration timeout) {
        List<TopicPartition> resting = new ArrayList<>();
        List<TopicPartition> wanted = new ArrayList<>();
        for (TopicPartition partition : consumer.assignment()) {
            boolean isLacking = ahead.get(partition.partition()).isEmpty()
                    && next.get(partition.partition()) < limit(partition.partition());
            (isLacking ? wanted : resting).add(partition);
        }
        consumer.pause(resting);
        consumer.resume(wanted);
        long now = System.nanoTime();
        for (ConsumerRecord<byte[], ByteBuffer> record : consumer.poll(timeout)) {
            ahead.get(record.partition()).add(record);
            contactNanos = now;
        }
        // Ends of transactions, and what was rolled back, are passed over without being handed out.
        for (TopicPartition partition : wanted) {
            if (ahead.get(partition.partition()).isEmpty()) {
                try {
                    reach(partition.partition(), consumer.position(partition, Duration.ZERO));
                } catch (TimeoutException e) {
                    LOG.trace("the position in {} is not known yet", partition, e);
                }
            }
        }
        if (now - contactNanos > PROBE_AFTER_NANOS) {
            probe();
        }
    }

    /** A consumer that hears nothing does not say whether nobody is there, or nothing: ask. */
    private void probe() {
        consumer.endOffsets(consumer.assignment(), PATIENCE).forEach((partition, end) -> {
            if (end < limit(partition.partition())) {
                throw KafkaOffsets.gone(partition + " ends at " + end + ", before what was read from it once");
            }
        });
        contactNanos = System.nanoTime();
    }

    private void take(int maxBytes) {
        for (Map.Entry<Integer, Deque<ConsumerRecord<byte[], ByteBuffer>>> entry : ahead.entrySet()) {
            int partition = entry.getKey();
            long limit = limit(partition);
            Deque<ConsumerRecord<byte[], ByteBuffer>> records = entry.getValue();
            while (!records.isEmpty() && records.peekFirst().offset() < limit) {
                ConsumerRecord<byte[], ByteBuffer> record = records.peekFirst();
                if (!rows.accept(record)) {
                    next.set(partition, record.offset());
                    return;
                }
                records.removeFirst();
                next.set(partition, record.offset() + 1);
                if (rows.isFull(maxBytes)) {
                    return;
                }
            }
            if (!records.isEmpty()) {
                reach(partition, limit);
            }
        }
    }

    private long limit(int partition) {
        return target.offset(Integer.toString(partition));
    }

    private void reach(int partition, long offset) {
        next.set(partition, Math.max(next.get(partition), Math.min(offset, limit(partition))));
    }

    void wakeup() {
        KafkaConsumer<byte[], ByteBuffer> waiting = consumer;
        if (waiting != null) {
            waiting.wakeup();
        }
    }

    /** Drops the consumer; the next call makes a new one. */
    void close() {
        KafkaConsumer<byte[], ByteBuffer> closing = consumer;
        consumer = null;
        ahead.clear();
        if (closing != null) {
            try {
                closing.close(CloseOptions.timeout(Duration.ofSeconds(1)));
            } catch (KafkaException e) {
                LOG.debug("closing the consumer of {}", name, e);
            }
        }
    }
}

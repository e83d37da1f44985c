package dev.millrace.executor.connector.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.connector.Backoff;
import dev.millrace.executor.connector.BadRecords;
import dev.millrace.executor.connector.ConnectorStatus;
import dev.millrace.executor.connector.Pause;
import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourceBatch;
import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.connector.format.RecordDecoder;
import dev.millrace.executor.data.BatchBuilder;

/**
 * Reads a topic. A split is a partition; partitions that a position does not name are read from their beginning, so
 * that those added later lose nothing.
 *
 * <p>The consumer is made when it is first needed, dropped when it fails, and made again after a pause: what counts is
 * only {@code next}, the offsets of what was handed out.
 */
final class KafkaSource implements Source {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSource.class);
    private static final Duration METADATA_PATIENCE = Duration.ofSeconds(5);
    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(1);
    private static final long PROBE_AFTER_NANOS = Duration.ofSeconds(2).toNanos();
    /** The client asks for metadata on its own, seldom; looking at what it knows costs nothing. */
    private static final long PARTITION_CHECK_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long READ_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int RECORDS_BETWEEN_CHECKS = 32;

    private final SourceSpec spec;
    private final KafkaSourceOptions options;
    private final RecordDecoder decoder;
    private final BatchBuilder batch;
    private final Backoff backoff = new Backoff();
    private final BadRecords bad;
    private final Pause pause = new Pause();

    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private volatile ConnectorStatus status = ConnectorStatus.RUNNING;
    private volatile long lag = -1;

    /** What the consumer has to read; empty when it must be told anew. */
    private List<TopicPartition> assigned = List.of();
    /** Where to stop, or null for live reading. */
    private SourcePosition target;
    private PartitionOffsets next = new PartitionOffsets(SourcePosition.ZERO);
    private FetchedRecords fetched = FetchedRecords.none();
    private long notFetched;
    private long contactNanos = System.nanoTime();
    private long partitionCheckNanos;

    KafkaSource(SourceSpec spec, KafkaSourceOptions options) {
        this.spec = spec;
        this.options = options;
        decoder = options.format().decoder(spec);
        batch = new BatchBuilder(spec.batchSchema());
        bad = new BadRecords(spec.name(), options.isFailingOnError());
    }

    @Override
    public SourcePosition initial() {
        return new KafkaOffsets(options).initial();
    }

    @Override
    public SourcePosition end() {
        return new KafkaOffsets(options).end();
    }

    @Override
    public void seek(SourcePosition position) {
        startAt(position, null);
        status = ConnectorStatus.RUNNING;
    }

    private void startAt(SourcePosition position, SourcePosition newTarget) {
        next = new PartitionOffsets(position);
        target = newTarget;
        assigned = List.of();
        fetched = FetchedRecords.none();
        bad.forgetObstacle();
    }

    @Override
    public SourceBatch poll(Duration timeout, int maxBytes) {
        SourcePosition from = next.position();
        if (status.state() == ConnectorStatus.State.FAILED) {
            pause.await(timeout.toNanos());
            return finish(from);
        }
        if (target != null) {
            throw new IllegalStateException("poll after read without seek");
        }
        try {
            advance(timeout, maxBytes);
            if (bad.obstacle() != null) {
                fail(bad.obstacle());
            }
        } catch (OffsetOutOfRangeException e) {
            fail("the topic no longer holds what comes next: " + KafkaEndpoint.reason(e));
        } catch (WakeupException | InterruptException e) {
            // Asked to return: so be it. An interrupt stays set.
            LOG.trace("polling of {} was cut short", spec.name(), e);
        } catch (KafkaException e) {
            retryLater(e, timeout);
        }
        return finish(from);
    }

    @Override
    public SourceBatch read(SourcePosition from, SourcePosition to, int maxBytes) {
        if (!to.isAtLeast(from)) {
            throw new IllegalArgumentException("from " + from + " back to " + to);
        }
        if (!to.equals(target) || !next.position().equals(from)) {
            startAt(from, to);
        }
        long deadline = System.nanoTime() + READ_NANOS;
        try {
            do {
                long left = Math.max(0, deadline - System.nanoTime());
                advance(Duration.ofNanos(Math.min(left, READ_NANOS / 2)), maxBytes);
            } while (bad.obstacle() == null && batch.size() == 0 && !isAtTarget() && System.nanoTime() < deadline);
        } catch (OffsetOutOfRangeException e) {
            throw KafkaOffsets.gone(KafkaEndpoint.reason(e));
        } catch (WakeupException | InterruptException e) {
            LOG.trace("reading of {} was cut short", spec.name(), e);
        } catch (KafkaException e) {
            retryLater(e, PROBE_PATIENCE);
        }
        if (bad.obstacle() != null && batch.size() == 0 && next.position().equals(from)) {
            throw bad.refusal();
        }
        SourceBatch slice = finish(from);
        return isAtTarget()
                ? new SourceBatch(slice.rows(), from, to, slice.rejected(), slice.lastRejection())
                : slice;
    }

    private boolean isAtTarget() {
        for (Map.Entry<String, Long> entry : target.offsets().entrySet()) {
            if (next.get(Integer.parseInt(entry.getKey())) < entry.getValue()) {
                return false;
            }
        }
        return true;
    }

    private SourceBatch finish(SourcePosition from) {
        return bad.batch(batch.build(), from, next.position());
    }

    /** Decodes what was fetched, after fetching when nothing is left. */
    private void advance(Duration timeout, int maxBytes) {
        if (fetched.isEmpty()) {
            assign();
            if (!assigned.isEmpty()) {
                fetch(timeout);
            } else if (target == null) {
                status = ConnectorStatus.retrying("topic \"" + options.endpoint().topic() + "\" does not exist");
                pause.await(Math.min(timeout.toNanos(), backoff.next().toNanos()));
            }
        }
        decode(maxBytes);
        lag = notFetched + fetched.count();
        if (fetched.isEmpty() && bad.obstacle() == null) {
            followPositions();
        }
    }

    /** Tells the consumer what to read, when it does not know yet or when partitions may have come. */
    private void assign() {
        boolean isNew = consumer == null;
        if (isNew) {
            consumer = options.consumer(spec.name());
        }
        boolean isDue = target == null && System.nanoTime() - partitionCheckNanos > PARTITION_CHECK_NANOS;
        if (!isNew && !assigned.isEmpty() && !isDue) {
            return;
        }
        partitionCheckNanos = System.nanoTime();
        List<TopicPartition> wanted = target == null ? live() : unfinished();
        if (isNew || !wanted.equals(assigned)) {
            List<TopicPartition> unknown =
                    wanted.stream().filter(partition -> next.get(partition.partition()) < 0).toList();
            consumer.beginningOffsets(unknown, METADATA_PATIENCE)
                    .forEach((partition, offset) -> next.set(partition.partition(), offset));
            consumer.assign(wanted);
            wanted.forEach(partition -> consumer.seek(partition, next.get(partition.partition())));
            assigned = wanted;
        }
    }

    private List<TopicPartition> live() {
        String topic = options.endpoint().topic();
        return KafkaOffsets.partitions(topic, consumer.partitionsFor(topic, METADATA_PATIENCE));
    }

    /** Partitions that have not reached the target. */
    private List<TopicPartition> unfinished() {
        List<TopicPartition> partitions = new ArrayList<>();
        target.offsets().forEach((split, offset) -> {
            int partition = Integer.parseInt(split);
            if (next.get(partition) < offset) {
                partitions.add(new TopicPartition(options.endpoint().topic(), partition));
            }
        });
        return partitions;
    }

    private void fetch(Duration timeout) {
        fetched = new FetchedRecords(consumer.poll(timeout));
        long now = System.nanoTime();
        if (!fetched.isEmpty()) {
            contactNanos = now;
            running();
        } else if (now - contactNanos > PROBE_AFTER_NANOS) {
            probe();
        }
        long behind = 0;
        for (TopicPartition partition : assigned) {
            behind += consumer.currentLag(partition).orElse(0);
        }
        notFetched = behind;
    }

    private void running() {
        backoff.reset();
        if (status.state() != ConnectorStatus.State.RUNNING) {
            LOG.info("source {} is running again", spec.name());
            status = ConnectorStatus.RUNNING;
        }
    }

    /** A consumer that hears nothing does not say whether nobody is there: ask. */
    private void probe() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(assigned, PROBE_PATIENCE);
        contactNanos = System.nanoTime();
        running();
        if (target != null) {
            ends.forEach((partition, end) -> {
                if (end < target.offset(Integer.toString(partition.partition()))) {
                    throw KafkaOffsets.gone(partition + " ends at " + end + ", before what was read from it once");
                }
            });
        }
    }

    private void decode(int maxBytes) {
        int untilCheck = RECORDS_BETWEEN_CHECKS;
        while (bad.obstacle() == null) {
            ConsumerRecord<byte[], byte[]> record = fetched.take();
            if (record == null) {
                return;
            }
            boolean isWanted = target == null || record.offset() < target.offset(Integer.toString(record.partition()));
            if (isWanted && !accept(record)) {
                next.set(record.partition(), record.offset());
                return;
            }
            boolean isFull = --untilCheck <= 0 && batch.heapBytes() >= maxBytes;
            if (untilCheck <= 0) {
                untilCheck = RECORDS_BETWEEN_CHECKS;
            }
            if (isFull || fetched.isPartitionDone()) {
                reach(record.partition(), fetched.offsetAfterLast());
            }
            if (isFull) {
                return;
            }
        }
    }

    /** Decodes a record; false when it is bad and must not be passed over. */
    private boolean accept(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        String reason;
        if (value == null) {
            reason = "a record without a value (a deletion) is not supported";
        } else if (decoder.decode(value, 0, value.length, batch) == RecordDecoder.Outcome.REJECTED) {
            reason = decoder.rejection();
        } else {
            return true;
        }
        String place = "partition " + record.partition() + ", offset " + record.offset() + ": " + reason;
        return bad.add(place);
    }

    /** Notes how far a partition is handed out; never beyond the target. */
    private void reach(int partition, long offset) {
        long limit = target == null ? Long.MAX_VALUE : target.offset(Integer.toString(partition));
        next.set(partition, Math.max(next.get(partition), Math.min(offset, limit)));
    }

    /** Follows the consumer over records that it never hands out: ends of transactions, and what was rolled back. */
    private void followPositions() {
        for (TopicPartition partition : assigned) {
            try {
                reach(partition.partition(), consumer.position(partition, Duration.ZERO));
            } catch (TimeoutException e) {
                LOG.trace("the position in {} is not known yet", partition, e);
            }
        }
        if (target != null && !unfinished().equals(assigned)) {
            assigned = List.of();
        }
    }

    private void fail(String message) {
        LOG.warn("source {} stopped: {}", spec.name(), message);
        status = ConnectorStatus.failed(message);
        closeConsumer();
    }

    private void retryLater(KafkaException failure, Duration timeout) {
        String message = failure instanceof TimeoutException
                ? "no answer from Kafka at " + options.endpoint().servers()
                : KafkaEndpoint.reason(failure);
        if (status.state() != ConnectorStatus.State.RETRYING) {
            LOG.warn("source {} tries again: {}", spec.name(), message, failure);
        }
        status = ConnectorStatus.retrying(message);
        // A consumer finds brokers that come back by itself; after anything else it may be of no use any more.
        if (!(failure instanceof TimeoutException)) {
            closeConsumer();
        }
        pause.await(Math.min(timeout.toNanos(), backoff.next().toNanos()));
    }

    private void closeConsumer() {
        KafkaConsumer<byte[], byte[]> closing = consumer;
        consumer = null;
        assigned = List.of();
        fetched = FetchedRecords.none();
        if (closing != null) {
            try {
                closing.close(CloseOptions.timeout(Duration.ofSeconds(1)));
            } catch (KafkaException e) {
                LOG.debug("closing the consumer of {}", spec.name(), e);
            }
        }
    }

    @Override
    public long lag() {
        return lag;
    }

    @Override
    public ConnectorStatus status() {
        return status;
    }

    @Override
    public void wakeup() {
        pause.wakeup();
        KafkaConsumer<byte[], byte[]> waiting = consumer;
        if (waiting != null) {
            waiting.wakeup();
        }
    }

    @Override
    public void close() {
        closeConsumer();
    }
}

package dev.millrace.executor.connector.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

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
import dev.millrace.executor.connector.ConnectorStatus;
import dev.millrace.executor.connector.Pause;
import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourceBatch;
import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.connector.SourceSpec;

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
    /** Polls for one batch, while each brings as much as a poll may. */
    private static final int POLLS_MAX = 10;
    private static final long READ_NANOS = Duration.ofSeconds(1).toNanos();

    private final SourceSpec spec;
    private final KafkaSourceOptions options;
    private final RecordRows rows;
    private final KafkaHistory history;
    private final Backoff backoff = new Backoff();
    private final Pause pause = new Pause();

    private volatile KafkaConsumer<byte[], ByteBuffer> consumer;
    private volatile ConnectorStatus status = ConnectorStatus.RUNNING;
    private volatile long lag = -1;

    /** What the consumer has to read; empty when it must be told anew. */
    private List<TopicPartition> assigned = List.of();
    private PartitionOffsets next = new PartitionOffsets(SourcePosition.ZERO);
    private FetchedRecords fetched = FetchedRecords.none();
    private long notFetched;
    private long contactNanos = System.nanoTime();
    private long partitionCheckNanos;

    KafkaSource(SourceSpec spec, KafkaSourceOptions options) {
        this.spec = spec;
        this.options = options;
        rows = new RecordRows(spec, options);
        history = new KafkaHistory(spec.name(), options, rows);
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
        next = new PartitionOffsets(position);
        assigned = List.of();
        fetched = FetchedRecords.none();
        rows.forgetObstacle();
        status = ConnectorStatus.RUNNING;
    }

    @Override
    public SourceBatch poll(Duration timeout, int maxBytes) {
        SourcePosition from = next.position();
        if (status.state() == ConnectorStatus.State.FAILED) {
            pause.await(timeout.toNanos());
            return finish(from);
        }
        try {
            advance(timeout, maxBytes);
            if (rows.obstacle() != null) {
                fail(rows.obstacle());
            }
        } catch (OffsetOutOfRangeException e) {
            fail(KafkaOffsets.outOfRange(e));
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
        history.begin(from, to);
        long deadline = System.nanoTime() + READ_NANOS;
        try {
            do {
                long left = Math.max(0, deadline - System.nanoTime());
                history.advance(Duration.ofNanos(Math.min(left, READ_NANOS / 2)), maxBytes);
                running();
            } while (rows.obstacle() == null && rows.isEmpty() && !history.isAtTarget()
                    && System.nanoTime() < deadline);
        } catch (OffsetOutOfRangeException e) {
            history.close();
            throw KafkaOffsets.gone(KafkaOffsets.outOfRange(e));
        } catch (WakeupException | InterruptException e) {
            LOG.trace("reading of {} was cut short", spec.name(), e);
        } catch (KafkaException e) {
            if (!(e instanceof TimeoutException)) {
                history.close();
            }
            retryLater(e, PROBE_PATIENCE);
        }
        SourcePosition reached = history.position();
        if (rows.obstacle() != null && rows.isEmpty() && reached.equals(from)) {
            throw rows.refusal();
        }
        return rows.take(from, history.isAtTarget() ? to : reached);
    }

    private SourceBatch finish(SourcePosition from) {
        return rows.take(from, next.position());
    }

    /** Decodes what was fetched, after fetching when nothing is left. */
    private void advance(Duration timeout, int maxBytes) {
        if (fetched.isEmpty()) {
            assign();
            if (!assigned.isEmpty()) {
                fetch(timeout);
            } else {
                status = ConnectorStatus.retrying("topic \"" + options.endpoint().topic() + "\" does not exist");
                pause.await(Math.min(timeout.toNanos(), backoff.next().toNanos()));
            }
        }
        boolean isFull = decode(maxBytes);
        for (int polls = 1; polls < POLLS_MAX && !isFull && mayHoldMore(); polls++) {
            fetch(Duration.ZERO);
            isFull = decode(maxBytes);
        }
        lag = notFetched + fetched.count();
        if (fetched.isEmpty() && rows.obstacle() == null) {
            followPositions();
        }
    }

    /** Whether the last poll left records that are fetched already, and nothing of it waits. */
    private boolean mayHoldMore() {
        return fetched.isFull() && fetched.isEmpty() && rows.obstacle() == null;
    }

    /** Tells the consumer what to read, when it does not know yet or when partitions may have come. */
    private void assign() {
        boolean isNew = consumer == null;
        if (isNew) {
            consumer = options.consumer(spec.name());
        }
        boolean isDue = System.nanoTime() - partitionCheckNanos > PARTITION_CHECK_NANOS;
        if (!isNew && !assigned.isEmpty() && !isDue) {
            return;
        }
        partitionCheckNanos = System.nanoTime();
        List<TopicPartition> wanted = live();
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
        consumer.endOffsets(assigned, PROBE_PATIENCE);
        contactNanos = System.nanoTime();
        running();
    }

    /** Answers whether the batch is full. */
    private boolean decode(int maxBytes) {
        while (rows.obstacle() == null) {
            ConsumerRecord<byte[], ByteBuffer> record = fetched.take();
            if (record == null) {
                return false;
            }
            if (!rows.accept(record)) {
                next.set(record.partition(), record.offset());
                return false;
            }
            boolean isFull = rows.isFull(maxBytes);
            if (isFull || fetched.isPartitionDone()) {
                reach(record.partition(), fetched.offsetAfterLast());
            }
            if (isFull) {
                return true;
            }
        }
        return false;
    }

    /** Notes how far a partition is handed out. */
    private void reach(int partition, long offset) {
        next.set(partition, Math.max(next.get(partition), offset));
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
        KafkaConsumer<byte[], ByteBuffer> closing = consumer;
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
        history.wakeup();
        KafkaConsumer<byte[], ByteBuffer> waiting = consumer;
        if (waiting != null) {
            waiting.wakeup();
        }
    }

    @Override
    public void close() {
        closeConsumer();
        history.close();
    }
}

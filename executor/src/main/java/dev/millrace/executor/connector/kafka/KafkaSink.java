package dev.millrace.executor.connector.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.connector.Backoff;
import dev.millrace.executor.connector.ConnectorStatus;
import dev.millrace.executor.connector.Sink;
import dev.millrace.executor.connector.SinkSpec;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * Writes to a topic, each commit one transaction that holds the results and the epoch they reach. So the topic, read
 * with {@code read_committed}, and the record of progress cannot disagree.
 *
 * <p>After any failure the producer is thrown away, the brokers are asked which epoch they hold (which also settles a
 * commit whose answer was lost), and what is beyond it is sent again from the changes that are kept until then.
 */
final class KafkaSink implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSink.class);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    /** What an epoch changed, until it is committed. */
    private record Pending(long epoch, DeltaBatch delta) {}

    private final SinkSpec spec;
    private final KafkaSinkOptions options;
    private final SinkMessages messages;
    private final ProgressTopic progress;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Backoff backoff = new Backoff();

    private KafkaProducer<byte[], byte[]> producer;
    private boolean isInTransaction;
    private Guarantee guarantee = Guarantee.AT_LEAST_ONCE;
    private volatile ConnectorStatus status = ConnectorStatus.RUNNING;

    KafkaSink(SinkSpec spec, KafkaSinkOptions options) {
        this.spec = spec;
        this.options = options;
        messages = new SinkMessages(spec, options);
        progress = new ProgressTopic(options, spec.id());
    }

    @Override
    public long recover() throws InterruptedException {
        pending.clear();
        backoff.reset();
        while (true) {
            try {
                long epoch = takeOver();
                status = ConnectorStatus.RUNNING;
                return epoch;
            } catch (KafkaException e) {
                retryLater(e);
            }
        }
    }

    /** Makes a producer that no older one can interfere with, and asks for the progress. */
    private long takeOver() {
        closeProducer();
        progress.create();
        guarantee = progress.guarantee();
        producer = options.producer(spec);
        producer.initTransactions();
        return progress.read();
    }

    @Override
    public void write(long epoch, DeltaBatch delta) throws InterruptedException {
        // Whether the target can hold the change at all must be known before any of it is sent.
        List<ProducerRecord<byte[], byte[]>> records;
        try {
            records = messages.of(delta);
        } catch (SqlException e) {
            status = ConnectorStatus.failed(e.getMessage());
            throw e;
        }
        pending.addLast(new Pending(epoch, delta));
        try {
            begin();
            records.forEach(this::send);
        } catch (KafkaException e) {
            // The commit will find a broken producer and send everything again.
            giveUp(e);
        }
    }

    @Override
    public void commit(long epoch) throws InterruptedException {
        backoff.reset();
        while (true) {
            try {
                if (producer == null && resend() >= epoch) {
                    break;
                }
                begin();
                send(progress.record(epoch));
                producer.commitTransaction();
                isInTransaction = false;
                break;
            } catch (KafkaException e) {
                giveUp(e);
                retryLater(e);
            }
        }
        pending.clear();
        status = ConnectorStatus.RUNNING;
    }

    /** Begins anew: sends all that the brokers do not hold. @return the epoch that they hold */
    private long resend() {
        long held = takeOver();
        while (!pending.isEmpty() && pending.getFirst().epoch() <= held) {
            pending.removeFirst();
        }
        for (Pending next : pending) {
            begin();
            messages.of(next.delta()).forEach(this::send);
        }
        return held;
    }

    private void begin() {
        if (producer != null && !isInTransaction) {
            producer.beginTransaction();
            isInTransaction = true;
        }
    }

    /** The producer itself remembers whether anything failed, and the commit says so. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(ProducerRecord<byte[], byte[]> record) {
        if (producer != null) {
            producer.send(record);
        }
    }

    /**
     * Drops the producer; what it sent without committing will not be seen.
     *
     * @throws SqlException when there is another writer, which a new producer here would only lock out in turn
     */
    private void giveUp(KafkaException failure) throws InterruptedException {
        if (isFenced(failure)) {
            closeProducer();
            status = ConnectorStatus.failed("another writer has taken over, or a transaction took too long");
            throw new SqlException(
                    SqlState.OBJECT_IN_USE, "another writer has taken over sink \"" + spec.name() + "\"");
        }
        if (failure instanceof InterruptException) {
            closeProducer();
            // The client has set the flag again, which an exception takes the place of.
            Thread.interrupted();
            throw new InterruptedException("sink \"" + spec.name() + "\" was interrupted");
        }
        LOG.warn("sink {} begins anew: {}", spec.name(), KafkaEndpoint.reason(failure), failure);
        closeProducer();
    }

    private static boolean isFenced(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    private void retryLater(KafkaException failure) throws InterruptedException {
        if (failure instanceof InterruptException) {
            Thread.interrupted();
            throw new InterruptedException("sink \"" + spec.name() + "\" was interrupted");
        }
        status = ConnectorStatus.retrying(KafkaEndpoint.reason(failure));
        Thread.sleep(backoff.next());
    }

    private void closeProducer() {
        KafkaProducer<byte[], byte[]> closing = producer;
        producer = null;
        isInTransaction = false;
        if (closing != null) {
            try {
                closing.close(CLOSING);
            } catch (KafkaException e) {
                LOG.debug("closing the producer of {}", spec.name(), e);
            }
        }
    }

    @Override
    public Guarantee guarantee() {
        return guarantee;
    }

    @Override
    public ConnectorStatus status() {
        return status;
    }

    @Override
    public void close() {
        closeProducer();
    }
}

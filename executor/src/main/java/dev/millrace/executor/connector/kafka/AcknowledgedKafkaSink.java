package dev.millrace.executor.connector.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.connector.Backoff;
import dev.millrace.executor.connector.ConnectorStatus;
import dev.millrace.executor.connector.Sink;
import dev.millrace.executor.connector.SinkSpec;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;

/**
 * Writes to a topic without transactions: what the brokers have acknowledged counts as sent, and readers see a record
 * as soon as it is there. No broker keeps the progress, so after a crash all that the server has not noted as sent goes
 * out again.
 *
 * <p>The producer is idempotent and by default never gives a record up, so it keeps the order of records through every
 * outage. After a failure that it does give up on, a new one sends again what was not acknowledged.
 */
final class AcknowledgedKafkaSink implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(AcknowledgedKafkaSink.class);
    /** An outage is told when the brokers are silent for as long. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final SinkSpec spec;
    private final KafkaSinkOptions options;
    private final SinkMessages messages;
    /** What was written since the last commit. */
    private final List<ProducerRecord<byte[], byte[]>> pending = new ArrayList<>();
    private final Backoff backoff = new Backoff();
    /** What the producer has failed with; set by its own thread. */
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** Null while none can be made; then there is a failure. */
    private KafkaProducer<byte[], byte[]> producer;

    private volatile ConnectorStatus status = ConnectorStatus.RUNNING;
    /** When the commit that runs began, as {@link System#nanoTime}; 0 without one. */
    private volatile long waitingSince;

    AcknowledgedKafkaSink(SinkSpec spec, KafkaSinkOptions options) {
        this.spec = spec;
        this.options = options;
        messages = new SinkMessages(spec, options);
    }

    @Override
    public long recover() throws InterruptedException {
        pending.clear();
        backoff.reset();
        beginAnew();
        status = ConnectorStatus.RUNNING;
        return NO_EPOCH;
    }

    @Override
    public boolean mayRepeat() {
        return true;
    }

    @Override
    public void write(long epoch, DeltaBatch delta) throws InterruptedException {
        List<ProducerRecord<byte[], byte[]>> records;
        try {
            records = messages.of(delta);
        } catch (SqlException e) {
            status = ConnectorStatus.failed(e.getMessage());
            throw e;
        }
        pending.addAll(records);
        waitingSince = System.nanoTime() | 1;
        try {
            records.forEach(this::send);
        } catch (KafkaException e) {
            // The commit begins anew.
            KafkaProducers.throwIfInterrupted(e, spec);
            failure.compareAndSet(null, e);
        } finally {
            waitingSince = 0;
        }
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        if (producer != null) {
            producer.send(record, (_, problem) -> {
                if (problem != null) {
                    failure.compareAndSet(null, problem);
                }
            });
        }
    }

    @Override
    public void commit(long epoch) throws InterruptedException {
        backoff.reset();
        waitingSince = System.nanoTime() | 1;
        try {
            while (!isAcknowledged()) {
                status = ConnectorStatus.retrying(KafkaEndpoint.reason(failure.get()));
                LOG.warn("sink {} begins anew: {}", spec.name(), status.message(), failure.get());
                Thread.sleep(backoff.next());
                beginAnew();
            }
        } finally {
            waitingSince = 0;
        }
        pending.clear();
        status = ConnectorStatus.RUNNING;
    }

    private boolean isAcknowledged() throws InterruptedException {
        try {
            if (producer != null) {
                producer.flush();
            }
        } catch (KafkaException e) {
            KafkaProducers.throwIfInterrupted(e, spec);
            failure.compareAndSet(null, e);
        }
        return failure.get() == null;
    }

    /** Gives a new producer all that is not acknowledged. */
    private void beginAnew() throws InterruptedException {
        closeProducer();
        failure.set(null);
        try {
            producer = options.idempotentProducer(spec);
            pending.forEach(this::send);
        } catch (KafkaException e) {
            KafkaProducers.throwIfInterrupted(e, spec);
            failure.compareAndSet(null, e);
        }
    }

    private void closeProducer() {
        KafkaProducers.close(producer, spec);
        producer = null;
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.AT_LEAST_ONCE;
    }

    @Override
    public ConnectorStatus status() {
        long since = waitingSince;
        Duration waited = since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
        return waited.compareTo(SILENCE) > 0 && status.state() == ConnectorStatus.State.RUNNING
                ? ConnectorStatus.retrying("the brokers have acknowledged nothing for " + waited.toSeconds() + " s")
                : status;
    }

    @Override
    public void close() {
        boolean wasInterrupted = Thread.interrupted();
        closeProducer();
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.millrace.executor.connector.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
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
 * Writes to a topic exactly once, each commit one transaction that holds the results and the epoch they reach. So the
 * topic, read with {@code read_committed}, and the record of progress cannot disagree.
 *
 * <p>After any failure the producer is thrown away, the brokers are asked which epoch they hold (which also settles a
 * commit whose answer was lost), and what is beyond it is sent again from the changes that are kept until then. They
 * are kept until every partition shows the commit: an acknowledged one can still be lost in some, see {@link
 * OwnTransactions}. Such partitions, and no others, get their part again.
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

    private Admin admin;
    private OwnTransactions transactions;
    private KafkaProducer<byte[], byte[]> producer;
    private boolean isInTransaction;
    private SinkPartitions partitions;
    /** Where the current transaction has records. */
    private final Set<TopicPartition> touched = new HashSet<>();
    /** Where the last transaction was forgotten by its coordinator, and had to be ended by force. */
    private final Set<TopicPartition> forgotten = new HashSet<>();
    /** How the last transaction ended, asked before a new producer began; null while it is not known. */
    private TransactionState ending;
    /** The epoch that the last commit was tried for. */
    private long tried = Long.MAX_VALUE;
    /** The last epoch that surely shows everywhere. */
    private long shown = NO_EPOCH;
    /** The only partitions that still lack what is pending, or null when all do. */
    private Set<TopicPartition> lacking;

    private volatile Guarantee guarantee = Guarantee.AT_LEAST_ONCE;
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
        lacking = null;
        forgetLast();
        backoff.reset();
        while (true) {
            try {
                shown = takeOver();
                status = ConnectorStatus.RUNNING;
                return shown;
            } catch (KafkaException e) {
                retryLater(e);
            }
        }
    }

    /**
     * Makes a producer that no older one can interfere with, ends what brokers forgot to end, and asks for the
     * progress.
     *
     * @return the epoch that the brokers hold
     */
    private long takeOver() {
        closeProducer();
        if (admin == null) {
            admin = options.endpoint().admin();
            transactions = new OwnTransactions(admin, KafkaSinkOptions.transactionalId(spec));
        }
        progress.create(admin);
        guarantee = ProgressTopic.guarantee(admin);
        TransactionState last = transactions.state();
        ending = ending == null || isCommit(last) ? last : ending;
        producer = options.transactionalProducer(spec);
        producer.initTransactions();
        transactions.state();
        List<TopicPartition> all = new ArrayList<>(partitions().all());
        all.add(progress.partition());
        Set<TopicPartition> open = transactions.open(all);
        if (!open.isEmpty()) {
            LOG.warn("sink {}: brokers forgot to end a transaction in {}", spec.name(), open);
            forgotten.addAll(open);
            transactions.abort(open);
        }
        ProgressTopic.Epochs committed = progress.read();
        return forgotten.isEmpty() && lacking == null ? committed.last() : afterLoss(committed);
    }

    private static boolean isCommit(TransactionState state) {
        return state == TransactionState.PREPARE_COMMIT || state == TransactionState.COMPLETE_COMMIT;
    }

    /** What counts as held when the last transaction, or the one before it, was lost in some partitions. */
    private long afterLoss(ProgressTopic.Epochs committed) {
        if (pending.isEmpty()) {
            return afterLossByOthers(committed);
        }
        boolean isCommitted = isCommit(ending) || lacking == null && committed.last() >= tried;
        if (!isCommitted) {
            return lacking == null ? committed.last() : shown;
        }
        if (forgotten.isEmpty()) {
            return tried;
        }
        lacking = new HashSet<>(forgotten);
        return shown;
    }

    /**
     * The same for a transaction of an earlier process, which kept its changes: all of it is sent again, also to
     * partitions that hold it where only some have lost it.
     */
    private long afterLossByOthers(ProgressTopic.Epochs committed) {
        boolean mayBeCommitted = isCommit(ending) || ending == TransactionState.EMPTY;
        boolean isProgressLost = forgotten.contains(progress.partition());
        return mayBeCommitted && !isProgressLost ? committed.previous() : committed.last();
    }

    private SinkPartitions partitions() {
        // Not while parts of a transaction are sent again: they were dealt out among as many.
        if (partitions == null || lacking == null) {
            String topic = options.endpoint().topic();
            partitions = new SinkPartitions(topic, producer.partitionsFor(topic).size());
        }
        return partitions;
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
                tried = epoch;
                send(progress.record(epoch), progress.partition());
                producer.commitTransaction();
                isInTransaction = false;
                transactions.awaitEnd(touched);
                break;
            } catch (KafkaException e) {
                giveUp(e);
                retryLater(e);
            }
        }
        pending.clear();
        lacking = null;
        shown = epoch;
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
            partitions();
            producer.beginTransaction();
            isInTransaction = true;
            touched.clear();
            forgetLast();
        }
    }

    /** What is known of the last transaction is settled. */
    private void forgetLast() {
        forgotten.clear();
        ending = null;
        tried = Long.MAX_VALUE;
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        if (producer != null) {
            TopicPartition partition = partitions.of(record);
            if (lacking == null || lacking.contains(partition)) {
                int number = partition.partition();
                send(new ProducerRecord<>(record.topic(), number, record.key(), record.value()), partition);
            }
        }
    }

    /** The producer itself remembers whether anything failed, and the commit says so. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(ProducerRecord<byte[], byte[]> record, TopicPartition partition) {
        if (producer != null) {
            producer.send(record);
            touched.add(partition);
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
        closeProducer();
        KafkaProducers.throwIfInterrupted(failure, spec);
        LOG.warn("sink {} begins anew: {}", spec.name(), KafkaEndpoint.reason(failure), failure);
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
        KafkaProducers.throwIfInterrupted(failure, spec);
        status = ConnectorStatus.retrying(KafkaEndpoint.reason(failure));
        Thread.sleep(backoff.next());
    }

    private void closeProducer() {
        KafkaProducer<byte[], byte[]> closing = producer;
        producer = null;
        isInTransaction = false;
        KafkaProducers.close(closing, spec);
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
        // A client that is closed by a thread with its interrupt set gives up at once, and its transaction stays open.
        boolean wasInterrupted = Thread.interrupted();
        closeProducer();
        if (admin != null) {
            admin.close(CLOSING);
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

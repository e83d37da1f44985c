package dev.millrace.executor.connector.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/**
 * What the brokers know of one sink's transactions, beyond what a producer is told.
 *
 * <p>A commit is acknowledged when the coordinator has noted it; only then the partitions get their markers. A
 * coordinator that starts anew while such a partition has no leader takes the partition for deleted and forgets its
 * marker (seen with brokers 4.3.1): the transaction counts as complete, and the partition keeps it open for ever,
 * hidden from readers. So a sink asks the partitions themselves, and ends what was forgotten.
 */
final class OwnTransactions {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final Admin admin;
    private final String transactionalId;
    /** Of the producers that this sink has had lately; a new one nearly always gets the id of the last. */
    private final Set<Long> producerIds = new HashSet<>();

    OwnTransactions(Admin admin, String transactionalId) {
        this.admin = admin;
        this.transactionalId = transactionalId;
    }

    /** Where the last transaction stands, to be asked before a new producer ends it; {@code EMPTY} without one. */
    TransactionState state() {
        try {
            TransactionDescription description = KafkaEndpoint.answer(
                    admin.describeTransactions(List.of(transactionalId)).description(transactionalId));
            producerIds.add(description.producerId());
            return description.state();
        } catch (TransactionalIdNotFoundException e) {
            return TransactionState.EMPTY;
        }
    }

    /** Those of the partitions where a transaction of this sink is open. */
    Set<TopicPartition> open(Collection<TopicPartition> partitions) {
        return producers(partitions).entrySet().stream()
                .filter(entry -> entry.getValue().activeProducers().stream().anyMatch(this::isOpenAndOwn))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Map<TopicPartition, PartitionProducerState> producers(Collection<TopicPartition> partitions) {
        return KafkaEndpoint.answer(admin.describeProducers(partitions).all());
    }

    private boolean isOpenAndOwn(ProducerState producer) {
        return producer.currentTransactionStartOffset().isPresent() && producerIds.contains(producer.producerId());
    }

    /** Ends transactions that their coordinator has forgotten; what they wrote is gone then. */
    void abort(Collection<TopicPartition> partitions) {
        producers(partitions).forEach((partition, state) -> {
            for (ProducerState producer : state.activeProducers()) {
                if (isOpenAndOwn(producer)) {
                    KafkaEndpoint.answer(admin.abortTransaction(new AbortTransactionSpec(
                                    partition,
                                    producer.producerId(),
                                    (short) producer.producerEpoch(),
                                    producer.coordinatorEpoch().orElse(0)))
                            .all());
                }
            }
        });
    }

    /**
     * Waits until what was committed shows.
     *
     * @throws TimeoutException when a partition does not get its marker
     */
    void awaitEnd(Collection<TopicPartition> partitions) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long pauseMillis = 1;
        while (!open(partitions).isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("a committed transaction stays open in " + open(partitions));
            }
            try {
                Thread.sleep(pauseMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptException(e);
            }
            pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
        }
    }
}

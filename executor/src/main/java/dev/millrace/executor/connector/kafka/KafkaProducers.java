package dev.millrace.executor.connector.kafka;

import java.time.Duration;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.connector.SinkSpec;

/** What every sink does with its producer. */
final class KafkaProducers {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaProducers.class);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private KafkaProducers() {}

    /** Closes one that may be null; that it cannot be reached any more is no failure then. */
    static void close(KafkaProducer<byte[], byte[]> producer, SinkSpec spec) {
        if (producer != null) {
            try {
                producer.close(CLOSING);
            } catch (KafkaException e) {
                LOG.debug("closing the producer of {}", spec.name(), e);
            }
        }
    }

    /** The client has set the thread's flag again, which an exception takes the place of. */
    static void throwIfInterrupted(KafkaException failure, SinkSpec spec) throws InterruptedException {
        if (failure instanceof InterruptException) {
            Thread.interrupted();
            throw new InterruptedException("sink \"" + spec.name() + "\" was interrupted");
        }
    }
}

package dev.millrace.executor.connector.kafka;

import org.apache.kafka.common.KafkaException;

import dev.millrace.executor.connector.Connector;
import dev.millrace.executor.connector.Sink;
import dev.millrace.executor.connector.SinkSpec;
import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourceSpec;

/** {@code connector = 'kafka'}. */
public final class KafkaConnector implements Connector {

    static final String NAME = "kafka";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void checkSource(SourceSpec spec) {
        KafkaSourceOptions options = KafkaSourceOptions.of(spec);
        options.format().decoder(options.metadata().ofRecords(spec));
        try {
            options.consumer(spec.name()).close();
        } catch (KafkaException e) {
            throw options.endpoint().unusable(e);
        }
        options.endpoint().checkTopic();
    }

    @Override
    public void checkSink(SinkSpec spec) {
        KafkaSinkOptions options = KafkaSinkOptions.of(spec);
        try {
            (isExact(options) ? options.transactionalProducer(spec) : options.idempotentProducer(spec)).close();
        } catch (KafkaException e) {
            throw options.endpoint().unusable(e);
        }
        options.endpoint().checkTopic();
    }

    @Override
    public Source openSource(SourceSpec spec) {
        return new KafkaSource(spec, KafkaSourceOptions.of(spec));
    }

    @Override
    public Sink openSink(SinkSpec spec) {
        KafkaSinkOptions options = KafkaSinkOptions.of(spec);
        return isExact(options) ? new KafkaSink(spec, options) : new AcknowledgedKafkaSink(spec, options);
    }

    private static boolean isExact(KafkaSinkOptions options) {
        return options.guarantee() == Sink.Guarantee.EXACTLY_ONCE;
    }
}

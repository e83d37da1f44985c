package dev.millrace.executor.connector.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import dev.millrace.executor.connector.BadRecords;
import dev.millrace.executor.connector.SourceBatch;
import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.connector.format.RecordDecoder;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.plan.SqlException;

/** Records as rows: the batch that they become, and what becomes of those that are none. */
final class RecordRows {

    private static final int RECORDS_BETWEEN_CHECKS = 32;

    private final RecordDecoder decoder;
    private final BatchBuilder batch;
    private final BadRecords bad;
    private int untilCheck = RECORDS_BETWEEN_CHECKS;

    RecordRows(SourceSpec spec, KafkaSourceOptions options) {
        decoder = options.format().decoder(spec);
        batch = new BatchBuilder(spec.batchSchema());
        bad = new BadRecords(spec.name(), options.isFailingOnError());
    }

    /** Adds a record's row; false when the record is bad and must not be passed over. */
    boolean accept(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        String reason;
        if (value == null) {
            reason = "a record without a value (a deletion) is not supported";
        } else if (decoder.decode(value, 0, value.length, batch) == RecordDecoder.Outcome.REJECTED) {
            reason = decoder.rejection();
        } else {
            return true;
        }
        return bad.add("topic \"" + record.topic() + "\", partition " + record.partition() + ", offset "
                + record.offset() + ": " + reason);
    }

    /** Whether the batch has become so large; looked at only now and then. */
    boolean isFull(int maxBytes) {
        if (--untilCheck > 0) {
            return false;
        }
        untilCheck = RECORDS_BETWEEN_CHECKS;
        return batch.heapBytes() >= maxBytes;
    }

    boolean isEmpty() {
        return batch.size() == 0;
    }

    /** The record that comes next and must not be passed over, or null. */
    String obstacle() {
        return bad.obstacle();
    }

    /** Reading begins elsewhere. */
    void forgetObstacle() {
        bad.forgetObstacle();
    }

    SqlException refusal() {
        return bad.refusal();
    }

    /** What was added since the last call. */
    SourceBatch take(SourcePosition from, SourcePosition to) {
        return bad.batch(batch.build(), from, to);
    }
}

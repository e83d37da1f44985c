package dev.millrace.executor.connector.kafka;

import java.nio.ByteBuffer;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import dev.millrace.executor.connector.BadRecords;
import dev.millrace.executor.connector.SourceBatch;
import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.connector.format.RecordDecoder;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/** Records as rows: the batch that they become, and what becomes of those that are none. */
final class RecordRows {

    private static final int RECORDS_BETWEEN_CHECKS = 32;

    private final RecordDecoder decoder;
    /** For each column of the batches what it gets. */
    private final List<RecordMetadata.Field> fields;
    /** Columns that get something of what Kafka says; null for the others. */
    private final ColumnBuilder[] told;
    private final BatchBuilder batch;
    private final BadRecords bad;
    private int untilCheck = RECORDS_BETWEEN_CHECKS;

    RecordRows(SourceSpec spec, KafkaSourceOptions options) {
        SourceSpec ofRecords = options.metadata().ofRecords(spec);
        decoder = options.format().decoder(ofRecords);
        batch = new BatchBuilder(ofRecords.batchSchema());
        fields = spec.columns().stream().map(options.metadata().fields()::get).toList();
        told = new ColumnBuilder[fields.size()];
        for (int i = 0; i < told.length; i++) {
            told[i] = fields.get(i) == RecordMetadata.Field.NONE ? null : new ColumnBuilder(SqlType.Layout.WORD);
        }
        bad = new BadRecords(spec.name(), options.isFailingOnError());
    }

    /** Adds a record's row; false when the record is bad and must not be passed over. */
    boolean accept(ConsumerRecord<byte[], ByteBuffer> record) {
        ByteBuffer value = record.value();
        String reason;
        if (value == null) {
            reason = "a record without a value (a deletion) is not supported";
        } else {
            RecordDecoder.Outcome outcome = decode(value);
            if (outcome == RecordDecoder.Outcome.ROW) {
                tell(record);
            }
            if (outcome != RecordDecoder.Outcome.REJECTED) {
                return true;
            }
            reason = decoder.rejection();
        }
        return bad.add("topic \"" + record.topic() + "\", partition " + record.partition() + ", offset "
                + record.offset() + ": " + reason);
    }

    private void tell(ConsumerRecord<byte[], ByteBuffer> record) {
        for (int i = 0; i < told.length; i++) {
            if (told[i] != null) {
                told[i].appendWord(fields.get(i).of(record));
            }
        }
    }

    /** Reads the record where it lies in what was fetched. */
    private RecordDecoder.Outcome decode(ByteBuffer value) {
        if (value.hasArray()) {
            int start = value.arrayOffset() + value.position();
            return decoder.decode(value.array(), start, start + value.remaining(), batch);
        }
        byte[] copy = new byte[value.remaining()];
        value.get(value.position(), copy);
        return decoder.decode(copy, 0, copy.length, batch);
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
        DeltaBatch decoded = batch.build();
        Column[] columns = new Column[told.length];
        int next = 0;
        for (int i = 0; i < told.length; i++) {
            columns[i] = told[i] == null ? decoded.column(next++) : told[i].build();
        }
        return bad.batch(new DeltaBatch(columns, decoded.weights(), decoded.size()), from, to);
    }
}

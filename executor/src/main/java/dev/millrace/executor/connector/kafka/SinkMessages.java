package dev.millrace.executor.connector.kafka;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.kafka.clients.producer.ProducerRecord;

import dev.millrace.executor.connector.SinkSpec;
import dev.millrace.executor.connector.format.JsonRowEncoder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Turns what an epoch changed into records. With a key: one record for each key that changed, its value the row that it
 * has now, or none when it has no row any more. Without: one record for each row that came.
 */
final class SinkMessages {

    private final SinkSpec spec;
    private final String topic;
    private final boolean isKeyPlain;
    private final JsonRowEncoder values;
    private final JsonRowEncoder keys;

    SinkMessages(SinkSpec spec, KafkaSinkOptions options) {
        this.spec = spec;
        topic = options.endpoint().topic();
        isKeyPlain = options.isKeyPlain();
        values = new JsonRowEncoder(spec.schema(), IntStream.range(0, spec.schema().size()).boxed().toList());
        keys = new JsonRowEncoder(spec.schema(), spec.key());
    }

    /** @throws SqlException when records cannot say what changed; then nothing of it must be sent */
    List<ProducerRecord<byte[], byte[]>> of(DeltaBatch delta) {
        return spec.key().isEmpty() ? appended(delta) : byKey(delta);
    }

    private List<ProducerRecord<byte[], byte[]>> appended(DeltaBatch delta) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(delta.size());
        for (int row = 0; row < delta.size(); row++) {
            if (delta.weight(row) < 0) {
                throw new SqlException(
                        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                        "sink \"" + spec.name() + "\" can only add rows, but a row was removed or changed",
                        null, "Create the sink with a key, so that rows can be replaced and deleted.", 0);
            }
            byte[] value = delta.weight(row) == 0 ? null : values.encode(delta, row);
            for (long copy = 0; copy < delta.weight(row); copy++) {
                records.add(new ProducerRecord<>(topic, value));
            }
        }
        return records;
    }

    private List<ProducerRecord<byte[], byte[]>> byKey(DeltaBatch delta) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (int row = 0; row < delta.size(); row++) {
            if (delta.weight(row) == 0) {
                continue;
            }
            String key = new String(key(delta, row), UTF_8);
            if (delta.weight(row) < 0) {
                rows.putIfAbsent(key, -1);
                continue;
            }
            Integer other = rows.put(key, row);
            if (delta.weight(row) > 1 || other != null && other >= 0) {
                throw new SqlException(
                        SqlState.UNIQUE_VIOLATION,
                        "sink \"" + spec.name() + "\" has several rows with the same key",
                        "Key " + key + ".",
                        "Choose a key that names each row of the query.", 0);
            }
        }
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(rows.size());
        rows.forEach((key, row) ->
                records.add(new ProducerRecord<>(
                        topic, key.getBytes(UTF_8), row < 0 ? null : values.encode(delta, row))));
        return records;
    }

    private byte[] key(DeltaBatch delta, int row) {
        if (!isKeyPlain) {
            return keys.encode(delta, row);
        }
        int column = spec.key().getFirst();
        if (delta.column(column).isNull(row)) {
            throw new SqlException(
                    SqlState.NOT_NULL_VIOLATION,
                    "null value in key column \"" + spec.schema().field(column).name() + "\" of sink \""
                            + spec.name() + "\"");
        }
        return TextForm.formatBytes(spec.schema().type(column), delta.column(column), row, ZoneOffset.UTC);
    }
}

package dev.millrace.executor.connector.kafka;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import dev.millrace.executor.connector.ConnectorOptions;
import dev.millrace.executor.connector.NearestName;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/**
 * Columns that get what Kafka says of a record, instead of something that the record says: the options {@code
 * metadata.partition}, {@code metadata.offset} and {@code metadata.timestamp} name them.
 *
 * @param fields by position in the relation, for each column what it gets; {@code NONE} for one that the record fills
 */
record RecordMetadata(List<Field> fields) {

    private static final String PREFIX = "metadata.";
    private static final long MICROS_PER_MILLI = 1000;

    /** What is known of a record. */
    enum Field {
        NONE(List.of()),
        PARTITION(List.of(SqlType.INTEGER, SqlType.BIGINT)),
        OFFSET(List.of(SqlType.BIGINT)),
        TIMESTAMP(List.of(SqlType.TIMESTAMPTZ));

        private final List<SqlType> types;

        Field(List<SqlType> types) {
            this.types = types;
        }

        private String option() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** As columns of the type keep it. */
        long of(ConsumerRecord<?, ?> record) {
            return switch (this) {
                case PARTITION -> record.partition();
                case OFFSET -> record.offset();
                case TIMESTAMP -> record.timestamp() * MICROS_PER_MILLI;
                case NONE -> throw new IllegalArgumentException("nothing of a record");
            };
        }
    }

    RecordMetadata {
        fields = List.copyOf(fields);
    }

    /** @throws SqlException 42703 or 42804 for a column that is not there, or of another type */
    static RecordMetadata of(ConnectorOptions options, Schema schema) {
        List<Field> fields = new ArrayList<>(Collections.nCopies(schema.size(), Field.NONE));
        Map<String, String> given = options.withPrefix(PREFIX);
        for (Field field : Field.values()) {
            String column = field == Field.NONE ? null : given.remove(field.option());
            if (column == null) {
                continue;
            }
            int position = schema.indexOf(column);
            String option = PREFIX + field.option();
            if (position < 0) {
                String nearest = NearestName.of(column, schema.fields().stream().map(Schema.Field::name).toList());
                throw new SqlException(
                        SqlState.UNDEFINED_COLUMN, "column \"" + column + "\" does not exist",
                        "The option \"" + option + "\" names a column of the stream.",
                        nearest == null ? null : "Perhaps you meant the column \"" + nearest + "\".", 0);
            }
            if (!field.types.contains(schema.type(position))) {
                throw new SqlException(
                        SqlState.DATATYPE_MISMATCH,
                        "column \"" + column + "\" for \"" + option + "\" must be of type " + field.types.getLast()
                                + ", not " + schema.type(position));
            }
            if (fields.get(position) != Field.NONE) {
                throw options.invalid(option, column, "A column can get one thing only.");
            }
            fields.set(position, field);
        }
        for (Map.Entry<String, String> other : given.entrySet()) {
            throw options.invalid(
                    PREFIX + other.getKey(), other.getValue(),
                    "Kafka tells metadata.partition, metadata.offset and metadata.timestamp.");
        }
        return new RecordMetadata(fields);
    }

    boolean isEmpty() {
        return fields.stream().allMatch(field -> field == Field.NONE);
    }

    /** What the records themselves have to give. */
    SourceSpec ofRecords(SourceSpec spec) {
        List<Schema.Field> left = new ArrayList<>();
        int[] places = new int[fields.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = left.size();
            if (fields.get(i) == Field.NONE) {
                left.add(spec.schema().field(i));
            }
        }
        List<Integer> columns = spec.columns().stream()
                .filter(column -> fields.get(column) == Field.NONE)
                .map(column -> places[column])
                .toList();
        return new SourceSpec(spec.id(), spec.name(), new Schema(left), spec.options(), columns);
    }
}

package dev.millrace.executor.connector.generator;

import java.util.List;

import dev.millrace.executor.connector.NearestName;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** The rows of one table of the Nexmark auction, in the columns that were asked for. */
final class NexmarkGenerator implements RowGenerator {

    /** How a field's value becomes a column's. */
    private enum Conversion {
        NUMBER_TO_WORD,
        NUMBER_TO_DOUBLE,
        MILLIS_TO_MICROS,
        TEXT_TO_BYTES
    }

    private final NexmarkTable table;
    private final NexmarkEvent event;
    private final int[] fields;
    private final Conversion[] conversions;

    NexmarkGenerator(NexmarkTable table, long seed, long eventsPerSecond, SourceSpec spec) {
        this.table = table;
        Schema schema = spec.batchSchema();
        fields = new int[schema.size()];
        conversions = new Conversion[schema.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = table.indexOf(schema.field(i).name());
            conversions[i] = conversion(table.fields().get(fields[i]), schema.type(i));
        }
        event = new NexmarkEvent(seed, eventsPerSecond, fields);
    }

    /** Refuses columns that the table does not have, or whose type cannot hold the field. */
    static void check(NexmarkTable table, Schema schema) {
        for (Schema.Field column : schema.fields()) {
            int index = table.indexOf(column.name());
            if (index < 0) {
                throw noSuchField(table, column.name());
            }
            NexmarkTable.Field field = table.fields().get(index);
            if (conversion(field, column.type()) == null) {
                String fitting = switch (field.form()) {
                    case NUMBER -> "bigint, integer or double precision";
                    case TIME -> "timestamp, timestamptz or bigint (milliseconds)";
                    case TEXT -> "text, or varchar of at least " + field.lengthMax();
                };
                throw new SqlException(
                        SqlState.DATATYPE_MISMATCH,
                        "column \"" + column.name() + "\" of type " + column.type()
                                + " cannot hold the generated values",
                        null, "Declare it as " + fitting + ".", 0);
            }
        }
    }

    private static SqlException noSuchField(NexmarkTable table, String column) {
        List<String> names = table.fields().stream().map(NexmarkTable.Field::name).toList();
        String nearest = NearestName.of(column, names);
        String hint = nearest == null
                ? "The columns are " + String.join(", ", names) + "."
                : "Perhaps you meant the column \"" + nearest + "\".";
        return new SqlException(
                SqlState.UNDEFINED_COLUMN,
                "the generated table has no column \"" + column + "\"", null, hint, 0);
    }

    private static Conversion conversion(NexmarkTable.Field field, SqlType type) {
        return switch (field.form()) {
            case NUMBER -> switch (type.kind()) {
                case BIGINT, INTEGER -> Conversion.NUMBER_TO_WORD;
                case DOUBLE -> Conversion.NUMBER_TO_DOUBLE;
                default -> null;
            };
            case TIME -> switch (type.kind()) {
                case BIGINT -> Conversion.NUMBER_TO_WORD;
                case TIMESTAMP, TIMESTAMPTZ -> type.precision() == SqlType.UNSPECIFIED || type.precision() >= 3
                        ? Conversion.MILLIS_TO_MICROS
                        : null;
                default -> null;
            };
            case TEXT -> switch (type.kind()) {
                case TEXT -> Conversion.TEXT_TO_BYTES;
                case VARCHAR -> type.precision() == SqlType.UNSPECIFIED || type.precision() >= field.lengthMax()
                        ? Conversion.TEXT_TO_BYTES
                        : null;
                default -> null;
            };
        };
    }

    @Override
    public long rowAtOrAfter(long number) {
        return table.rowAtOrAfter(number);
    }

    @Override
    public void append(long number, BatchBuilder batch) {
        event.fill(table, number);
        for (int i = 0; i < fields.length; i++) {
            int field = fields[i];
            switch (conversions[i]) {
                case NUMBER_TO_WORD -> batch.column(i).appendWord(event.numbers[field]);
                case NUMBER_TO_DOUBLE -> batch.column(i).appendDouble((double) event.numbers[field]);
                case MILLIS_TO_MICROS -> batch.column(i).appendWord(event.numbers[field] * 1000);
                case TEXT_TO_BYTES ->
                    batch.column(i).appendBytes(event.texts[field], event.starts[field], event.ends[field]);
            }
        }
        batch.endRow(1);
    }
}

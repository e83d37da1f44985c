package dev.millrace.executor.connector.generator;

import dev.millrace.executor.connector.ConnectorOptions;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.plan.Schema;

/**
 * Rows after the columns' types and the options {@code fields.COLUMN.…}. Every column draws from a generator of its
 * own, seeded by its name, so that its values do not depend on which other columns are read.
 */
final class SchemaGenerator implements RowGenerator {

    private final FieldGenerator[] fields;
    private final long[] seeds;
    private final SeededRandom random = new SeededRandom();

    SchemaGenerator(long seed, SourceSpec spec, ConnectorOptions options) {
        FieldGenerator[] all = fields(spec.schema(), options);
        fields = new FieldGenerator[spec.columns().size()];
        seeds = new long[fields.length];
        for (int i = 0; i < fields.length; i++) {
            int column = spec.columns().get(i);
            fields[i] = all[column];
            seeds[i] = SeededRandom.mix(seed ^ hash(spec.schema().field(column).name()));
        }
    }

    /** A generator for each column; refuses types that cannot be generated and options that make no sense. */
    static FieldGenerator[] fields(Schema schema, ConnectorOptions options) {
        FieldGenerator[] fields = new FieldGenerator[schema.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = new FieldOptions(schema.field(i), options).generator();
        }
        return fields;
    }

    private static long hash(String name) {
        long hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = SeededRandom.mix(hash + name.charAt(i) + SeededRandom.STEP);
        }
        return hash;
    }

    @Override
    public long rowAtOrAfter(long event) {
        return event;
    }

    @Override
    public void append(long event, BatchBuilder batch) {
        for (int i = 0; i < fields.length; i++) {
            random.start(SeededRandom.mix(seeds[i] ^ event * SeededRandom.STEP));
            fields[i].append(event, random, batch.column(i));
        }
        batch.endRow(1);
    }
}

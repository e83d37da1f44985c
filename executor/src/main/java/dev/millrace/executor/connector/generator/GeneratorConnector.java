package dev.millrace.executor.connector.generator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.millrace.executor.connector.Connector;
import dev.millrace.executor.connector.ConnectorOptions;
import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourceSpec;

/**
 * {@code connector = 'generator'}: rows for demos, tests and benchmarks, with no outside system. The option {@code
 * generator.kind} says which rows: {@code nexmark} or {@code schema}.
 */
public final class GeneratorConnector implements Connector {

    private static final String NEXMARK = "nexmark";
    private static final String SCHEMA = "schema";
    private static final long DEFAULT_SEED = 42;
    private static final long DEFAULT_EVENTS_PER_SECOND = 100_000;

    @Override
    public String name() {
        return "generator";
    }

    @Override
    public void checkSource(SourceSpec spec) {
        open(spec);
    }

    @Override
    public Source openSource(SourceSpec spec) {
        return open(spec);
    }

    private Source open(SourceSpec spec) {
        ConnectorOptions options = new ConnectorOptions(name(), spec.options());
        String kind = options.choice("generator.kind", SCHEMA, List.of(NEXMARK, SCHEMA));
        long seed = options.number("seed", DEFAULT_SEED, Long.MIN_VALUE, Long.MAX_VALUE);
        long rate = options.number("rows.per.second", 0, 0, 1_000_000_000);
        long events = options.number("events", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        RowGenerator generator = kind.equals(NEXMARK)
                ? nexmark(seed, spec, options)
                : new SchemaGenerator(seed, spec, options);
        options.finish();
        return new GeneratorSource(generator, spec.batchSchema(), events, rate);
    }

    private static RowGenerator nexmark(long seed, SourceSpec spec, ConnectorOptions options) {
        List<String> names = Arrays.stream(NexmarkTable.values())
                .map(table -> table.name().toLowerCase(Locale.ROOT))
                .toList();
        options.required("generator.table");
        String name = options.choice("generator.table", null, names);
        long eventsPerSecond =
                options.number("generator.event.rate", DEFAULT_EVENTS_PER_SECOND, 1, 1_000_000_000);
        // Unknown options come before unknown columns: the latter may only follow from the former.
        options.finish();
        NexmarkTable table = NexmarkTable.valueOf(name.toUpperCase(Locale.ROOT));
        NexmarkGenerator.check(table, spec.schema());
        return new NexmarkGenerator(table, seed, eventsPerSecond, spec);
    }
}

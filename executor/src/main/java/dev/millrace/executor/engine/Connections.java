package dev.millrace.executor.engine;

import java.util.List;
import java.util.function.Function;

import dev.millrace.executor.connector.Connector;
import dev.millrace.executor.connector.Sink;
import dev.millrace.executor.connector.SinkSpec;
import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.plan.SqlException;

/** Opens the sources and sinks that objects describe, each under the name that people know it by. */
final class Connections {

    private final Function<String, Connector> connectors;
    private final Function<ObjectDefinition, String> names;

    /**
     * @param connectors by name
     * @param names of objects, for messages
     */
    Connections(Function<String, Connector> connectors, Function<ObjectDefinition, String> names) {
        this.connectors = connectors;
        this.names = names;
    }

    Function<ObjectDefinition, String> names() {
        return names;
    }

    String name(ObjectDefinition object) {
        return names.apply(object);
    }

    /**
     * Of all columns.
     *
     * @throws SqlException when there is no such connector
     */
    Source source(ObjectDefinition object) {
        return connectors.apply(sourceOf(object).connector()).openSource(sourceSpec(object));
    }

    /** The same with batches of these columns. */
    Source source(ObjectDefinition object, List<Integer> columns) {
        ObjectDefinition.Source source = sourceOf(object);
        return connectors.apply(source.connector()).openSource(
                new SourceSpec(object.id(), name(object), source.schema(), source.options(), columns));
    }

    /** @throws SqlException when there is no such connector */
    Sink sink(ObjectDefinition object) {
        return connectors.apply(sinkOf(object).connector()).openSink(sinkSpec(object));
    }

    /**
     * Where a new source begins.
     *
     * @throws SqlException when its options are wrong or the outside system cannot be asked
     */
    byte[] beginning(ObjectDefinition object) {
        connectors.apply(sourceOf(object).connector()).checkSource(sourceSpec(object));
        try (Source source = source(object)) {
            return source.initial().encode();
        }
    }

    /** @throws SqlException when a new sink's options are wrong or the outside system cannot be asked */
    void checkSink(ObjectDefinition object) {
        connectors.apply(sinkOf(object).connector()).checkSink(sinkSpec(object));
    }

    private SourceSpec sourceSpec(ObjectDefinition object) {
        ObjectDefinition.Source source = sourceOf(object);
        return new SourceSpec(object.id(), name(object), source.schema(), source.options());
    }

    private SinkSpec sinkSpec(ObjectDefinition object) {
        ObjectDefinition.Sink sink = sinkOf(object);
        return new SinkSpec(sink.identity(), name(object), sink.schema(), sink.key(), sink.options());
    }

    private static ObjectDefinition.Source sourceOf(ObjectDefinition object) {
        return (ObjectDefinition.Source) object.body();
    }

    private static ObjectDefinition.Sink sinkOf(ObjectDefinition object) {
        return (ObjectDefinition.Sink) object.body();
    }
}

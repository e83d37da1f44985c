package dev.millrace.server.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.plan.Schema;

/** A sink: a query whose changes go elsewhere. Its form on disk is a promise, as that of all {@link CatalogObject}s. */
public record SinkObject(
        long id, String schemaName, String name, Schema schema, List<Integer> key, String query, String connector,
        Map<String, String> options, Set<Long> dependencies, Map<Long, Set<Integer>> uses, Set<String> labels)
        implements CatalogObject.OfQuery {
    @Override
    public SinkObject named(String otherSchema, String otherName) {
        return new SinkObject(
                id, otherSchema, otherName, schema, key, query, connector, options, dependencies, uses, labels);
    }

    public SinkObject withSchema(Schema other) {
        return new SinkObject(
                id, schemaName, name, other, key, query, connector, options, dependencies, uses, labels);
    }

    @Override
    public String kindName() {
        return "sink";
    }
}

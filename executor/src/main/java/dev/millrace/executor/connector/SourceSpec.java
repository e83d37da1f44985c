package dev.millrace.executor.connector;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.millrace.executor.plan.Schema;

/**
 * What a source shall read.
 *
 * @param id of the relation that it feeds
 * @param name of that relation, for messages
 * @param schema of that relation
 * @param options as in the statement, {@code connector} among them
 * @param columns the columns that batches shall have, in this order. Whether a record is accepted never depends on
 *     them: the other columns are checked just the same, only not kept
 */
public record SourceSpec(long id, String name, Schema schema, Map<String, String> options, List<Integer> columns) {

    public SourceSpec {
        options = Map.copyOf(options);
        columns = List.copyOf(columns);
    }

    /** All columns. */
    public SourceSpec(long id, String name, Schema schema, Map<String, String> options) {
        this(id, name, schema, options, IntStream.range(0, schema.size()).boxed().toList());
    }

    /** The columns of the batches. */
    public Schema batchSchema() {
        return schema.select(columns);
    }
}

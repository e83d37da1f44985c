package dev.millrace.executor.connector;

import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Schema;

/**
 * What a sink shall write.
 *
 * @param id names the sink for ever, also among the sinks of other servers that write to the same system
 * @param name of the sink, for messages
 * @param schema of the results
 * @param key columns whose values name a result row that later epochs replace or delete; empty when rows only come
 * @param options as in the statement, {@code connector} among them
 */
public record SinkSpec(String id, String name, Schema schema, List<Integer> key, Map<String, String> options) {

    public SinkSpec {
        key = List.copyOf(key);
        options = Map.copyOf(options);
    }
}

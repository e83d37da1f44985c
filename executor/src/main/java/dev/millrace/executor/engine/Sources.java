package dev.millrace.executor.engine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.millrace.executor.connector.Source;

/**
 * Which sources are read: those that something running needs, and no others, so that a source nobody uses stays at its
 * beginning and the first view on it sees all of it. Belongs to the engine thread.
 */
final class Sources implements AutoCloseable {

    private final Database database;
    private final Consumer<Request.Rows> queue;
    private final Map<Long, SourceRunner> running = new LinkedHashMap<>();

    Sources(Database database, Consumer<Request.Rows> queue) {
        this.database = database;
        this.queue = queue;
    }

    /** Starts and stops readers as needed by the flows in the database and the given further relations. */
    void refresh(Set<Long> alsoNeeded) {
        Set<Long> needed = new HashSet<>(alsoNeeded);
        database.flows().values().forEach(flow -> needed.addAll(flow.inputs()));
        running.entrySet().removeIf(entry -> {
            boolean keep = needed.contains(entry.getKey()) && database.objects().containsKey(entry.getKey());
            if (!keep) {
                entry.getValue().close();
            }
            return !keep;
        });
        for (long id : needed) {
            ObjectDefinition object = database.objects().get(id);
            if (object != null
                    && object.body() instanceof ObjectDefinition.Source definition
                    && !running.containsKey(id)) {
                Source source = database.factory().connector(definition.connector())
                        .openSource(Content.spec(id, definition));
                SourceRunner runner = new SourceRunner(id, source, database.positions().get(id), queue);
                running.put(id, runner);
                runner.begin();
            }
        }
    }

    Map<Long, SourceStatus> statuses() {
        Map<Long, SourceStatus> statuses = new LinkedHashMap<>();
        running.forEach((id, runner) -> statuses.put(id, runner.status(database.positions().get(id))));
        return statuses;
    }

    @Override
    public void close() {
        running.values().forEach(SourceRunner::close);
        running.clear();
    }
}

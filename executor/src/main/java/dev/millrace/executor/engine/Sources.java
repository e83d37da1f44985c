package dev.millrace.executor.engine;

import java.util.LinkedHashMap;
import java.util.List;
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
    private final NeededColumns needed;
    private final Consumer<Request.Rows> queue;
    private final Map<Long, SourceRunner> running = new LinkedHashMap<>();

    Sources(Database database, NeededColumns needed, Consumer<Request.Rows> queue) {
        this.database = database;
        this.needed = needed;
        this.queue = queue;
    }

    /** Starts and stops readers as needed; one that reads too few columns begins again with more. */
    void refresh() {
        Set<Long> wanted = needed.relations();
        running.entrySet().removeIf(entry -> {
            long id = entry.getKey();
            boolean keep = wanted.contains(id)
                    && database.objects().containsKey(id)
                    && entry.getValue().columns().containsAll(needed.of(id));
            if (!keep) {
                entry.getValue().close();
            }
            return !keep;
        });
        for (long id : wanted) {
            ObjectDefinition object = database.objects().get(id);
            if (object != null && object.body() instanceof ObjectDefinition.Source && !running.containsKey(id)) {
                List<Integer> columns = List.copyOf(needed.of(id));
                Connections connections = database.factory().connections();
                Source source = connections.source(object, columns);
                SourceRunner runner = new SourceRunner(
                        id, connections.name(object), source, columns, database.positions().get(id), queue);
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

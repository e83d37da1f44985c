package dev.millrace.executor.engine;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which columns of each relation anything that runs reads: sources make no others. Belongs to the engine thread;
 * computed anew when flows or followers have come or gone.
 */
final class NeededColumns {

    private final Database database;
    private final Followers followers;
    private final Map<Long, TreeSet<Integer>> byRelation = new HashMap<>();
    private long catalogVersion = -1;
    private long followersVersion = -1;

    NeededColumns(Database database, Followers followers) {
        this.database = database;
        this.followers = followers;
    }

    /** Whether something changed since this was asked for the last time. */
    boolean isOutdated() {
        return catalogVersion != database.catalogVersion() || followersVersion != followers.version();
    }

    /** Relations of which anything is needed. */
    Set<Long> relations() {
        refresh();
        return Collections.unmodifiableSet(byRelation.keySet());
    }

    SortedSet<Integer> of(long relation) {
        refresh();
        return byRelation.getOrDefault(relation, new TreeSet<>());
    }

    private void refresh() {
        if (!isOutdated()) {
            return;
        }
        byRelation.clear();
        database.flows().values().forEach(flow -> add(flow.columns()));
        followers.columns().forEach(this::add);
        catalogVersion = database.catalogVersion();
        followersVersion = followers.version();
    }

    private void add(Map<Long, TreeSet<Integer>> columns) {
        columns.forEach((relation, some) ->
                byRelation.computeIfAbsent(relation, id -> new TreeSet<>()).addAll(some));
    }
}

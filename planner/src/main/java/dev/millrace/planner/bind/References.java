package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.planner.Access;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.logical.Column;

/** What one text refers to: relations by their names, and the columns of those that have stored rows. */
final class References {

    private final Map<List<String>, PlannerCatalog.Relation> relations = new HashMap<>();
    /** Where the columns that can be referred to lie, by their numbers. */
    private final Map<Integer, Place> places = new HashMap<>();
    private final List<Use> uses = new ArrayList<>();
    /** What stands in FROM, by its number. */
    private final Map<Long, PlannerCatalog.Relation> read = new TreeMap<>();
    private final List<Access> writes = new ArrayList<>();
    private final Set<Long> calls = new TreeSet<>();
    private final List<SqlNode> ignored = new ArrayList<>();
    /** Tables whose primary key makes the text right. */
    private final Set<Long> keys = new TreeSet<>();

    private record Place(long relation, int position) {}

    /** A reference to a column; {@code node} is what was written, be it a star. */
    record Use(long relation, int position, SqlNode node) {}

    void add(List<String> name, PlannerCatalog.Relation relation) {
        relations.put(List.copyOf(name), relation);
    }

    void add(long relation, List<Column> columns) {
        for (int i = 0; i < columns.size(); i++) {
            places.put(columns.get(i).id(), new Place(relation, i));
        }
    }

    /** Columns that can be referred to without reading what is stored. */
    void forget(List<Column> columns) {
        columns.forEach(column -> places.remove(column.id()));
    }

    void use(Column column, SqlNode node) {
        Place place = places.get(column.id());
        if (place != null && ignored.stream().noneMatch(other -> other == node)) {
            uses.add(new Use(place.relation, place.position, node));
        }
    }

    /** What a node refers to, which is about to be bound, counts for nothing. */
    void ignore(SqlNode node) {
        ignored.add(node);
    }

    /** A relation stands in FROM. */
    void read(PlannerCatalog.Relation relation) {
        read.put(relation.id(), relation);
    }

    /** @param columns null for all of them */
    void write(Access.Kind kind, long relation, Collection<Integer> columns) {
        writes.add(new Access(kind, relation, columns == null ? null : Set.copyOf(columns), 0));
    }

    /** A function that people made is called. */
    void call(long routine) {
        calls.add(routine);
    }

    /** @param view whose text this is; 0 for the statement itself */
    List<Access> accesses(long view) {
        List<Access> accesses = new ArrayList<>();
        calls.forEach(routine -> accesses.add(new Access(Access.Kind.EXECUTE, routine, null, view)));
        writes.forEach(write -> accesses.add(new Access(write.kind(), write.relation(), write.columns(), view)));
        Map<Long, Set<Integer>> columns = columns();
        read.forEach((id, relation) -> accesses.add(new Access(
                Access.Kind.SELECT, id,
                relation instanceof PlannerCatalog.Stored ? columns.getOrDefault(id, Set.of()) : null, view)));
        columns.forEach((id, positions) -> {
            if (!read.containsKey(id)) {
                accesses.add(new Access(Access.Kind.SELECT, id, positions, view));
            }
        });
        return accesses;
    }

    List<Use> uses() {
        return uses;
    }

    /** That a column need not be grouped by follows from a table's primary key. */
    void relyOnKey(long table) {
        keys.add(table);
    }

    /** Positions of the columns in use, by relation, and {@link Statement.Uses#KEY} where its key is needed. */
    Map<Long, Set<Integer>> columnsAndKeys() {
        Map<Long, Set<Integer>> uses = columns();
        keys.forEach(table -> uses.computeIfAbsent(table, id -> new TreeSet<>()).add(Statement.Uses.KEY));
        return uses;
    }

    /** Positions of the columns in use, by relation. */
    Map<Long, Set<Integer>> columns() {
        Map<Long, Set<Integer>> columns = new TreeMap<>();
        for (Use use : uses) {
            columns.computeIfAbsent(use.relation, id -> new TreeSet<>()).add(use.position);
        }
        return columns;
    }

    /** The relations with the names they have now; system relations keep theirs anyway. */
    List<PlannerCatalog.Pin> pins() {
        List<PlannerCatalog.Pin> pins = new ArrayList<>();
        relations.forEach((name, relation) -> {
            if (relation.id() > 0) {
                pins.add(PlannerCatalog.Pin.of(name, relation));
            }
        });
        return pins;
    }
}

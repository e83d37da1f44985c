package dev.millrace.server.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tables that a table inherits from, which its rows are rows of, too. Part of the form on disk: fields may be
 * added, never renamed.
 *
 * @param parents in the order in which they were named
 * @param columns positions of the columns that it has from its parents alone, and did not define itself
 * @param checks numbers of its checks, likewise
 */
public record Inheritance(List<Long> parents, Set<Integer> columns, Set<Long> checks) {

    public static final Inheritance NONE = new Inheritance(List.of(), Set.of(), Set.of());

    public Inheritance {
        parents = List.copyOf(parents);
        columns = Set.copyOf(columns);
        checks = Set.copyOf(checks);
    }

    public Inheritance with(long parent) {
        List<Long> more = new ArrayList<>(parents);
        more.add(parent);
        return new Inheritance(more, columns, checks);
    }

    /** A parent has another number. */
    public Inheritance moved(long from, long to) {
        return new Inheritance(parents.stream().map(id -> id == from ? to : id).toList(), columns, checks);
    }

    public Inheritance withColumn(int position) {
        Set<Integer> more = new HashSet<>(columns);
        more.add(position);
        return new Inheritance(parents, more, checks);
    }

    public Inheritance withCheck(long check) {
        Set<Long> more = new HashSet<>(checks);
        more.add(check);
        return new Inheritance(parents, columns, more);
    }

    // ---- who inherits from whom -------------------------------------------------------------------------------------

    /** The tables that inherit from one directly or not, each once and after what it inherits from. */
    public static List<CatalogObject.Table> heirs(long table, CatalogSnapshot catalog) {
        List<CatalogObject.Table> heirs = new ArrayList<>(catalog.children(table));
        for (int i = 0; i < heirs.size(); i++) {
            for (CatalogObject.Table below : catalog.children(heirs.get(i).id())) {
                if (heirs.stream().noneMatch(known -> known.id() == below.id())) {
                    heirs.add(below);
                }
            }
        }
        return heirs;
    }

    public static List<CatalogObject.Table> parents(CatalogObject.Table table, CatalogSnapshot catalog) {
        return table.inheritance() == null
                ? List.of()
                : table.inheritance().parents().stream()
                        .map(id -> (CatalogObject.Table) catalog.find(id).orElseThrow())
                        .toList();
    }

    /** How many parents have the column, too. */
    public static int columnCount(CatalogObject.Table table, int position, CatalogSnapshot catalog) {
        String name = table.columns().get(position).name();
        return (int) parents(table, catalog).stream()
                .filter(parent -> parent.schema().indexOf(name) >= 0)
                .count();
    }

    /** How many parents have the check, too, and hand it on. */
    public static int checkCount(CatalogObject.Table table, String name, CatalogSnapshot catalog) {
        return (int) parents(table, catalog).stream()
                .flatMap(parent -> parent.checks().stream())
                .filter(check -> check.name().equals(name) && !Boolean.TRUE.equals(check.isNoInherit()))
                .count();
    }

    public static boolean isLocal(CatalogObject.Table table, int position) {
        return table.inheritance() == null || !table.inheritance().columns().contains(position);
    }

    public static boolean isLocal(CatalogObject.Table table, CatalogObject.Check check) {
        return table.inheritance() == null || !table.inheritance().checks().contains(check.id());
    }
}

package dev.millrace.server.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.PartitionDefinition;
import dev.millrace.planner.PlannerCatalog;

/**
 * A partitioned table with what is below it. All rows lie in the table at the root; a partition is the condition that
 * its rows fulfil, which is told here as SQL over the names of the columns: those are the same in all of the tree.
 */
public final class PartitionTree {

    private final CatalogSnapshot catalog;

    public PartitionTree(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    private CatalogObject.Table table(long id) {
        return (CatalogObject.Table) catalog.find(id).orElseThrow();
    }

    /** The partitions of a table, those of its partitions not among them. */
    public List<CatalogObject.Table> children(CatalogObject.Table table) {
        return table.partitioning() == null
                ? List.of()
                : table.partitioning().children().stream().map(this::table).toList();
    }

    public static boolean isPartitioned(CatalogObject.Table table) {
        return table.partitioning() != null && table.partitioning().key() != null;
    }

    /** The table and all below it, each before what is below it. */
    public List<CatalogObject.Table> all(CatalogObject.Table table) {
        List<CatalogObject.Table> all = new ArrayList<>(List.of(table));
        children(table).forEach(child -> all.addAll(all(child)));
        return all;
    }

    /** The partitions below a table that have no partitions themselves. */
    public List<CatalogObject.Table> leaves(CatalogObject.Table table) {
        return all(table).stream().filter(one -> one.isPartition() && !isPartitioned(one)).toList();
    }

    public CatalogObject.Table parent(CatalogObject.Table partition) {
        return table(partition.partitioning().place().parent());
    }

    public CatalogObject.Table root(CatalogObject.Table table) {
        return table.isPartition() ? table(table.partitioning().place().root()) : table;
    }

    /** The default partition of a table. */
    public Optional<CatalogObject.Table> defaultOf(CatalogObject.Table table) {
        return children(table).stream()
                .filter(child -> child.partitioning().place().bound().isDefault())
                .findFirst();
    }

    // ---- as the planner needs it ------------------------------------------------------------------------------------

    /** How rows of a table at the root find their partitions. */
    Optional<PartitionDefinition.Layout> layout(CatalogObject.Table root) {
        if (!isPartitioned(root) || root.isPartition()) {
            return Optional.empty();
        }
        Map<Long, List<String>> keys = new TreeMap<>();
        List<PartitionDefinition.Leaf<PlannerCatalog.Check>> leaves = new ArrayList<>();
        for (CatalogObject.Table table : all(root)) {
            if (isPartitioned(table)) {
                keys.put(table.id(), routing(table));
            } else {
                leaf(table, root).ifPresent(leaves::add);
            }
        }
        return Optional.of(new PartitionDefinition.Layout(keys, leaves));
    }

    private static Optional<PartitionDefinition.Leaf<PlannerCatalog.Check>> leaf(
            CatalogObject.Table leaf, CatalogObject.Table root) {
        List<PlannerCatalog.Check> checks = leaf.checks().stream()
                .filter(check -> root.checks().stream().noneMatch(other -> other.name().equals(check.name())))
                .map(check -> new PlannerCatalog.Check(check.name(), check.sql()))
                .toList();
        List<Integer> notNull = leaf.columns().stream()
                .filter(column -> !column.isDropped() && !column.nullable())
                .map(column -> root.schema().indexOf(column.name()))
                .filter(position -> root.columns().get(position).nullable())
                .toList();
        return checks.isEmpty() && notNull.isEmpty()
                ? Optional.empty()
                : Optional.of(new PartitionDefinition.Leaf<>(leaf.id(), checks, notNull));
    }

    /** What rows are told apart by: the parts of the key, or one hash of them. */
    private static List<String> routing(CatalogObject.Table table) {
        List<String> parts = parts(table);
        return table.partitioning().key().strategy() == PartitionDefinition.Strategy.HASH
                ? List.of(PartitionHash.of(parts, table.partitioning().key()))
                : parts;
    }

    /** An expression that says in which partition a row is, for those that are below a table. */
    String numberOf(CatalogObject.Table table) {
        return isPartitioned(table)
                ? leaves(table).stream()
                        .map(leaf -> " WHEN " + condition(leaf) + " THEN CAST(" + leaf.id() + " AS oid)")
                        .collect(Collectors.joining("", "CASE", " ELSE CAST(" + table.id() + " AS oid) END"))
                : null;
    }

    /** A partition's query: its rows among those of the table at the root. */
    String query(CatalogObject.Table partition) {
        CatalogObject.Table root = root(partition);
        return partition.columns().stream()
                .filter(column -> !column.isDropped())
                .map(column -> quoted(column.name()))
                .collect(Collectors.joining(", ", "SELECT ", " FROM "))
                + quoted(root.schemaName()) + "." + quoted(root.name()) + " WHERE " + condition(partition);
    }

    // ---- conditions -------------------------------------------------------------------------------------------------

    /** What rows of the table at the root fulfil that are in a partition; they never make it NULL. */
    public String condition(CatalogObject.Table partition) {
        CatalogObject.Table parent = parent(partition);
        String own = condition(parent, partition.partitioning().place().bound());
        return parent.isPartition() ? condition(parent) + " AND " + own : own;
    }

    /** What rows of a table fulfil that a partition of it with that bound takes. */
    public String condition(CatalogObject.Table parent, Partitioning.Bound bound) {
        if (bound.isDefault()) {
            List<String> others = children(parent).stream()
                    .map(child -> child.partitioning().place().bound())
                    .filter(other -> !other.isDefault())
                    .map(other -> condition(parent, other))
                    .toList();
            return others.isEmpty() ? "true" : "NOT (" + String.join(" OR ", others) + ")";
        }
        List<String> parts = parts(parent);
        PartitionDefinition.Key key = parent.partitioning().key();
        return switch (bound.strategy()) {
            case LIST -> list(parts.getFirst(), key.parts().getFirst().type(), bound);
            case RANGE -> range(parts, key, bound);
            case HASH -> "\"hash remainder\"(" + PartitionHash.of(parts, key) + ", " + bound.modulus() + ") = "
                    + bound.remainder();
        };
    }

    private static String list(String part, SqlType type, Partitioning.Bound bound) {
        String values = bound.from().stream()
                .filter(datum -> !datum.isNull())
                .map(datum -> literal(datum, type))
                .collect(Collectors.joining(", "));
        boolean takesNull = bound.from().stream().anyMatch(Partitioning.Datum::isNull);
        String isNull = "(" + part + " IS NULL)";
        if (values.isEmpty()) {
            return isNull;
        }
        String isOne = part + " IN (" + values + ")";
        return takesNull ? "(" + isNull + " OR " + isOne + ")" : "(" + part + " IS NOT NULL AND " + isOne + ")";
    }

    private static String literal(Partitioning.Datum datum, SqlType type) {
        return "CAST(" + datum.sql() + " AS " + type + ")";
    }

    private static String range(List<String> parts, PartitionDefinition.Key key, Partitioning.Bound bound) {
        return parts.stream().map(part -> part + " IS NOT NULL AND ").collect(Collectors.joining("", "(", ""))
                + side(parts, key, bound.from(), 0, true) + " AND " + side(parts, key, bound.to(), 0, false) + ")";
    }

    /** Whether the parts from one on lie at or behind a lower bound, or before an upper one. */
    private static String side(
            List<String> parts, PartitionDefinition.Key key, List<Partitioning.Datum> bound, int from,
            boolean isLower) {
        if (from == bound.size()) {
            return isLower ? "true" : "false";
        }
        Partitioning.Datum datum = bound.get(from);
        if (datum.end() != 0) {
            return datum.end() < 0 == isLower ? "true" : "false";
        }
        String value = literal(datum, key.parts().get(from).type());
        String beyond = parts.get(from) + (isLower ? " > " : " < ") + value;
        String rest = side(parts, key, bound, from + 1, isLower);
        return switch (rest) {
            case "true" -> parts.get(from) + (isLower ? " >= " : " <= ") + value;
            case "false" -> beyond;
            default -> "(" + beyond + " OR (" + parts.get(from) + " = " + value + " AND " + rest + "))";
        };
    }

    /** The parts of a table's key as expressions. */
    private static List<String> parts(CatalogObject.Table table) {
        return table.partitioning().key().parts().stream()
                .map(part -> part.column() < 0
                        ? "(" + part.sql() + ")"
                        : quoted(table.columns().get(part.column()).name()))
                .toList();
    }

    // ---- as PostgreSQL writes it ------------------------------------------------------------------------------------

    /** {@code LIST (a)}; null for a table without partitions. */
    public static String keyText(CatalogObject.Table table) {
        if (!isPartitioned(table)) {
            return null;
        }
        return table.partitioning().key().strategy() + table.partitioning().key().parts().stream()
                .map(part -> part.column() < 0
                        ? "(" + part.sql() + ")"
                        : plain(table.columns().get(part.column()).name()))
                .collect(Collectors.joining(", ", " (", ")"));
    }

    /** {@code FOR VALUES ...} or {@code DEFAULT}. */
    public static String boundText(Partitioning.Bound bound) {
        return switch (bound.strategy()) {
            case null -> "DEFAULT";
            case LIST -> "FOR VALUES IN " + texts(bound.from());
            case RANGE -> "FOR VALUES FROM " + texts(bound.from()) + " TO " + texts(bound.to());
            case HASH ->
                "FOR VALUES WITH (modulus " + bound.modulus() + ", remainder " + bound.remainder() + ")";
        };
    }

    /** Values in parentheses. */
    public static String texts(List<Partitioning.Datum> values) {
        return values.stream().map(Partitioning.Datum::sql).collect(Collectors.joining(", ", "(", ")"));
    }

    /** A table's columns that stand in its key, by position. */
    public static List<Integer> keyColumns(CatalogObject.Table table) {
        return isPartitioned(table)
                ? table.partitioning().key().parts().stream().map(PartitionDefinition.Part::column).toList()
                : List.of();
    }

    /** Whether a column is one of its key, or read by an expression there. */
    public static boolean isInKey(CatalogObject.Table table, int column) {
        return isPartitioned(table)
                && table.partitioning().key().parts().stream().anyMatch(part -> part.reads(column));
    }

    /** For each column of one table of a tree its position in another; -1 for a column that is gone. */
    public static List<Integer> positions(CatalogObject.Table of, CatalogObject.Table in) {
        return IntStream.range(0, of.columns().size())
                .map(i -> of.columns().get(i).isDropped() ? -1 : in.schema().indexOf(of.columns().get(i).name()))
                .boxed()
                .toList();
    }

    private static String plain(String name) {
        return name.matches("[a-z_][a-z0-9_$]*") ? name : quoted(name);
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}

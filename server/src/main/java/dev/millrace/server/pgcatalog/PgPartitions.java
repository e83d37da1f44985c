package dev.millrace.server.pgcatalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.PartitionDefinition;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.PartitionTree;

/** {@code pg_inherits} and {@code pg_partitioned_table}, and what is asked of one partition. */
final class PgPartitions {

    private PgPartitions() {}

    static void inherits(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof CatalogObject.Table table && table.isPartition()) {
                long parent = table.partitioning().place().parent();
                inherits(table.id(), parent, 1, out);
                source.primaryKey(table).ifPresent(key -> source.catalog().find(parent).flatMap(source::primaryKey)
                        .ifPresent(whole -> inherits(key.id(), whole.id(), 1, out)));
            } else if (object instanceof CatalogObject.Table table && table.inheritance() != null) {
                for (int i = 0; i < table.inheritance().parents().size(); i++) {
                    inherits(table.id(), table.inheritance().parents().get(i), i + 1, out);
                }
            } else if (object instanceof CatalogObject.Index index && index.above() != null) {
                inherits(index.id(), index.above(), 1, out);
            }
        }
    }

    private static void inherits(long child, long parent, int place, RowWriter out) {
        out.set("inhrelid", child).set("inhparent", parent).set("inhseqno", place).set("inhdetachpending", false).end();
    }

    static void partitioned(Source source, RowWriter out) {
        PartitionTree tree = new PartitionTree(source.catalog());
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof CatalogObject.Table table && PartitionTree.isPartitioned(table)) {
                PartitionDefinition.Key key = table.partitioning().key();
                List<Integer> columns = key.parts().stream().map(part -> part.column() + 1).toList();
                out.set("partrelid", table.id())
                        .set("partstrat", strategy(key))
                        .set("partnatts", key.parts().size())
                        .set("partdefid", tree.defaultOf(table).map(CatalogObject::id).orElse(0L))
                        .set("partattrs", columns)
                        .set("partclass", types(key, table).stream().map(PgOpclass::of).toList())
                        .set("partcollation", types(key, table).stream().map(PgCollation::of).toList())
                        .end();
            }
        }
    }

    /** An expression is taken for text. */
    private static List<SqlType> types(PartitionDefinition.Key key, CatalogObject.Table table) {
        return key.parts().stream()
                .map(part -> part.column() < 0 ? SqlType.TEXT : table.columns().get(part.column()).type())
                .toList();
    }

    private static char strategy(PartitionDefinition.Key key) {
        return switch (key.strategy()) {
            case LIST -> 'l';
            case RANGE -> 'r';
            case HASH -> 'h';
        };
    }

    /** {@code pg_get_partkeydef}; null for a table without partitions. */
    static String key(CatalogSnapshot catalog, long table) {
        return catalog.find(table).orElse(null) instanceof CatalogObject.Table found
                ? PartitionTree.keyText(found)
                : null;
    }

    /** {@code relpartbound}; null for what is no partition. */
    static String bound(CatalogObject object) {
        return object instanceof CatalogObject.Table table && table.isPartition()
                ? PartitionTree.boundText(table.partitioning().place().bound())
                : null;
    }

    /** {@code pg_get_partition_constraintdef}; null for what is no partition. */
    static String condition(CatalogSnapshot catalog, long table) {
        if (!(catalog.find(table).orElse(null) instanceof CatalogObject.Table found) || !found.isPartition()) {
            return null;
        }
        return new PartitionConditionText(new PartitionTree(catalog)).of(found);
    }

    /** {@code pg_partition_ancestors}: a partition and what it is of, up to the whole table. */
    static List<Long> ancestors(CatalogSnapshot catalog, long table) {
        List<Long> ancestors = new ArrayList<>();
        if (!(catalog.find(table).orElse(null) instanceof CatalogObject.Table found) || found.partitioning() == null) {
            return ancestors;
        }
        ancestors.add(table);
        while (found.isPartition()) {
            found = new PartitionTree(catalog).parent(found);
            ancestors.add(found.id());
        }
        return ancestors;
    }

    /** {@code pg_partition_tree}: a partition or what has any, and all below it; none for other relations. */
    static List<List<String>> tree(CatalogSnapshot catalog, long table) {
        List<List<String>> rows = new ArrayList<>();
        if (catalog.find(table).orElse(null) instanceof CatalogObject.Table found && found.partitioning() != null) {
            add(found, 0, new PartitionTree(catalog), rows);
        }
        return rows;
    }

    private static void add(CatalogObject.Table table, int level, PartitionTree tree, List<List<String>> rows) {
        rows.add(Arrays.asList(
                Long.toString(table.id()),
                table.isPartition() ? Long.toString(tree.parent(table).id()) : null,
                Boolean.toString(!PartitionTree.isPartitioned(table)),
                Integer.toString(level)));
        tree.children(table).forEach(child -> add(child, level + 1, tree, rows));
    }
}

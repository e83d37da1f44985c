package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.session.Execution;

/**
 * The indexes of partitions: names, by which catalogs and messages call the part of an index that a partition would
 * have. The index itself is that of the table at the root.
 */
final class PartitionIndexes {

    private final Execution run;

    PartitionIndexes(Execution run) {
        this.run = run;
    }

    /** What stands for an index of a table in the partitions below it. */
    void below(CatalogObject.Index index, CatalogObject.Table table) throws InterruptedException {
        for (CatalogObject.Table child : new PartitionTree(run.catalog().snapshot()).children(table)) {
            below(create(index, table, child), child);
        }
    }

    /** What a new partition has in place of its parent's indexes, where it has none like them. */
    void of(CatalogObject.Table partition, CatalogObject.Table parent) throws InterruptedException {
        for (CatalogObject.Index index : run.catalog().snapshot().indexes(parent.id())) {
            List<Integer> columns = positions(index, parent, partition);
            boolean isThere = run.catalog().snapshot().indexes(partition.id()).stream()
                    .anyMatch(own -> own.columns().equals(columns) && own.isUnique() == index.isUnique()
                            && own.detail() == null && index.detail() == null);
            if (!isThere) {
                below(create(index, parent, partition), partition);
            }
        }
    }

    private static List<Integer> positions(
            CatalogObject.Index index, CatalogObject.Table parent, CatalogObject.Table partition) {
        List<Integer> positions = PartitionTree.positions(parent, partition);
        return index.columns().stream().map(column -> column < 0 ? column : positions.get(column)).toList();
    }

    private CatalogObject.Index create(
            CatalogObject.Index index, CatalogObject.Table parent, CatalogObject.Table partition)
            throws InterruptedException {
        List<SortKey> keys = new ArrayList<>();
        List<Integer> positions = positions(index, parent, partition);
        for (int i = 0; i < positions.size(); i++) {
            SortKey key = index.keys().get(i);
            keys.add(new SortKey(positions.get(i), key.descending(), key.nullsFirst()));
        }
        NewName base = new NewName(partition.schemaName(), partition.name());
        String name = base.derived(
                positions.stream()
                        .map(position -> position < 0 ? "_expr" : "_" + partition.columns().get(position).name())
                        .collect(Collectors.joining("", "", index.isConstraint() ? "_key" : "_idx")),
                run);
        CatalogObject.Index own = new CatalogObject.Index(
                run.database().engine().nextObjectId(), partition.schemaName(), name, partition.id(), keys,
                index.isUnique(), index.isConstraint(), index.id(), index.detail());
        run.session().transaction().create(own, new ObjectDefinition.Described(), run.cancellation());
        return own;
    }

    /** What the part of a key is called that is in one partition. */
    static String nameIn(
            CatalogObject.Table partition, UniqueKey key, Schema schema, CatalogSnapshot catalog) {
        List<String> names = Arrays.stream(key.columns()).mapToObj(column -> schema.field(column).name()).toList();
        Schema own = partition.schema();
        if (partition.primaryKey() != null && names(partition.primaryKey().columns(), own).equals(names)) {
            return partition.primaryKey().name();
        }
        return catalog.uniqueIndexes(partition.id()).stream()
                .filter(index -> names(index.columns(), own).equals(names))
                .map(CatalogObject.Index::name)
                .findFirst()
                .orElse(key.name());
    }

    private static List<String> names(List<Integer> columns, Schema schema) {
        return columns.stream().map(column -> schema.field(column).name()).toList();
    }

    /** @throws SqlException 0A000 where two partitions could each have a row of the same key */
    static void checkKey(CatalogObject.Table table, List<Integer> columns, boolean isPrimary) {
        List<Integer> keys = PartitionTree.keyColumns(table);
        String kind = isPrimary ? "PRIMARY KEY" : "UNIQUE";
        if (keys.contains(-1)) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "unsupported " + kind + " constraint with partition key definition")
                    .withDetail(kind + " constraints cannot be used when partition keys include expressions.");
        }
        for (int key : keys) {
            if (!new HashSet<>(columns).contains(key)) {
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "unique constraint on partitioned table must include all partitioning columns")
                        .withDetail(kind + " constraint on table \"" + table.name() + "\" lacks column \""
                                + table.columns().get(key).name() + "\" which is part of the partition key.");
            }
        }
    }
}

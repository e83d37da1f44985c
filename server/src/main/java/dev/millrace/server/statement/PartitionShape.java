package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.TableChange;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.session.Execution;

/** The columns and constraints of partitions: those of the table above, and what may be said of a partition alone. */
final class PartitionShape {

    private PartitionShape() {}

    /** @throws SqlException 42804 where a table cannot be a partition of another as it is */
    static void check(CatalogObject.Table table, CatalogObject.Table parent) {
        for (CatalogObject.Column column : table.columns()) {
            if (!column.isDropped() && parent.schema().indexOf(column.name()) < 0) {
                throw wrong("table \"" + table.name() + "\" contains column \"" + column.name()
                        + "\" not found in parent \"" + parent.name() + "\"")
                        .withDetail("The new partition may contain only the columns present in parent.");
            }
        }
        for (CatalogObject.Column column : parent.columns()) {
            if (column.isDropped()) {
                continue;
            }
            int position = table.schema().indexOf(column.name());
            if (position < 0) {
                throw wrong("child table is missing column \"" + column.name() + "\"");
            }
            CatalogObject.Column own = table.columns().get(position);
            if (!own.type().equals(column.type())) {
                throw wrong("child table \"" + table.name() + "\" has different type for column \"" + column.name()
                        + "\"");
            }
            boolean isKey = parent.primaryKey() != null && table.primaryKey() == null
                    && parent.keyColumns().contains(parent.schema().indexOf(column.name()));
            if (!column.nullable() && own.nullable() && !isKey) {
                throw wrong("column \"" + column.name() + "\" in child table must be marked NOT NULL");
            }
        }
        for (CatalogObject.Check check : parent.checks()) {
            if (table.checks().stream().noneMatch(own -> own.name().equals(check.name()))) {
                throw wrong("child table is missing constraint \"" + check.name() + "\"");
            }
        }
    }

    private static SqlException wrong(String message) {
        return new SqlException(SqlState.DATATYPE_MISMATCH, message);
    }

    /** @throws SqlException where a change would make a partition other than its parent, or rows' places uncertain */
    static void checkChange(TableChange change, CatalogObject.Table table, boolean isOnly, Execution run) {
        String changed = switch (change) {
            case TableChange.DropColumn drop -> drop.column();
            case TableChange.ChangeType set -> set.column();
            case TableChange other -> null;
        };
        String verb = change instanceof TableChange.DropColumn ? "drop" : "alter";
        PartitionTree tree = new PartitionTree(run.catalog().snapshot());
        checkWhole(change, table, isOnly && !tree.children(table).isEmpty());
        for (CatalogObject.Table one : tree.all(table)) {
            int there = changed == null ? -1 : one.schema().indexOf(changed);
            if (there >= 0 && PartitionTree.isInKey(one, there)) {
                throw invalid("cannot " + verb + " column \"" + changed
                        + "\" because it is part of the partition key of relation \"" + one.name() + "\"");
            }
        }
        if (table.isPartition()) {
            boolean isPart = switch (change) {
                case TableChange.AddPrimaryKey add -> PartitionKeys.primary(table, add.key()) != null;
                case TableChange.AddUnique add ->
                    PartitionKeys.unique(table, add.key(), run.catalog().snapshot()) != null;
                case TableChange other -> false;
            };
            if (!isPart) {
                checkPartition(change, table, tree.parent(table), changed, verb);
            }
        }
    }

    /** @param isOnly whether the partitions that there are were to be left as they are */
    private static void checkWhole(TableChange change, CatalogObject.Table table, boolean isOnly) {
        boolean isPartitioned = PartitionTree.isPartitioned(table);
        switch (change) {
            case TableChange.AddCheck add when isPartitioned && add.check().isNoInherit() ->
                throw invalid("cannot add NO INHERIT constraint to partitioned table \"" + table.name() + "\"");
            case TableChange.AddForeignKey add when isPartitioned && add.isNotValid() ->
                throw new SqlException(
                        SqlState.WRONG_OBJECT_TYPE,
                        "cannot add NOT VALID foreign key on partitioned table \"" + table.name()
                                + "\" referencing relation \"" + add.key().referenced().last() + "\"")
                        .withDetail("This feature is not yet supported on partitioned tables.");
            case TableChange.AddForeignKey add when isOnly ->
                throw new SqlException(
                        SqlState.WRONG_OBJECT_TYPE,
                        "cannot use ONLY for foreign key on partitioned table \"" + table.name()
                                + "\" referencing relation \"" + add.key().referenced().last() + "\"");
            case TableChange.AddColumn _ when isOnly -> throw invalid("column must be added to child tables too");
            case TableChange.DropColumn _ when isOnly ->
                throw invalid("cannot drop column from only the partitioned table when partitions exist");
            case TableChange.AddCheck _ when isOnly -> throw invalid("constraint must be added to child tables too");
            case TableChange.ChangeType set when isOnly ->
                throw invalid("type of inherited column \"" + set.column() + "\" must be changed in child tables too");
            case TableChange.NotNull set when isOnly -> throw invalid(set.isNotNull()
                    ? "constraint must be added to child tables too"
                    : "cannot remove constraint from only the partitioned table when partitions exist");
            case TableChange.DropConstraint drop when isOnly
                    && table.checks().stream().anyMatch(check -> check.name().equals(drop.name())) ->
                throw invalid("cannot remove constraint from only the partitioned table when partitions exist");
            case TableChange other -> { }
        }
    }

    private static void checkPartition(
            TableChange change, CatalogObject.Table table, CatalogObject.Table parent, String changed, String verb) {
        switch (change) {
            case TableChange.AddColumn _ ->
                throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "cannot add column to a partition");
            case TableChange.DropColumn _, TableChange.ChangeType _ ->
                throw invalid("cannot " + verb + " inherited column \"" + changed + "\"");
            case TableChange.NotNull set -> {
                int above = parent.schema().indexOf(set.column());
                if (!set.isNotNull() && !parent.columns().get(above).nullable()) {
                    throw invalid("column \"" + set.column() + "\" is marked NOT NULL in parent table");
                }
            }
            case TableChange.DropConstraint drop -> {
                boolean isOfKey = table.primaryKey() != null && table.primaryKey().name().equals(drop.name())
                        && parent.primaryKey() != null;
                if (isOfKey || parent.checks().stream().anyMatch(check -> check.name().equals(drop.name()))) {
                    throw invalid("cannot drop inherited constraint \"" + drop.name() + "\" of relation \""
                            + table.name() + "\"");
                }
            }
            case TableChange.RenameConstraint rename -> {
                if (parent.checks().stream().anyMatch(check -> check.name().equals(rename.name()))) {
                    throw invalid("cannot rename inherited constraint \"" + rename.name() + "\"");
                }
            }
            case TableChange.AddPrimaryKey _, TableChange.AddUnique _, TableChange.AddForeignKey _,
                    TableChange.AddKeyOfIndex _, TableChange.AddIdentity _, TableChange.ChangeIdentity _,
                    TableChange.DropIdentity _ ->
                throw SqlException.unsupported("a key or an identity column of one partition alone")
                        .withHint("Give it to the partitioned table.");
            case TableChange other -> { }
        }
    }

    /** @throws SqlException 42P16 for a column that a partition has of its parent */
    static void checkRename(CatalogObject.Table table, String column, Execution run) {
        if (table.isPartition()) {
            throw invalid("cannot rename inherited column \"" + column + "\"");
        }
        int position = table.schema().indexOf(column);
        for (CatalogObject.Index index : run.catalog().snapshot().indexes(table.id())) {
            if (index.detail() != null && index.detail().reads().contains(position)) {
                throw SqlException.unsupported("renaming a column that index \"" + index.name() + "\" has in a text")
                        .withHint("Drop the index first, and create it again afterwards.");
            }
        }
        for (CatalogObject.Table one : new PartitionTree(run.catalog().snapshot()).all(table)) {
            int there = one.schema().indexOf(column);
            if (PartitionTree.isInKey(one, there) && !PartitionTree.keyColumns(one).contains(there)) {
                throw SqlException.unsupported("renaming a column of an expression in a partition key");
            }
        }
    }

    private static SqlException invalid(String message) {
        return new SqlException(SqlState.INVALID_TABLE_DEFINITION, message);
    }

    // ---- what a table's partitions take over ------------------------------------------------------------------------

    /** A partition as it has to be after its parent has changed. */
    static CatalogObject.Table following(
            CatalogObject.Table partition, CatalogObject.Table before, CatalogObject.Table after, Execution run) {
        List<CatalogObject.Column> columns = new ArrayList<>(partition.columns());
        boolean isRenamed = false;
        for (int i = 0; i < after.columns().size(); i++) {
            CatalogObject.Column now = after.columns().get(i);
            CatalogObject.Column was = i < before.columns().size() ? before.columns().get(i) : null;
            if (was == null) {
                columns.add(now);
            } else if (!was.isDropped() && !was.equals(now)) {
                int own = partition.schema().indexOf(was.name());
                isRenamed |= !now.isDropped() && !was.name().equals(now.name());
                columns.set(own, changed(columns.get(own), was, now, own));
            }
        }
        List<CatalogObject.Check> checks = new ArrayList<>();
        for (CatalogObject.Check check : after.checks()) {
            long id = partition.checks().stream()
                    .filter(own -> own.name().equals(check.name()))
                    .mapToLong(CatalogObject.Check::id)
                    .findFirst()
                    .orElseGet(() -> run.database().engine().nextObjectId());
            checks.add(new CatalogObject.Check(
                    id, check.name(), check.sql(), check.isNotValid(), check.isNoInherit()));
        }
        for (CatalogObject.Check own : partition.checks()) {
            if (before.checks().stream().noneMatch(check -> check.name().equals(own.name()))
                    && after.checks().stream().noneMatch(check -> check.name().equals(own.name()))) {
                if (isRenamed) {
                    throw SqlException.unsupported("renaming a column of a table whose partition \""
                            + partition.name() + "\" has checks of its own");
                }
                checks.add(own);
            }
        }
        CatalogObject.Table shape = partition.withColumns(columns).withChecks(checks);
        return shape.withPrimaryKey(primaryKey(shape, before, after, run));
    }

    private static CatalogObject.Column changed(
            CatalogObject.Column own, CatalogObject.Column was, CatalogObject.Column now, int position) {
        if (now.isDropped()) {
            return own.dropped(position);
        }
        CatalogObject.Column shape = own.withName(now.name()).withType(now.type()).withDomain(now.domain());
        if (was.nullable() != now.nullable()) {
            shape = shape.withNullable(now.nullable());
        }
        boolean isOther = now.defaultSql() == null
                ? was.defaultSql() != null || !Objects.equals(now.sequence(), was.sequence())
                : !now.defaultSql().equals(was.defaultSql());
        return isOther ? shape.withDefault(now.defaultSql(), now.sequence()) : shape;
    }

    private static CatalogObject.Key primaryKey(
            CatalogObject.Table partition, CatalogObject.Table before, CatalogObject.Table after, Execution run) {
        if (after.primaryKey() == null) {
            return before.primaryKey() == null ? partition.primaryKey() : null;
        }
        if (before.primaryKey() != null) {
            return partition.primaryKey();
        }
        List<Integer> positions = PartitionTree.positions(after, partition);
        String name = new NewName(partition.schemaName(), partition.name()).derived("_pkey", run);
        return new CatalogObject.Key(
                run.database().engine().nextObjectId(), name,
                after.primaryKey().columns().stream().map(positions::get).toList());
    }
}

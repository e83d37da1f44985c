package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.PartitionDefinition;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TableLifetime;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.catalog.Partitioning;
import dev.millrace.server.catalog.TemporarySchema;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.StatementText;

/**
 * Makes tables to be partitions of others, and to be none any more. The rows of a partition lie in the table at the
 * root: what comes with a table is moved there, what goes with one is moved out of there, so that views of the root see
 * rows come and go, and never another query.
 */
final class Partitions {

    private final Execution run;

    Partitions(Execution run) {
        this.run = run;
    }

    private PartitionTree tree() {
        return new PartitionTree(run.catalog().snapshot());
    }

    private CatalogObject.Table table(long id) {
        return (CatalogObject.Table) run.catalog().snapshot().find(id).orElseThrow();
    }

    // ---- CREATE TABLE ... PARTITION OF ------------------------------------------------------------------------------

    void create(Statement.CreateTable create, NewName name, Map<String, String> options) throws InterruptedException {
        CatalogObject.Table parent = table(create.partition().parent());
        if (TemporarySchema.isTemporary(name.schemaName()) != TemporarySchema.isTemporary(parent.schemaName())) {
            boolean isTemporary = TemporarySchema.isTemporary(name.schemaName());
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "cannot create a " + (isTemporary ? "temporary" : "permanent") + " relation as partition of "
                            + (isTemporary ? "permanent" : "temporary") + " relation \"" + parent.name() + "\"");
        }
        if (!create.keys().isEmpty() || !create.foreignKeys().isEmpty()) {
            throw SqlException.unsupported("a key of one partition alone")
                    .withHint("Give it to the partitioned table.");
        }
        Partitioning.Place place = place(parent, create.partition().bound(), name.name());
        checkDefault(parent, place.bound());
        Map<String, Statement.ColumnDefinition> overrides = new TreeMap<>();
        create.columns().forEach(column -> overrides.put(column.name(), column));
        List<CatalogObject.Column> columns = parent.columns().stream()
                .map(column -> column.isDropped() ? column : overridden(column, overrides.get(column.name())))
                .toList();
        List<CatalogObject.Check> checks = new ArrayList<>();
        for (CatalogObject.Check check : parent.checks()) {
            checks.add(new CatalogObject.Check(
                    run.database().engine().nextObjectId(), check.name(), check.sql()));
        }
        for (Statement.CheckDefinition check : create.checks()) {
            if (checks.stream().noneMatch(other -> other.name().equals(check.name()))) {
                checks.add(new CatalogObject.Check(
                        run.database().engine().nextObjectId(), check.name(), check.sql()));
            }
        }
        CatalogObject.Table partition = new CatalogObject.Table(
                run.database().engine().nextObjectId(), name.schemaName(), name.name(), columns,
                key(parent.primaryKey(), name), checks, options,
                new Partitioning(create.partition().key(), List.of(), place), null);
        checkKeys(partition, tree().root(parent));
        run.session().transaction().create(partition, new ObjectDefinition.Described(), run.cancellation());
        link(partition, parent);
        new PartitionIndexes(run).of(partition, parent);
        new PartitionTriggers(run).of(partition, parent);
        TuningHandler.born(
                partition, HistoryOption.ofStorage(create.options()), create.lifetime() == TableLifetime.UNLOGGED,
                run);
    }

    private static CatalogObject.Column overridden(
            CatalogObject.Column column, Statement.ColumnDefinition override) {
        CatalogObject.Column plain = column.identity() == null ? column : column.withDefault(null, null);
        CatalogObject.Column own = override == null || override.defaultSql() == null
                ? plain
                : column.withDefault(override.defaultSql(), null);
        return override == null || override.nullable() ? own : own.withNullable(false);
    }

    private CatalogObject.Key key(CatalogObject.Key key, NewName name) {
        return key == null
                ? null
                : new CatalogObject.Key(
                        run.database().engine().nextObjectId(), name.derived("_pkey", run), key.columns());
    }

    /** Rows of one key of the root may not be in two partitions. */
    private void checkKeys(CatalogObject.Table partition, CatalogObject.Table root) {
        if (!PartitionTree.isPartitioned(partition)) {
            return;
        }
        List<Integer> positions = PartitionTree.positions(root, partition);
        if (root.primaryKey() != null) {
            PartitionIndexes.checkKey(
                    partition, root.primaryKey().columns().stream().map(positions::get).toList(), true);
        }
        for (CatalogObject.Index index : run.catalog().snapshot().uniqueIndexes(root.id())) {
            PartitionIndexes.checkKey(partition, index.columns().stream().map(positions::get).toList(), false);
        }
    }

    private Partitioning.Place place(CatalogObject.Table parent, PartitionDefinition.Bound written, String name) {
        PartitionBounds bounds = new PartitionBounds(run);
        Partitioning.Bound bound = bounds.evaluated(written, parent, name);
        bounds.checkOverlap(parent, bound, written, name);
        return new Partitioning.Place(parent.id(), tree().root(parent).id(), bound);
    }

    /** The root is defined anew, too: who writes to it meanwhile has to find the partitions as they are now. */
    private void link(CatalogObject.Table partition, CatalogObject.Table parent) throws InterruptedException {
        CatalogObject.Table now = table(parent.id());
        redefine(now.withPartitioning(now.partitioning().with(partition.id())));
    }

    private void redefine(CatalogObject.Table changed) throws InterruptedException {
        Redefinition.of(changed, run);
        CatalogObject.Table root = tree().root(changed);
        if (root.id() != changed.id()) {
            Redefinition.of(root, run);
        }
    }

    /** @throws SqlException 23514 where rows are in the default partition that another one is to take */
    private void checkDefault(CatalogObject.Table parent, Partitioning.Bound bound) {
        CatalogObject.Table rest = tree().defaultOf(parent).orElse(null);
        if (rest == null || bound.isDefault()) {
            return;
        }
        refuseKept(rest);
        if (AlterTableHandler.exists(rest, tree().condition(parent, bound), run)) {
            throw new SqlException(
                    SqlState.CHECK_VIOLATION,
                    "updated partition constraint for default partition \"" + rest.name()
                            + "\" would be violated by some row")
                    .withOrigin(new SqlException.Origin(rest.schemaName(), rest.name(), null, null));
        }
    }

    /** What is kept of a default partition was made for the rows that it took then. */
    private void refuseKept(CatalogObject.Table rest) {
        for (CatalogObject.Table table : tree().all(rest)) {
            for (CatalogObject object : run.catalog().snapshot().dependants(table)) {
                if (object instanceof CatalogObject.OfQuery && !(object instanceof CatalogObject.View)) {
                    throw SqlException.unsupported("changing which rows are in partition \"" + rest.name()
                                    + "\", which " + DropHandler.description(object) + " reads")
                            .withHint("Drop it first, and create it again afterwards.");
                }
            }
        }
    }

    // ---- ATTACH PARTITION, DETACH PARTITION -------------------------------------------------------------------------

    /** The parent as it is afterwards. */
    CatalogObject.Table change(CatalogObject.Table parent, PartitionDefinition.Change change)
            throws InterruptedException {
        CatalogObject found = run.catalog().find(change.partition().parts()).orElse(null);
        if (change.bound() == null) {
            detach(parent, change.partition().last(), found);
        } else {
            attach(parent, change, found);
        }
        return table(parent.id());
    }

    private void attach(CatalogObject.Table parent, PartitionDefinition.Change change, CatalogObject found)
            throws InterruptedException {
        if (!(found instanceof CatalogObject.Table table)) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "\"" + change.partition().last() + "\" is not a table");
        }
        if (table.isPartition()) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + table.name() + "\" is already a partition");
        }
        if (tree().all(table).stream().anyMatch(one -> one.id() == parent.id())) {
            throw new SqlException(SqlState.DUPLICATE_TABLE, "circular inheritance not allowed")
                    .withDetail("\"" + parent.name() + "\" is already a child of \"" + table.name() + "\".");
        }
        for (ForeignKey key : run.catalog().snapshot().foreignKeys(table.id())) {
            throw SqlException.unsupported("attaching a table with a foreign key").withHint(
                    "Drop constraint \"" + key.name() + "\"; the partitioned table can have it.");
        }
        if (!run.catalog().snapshot().references(table.id()).isEmpty()) {
            throw SqlException.unsupported("attaching a table that foreign keys refer to");
        }
        PartitionShape.check(table, parent);
        PartitionTriggers.checkOwn(table, run);
        Partitioning.Place place = place(parent, change.bound(), table.name());
        checkDefault(parent, place.bound());
        String condition = tree().condition(parent, place.bound());
        String above = parent.isPartition() ? tree().condition(parent) + " AND " : "";
        if (AlterTableHandler.exists(table, "NOT (" + above + condition + ")", run)) {
            throw new SqlException(
                    SqlState.CHECK_VIOLATION,
                    "partition constraint of relation \"" + table.name() + "\" is violated by some row")
                    .withOrigin(new SqlException.Origin(table.schemaName(), table.name(), null, null));
        }
        PartitionDefinition.Key key = table.partitioning() == null ? null : table.partitioning().key();
        List<Long> children = table.partitioning() == null ? List.of() : table.partitioning().children();
        CatalogObject.Table shape = table.withPartitioning(new Partitioning(key, children, place));
        if (table.primaryKey() == null && parent.primaryKey() != null) {
            List<Integer> positions = PartitionTree.positions(parent, table);
            CatalogObject.Key own =
                    key(parent.primaryKey(), new NewName(table.schemaName(), table.name()));
            shape = shape.withPrimaryKey(new CatalogObject.Key(
                    own.id(), own.name(), own.columns().stream().map(positions::get).toList()));
        }
        checkKeys(shape, tree().root(parent));
        CatalogObject.Table partition = new TableRewrite(table, run).as(shape, Map.of(), anew -> link(anew, parent));
        new PartitionIndexes(run).of(partition, table(parent.id()));
        new PartitionTriggers(run).of(partition, table(parent.id()));
    }

    private void detach(CatalogObject.Table parent, String name, CatalogObject found) throws InterruptedException {
        if (!(found instanceof CatalogObject.Table table) || !table.isPartition()
                || table.partitioning().place().parent() != parent.id()) {
            throw new SqlException(
                    SqlState.UNDEFINED_TABLE,
                    "relation \"" + name + "\" is not a partition of relation \"" + parent.name() + "\"");
        }
        tree().defaultOf(parent).filter(rest -> rest.id() != table.id()).ifPresent(this::refuseKept);
        new PartitionTriggers(run).leave(table);
        new TableRewrite(table, run).as(
                table.withPartitioning(table.partitioning().at(null)), Map.of(), anew -> { });
    }

    // ---- rows that go with their partition --------------------------------------------------------------------------

    /** Takes partitions out of their parents, with their rows, where the parents stay. */
    void leave(List<CatalogObject.Table> partitions, List<? extends CatalogObject> alsoGone)
            throws InterruptedException {
        for (CatalogObject.Table partition : partitions) {
            long parent = partition.partitioning().place().parent();
            if (alsoGone.stream().noneMatch(object -> object.id() == parent)) {
                tree().defaultOf(table(parent)).filter(rest -> rest.id() != partition.id()).ifPresent(this::refuseKept);
                empty(partition);
                unlink(partition);
            }
        }
    }

    /** Removes all rows of a partition. */
    void empty(CatalogObject.Table partition) {
        String sql = "DELETE FROM " + CreateText.quoted(partition.schemaName()) + "."
                + CreateText.quoted(partition.name());
        Statement.Delete delete = (Statement.Delete) run.database().planning().plan(
                StatementText.asWritten(sql), List.of(), run.session(), run.cancellation()).statement();
        DeleteHandler.quietly(delete, run);
    }

    void unlink(CatalogObject.Table partition) throws InterruptedException {
        CatalogObject.Table parent = table(partition.partitioning().place().parent());
        redefine(parent.withPartitioning(parent.partitioning().without(partition.id())));
    }

    /** What is below a table that has another number, or another root, from now on. */
    void relocate(CatalogObject.Table old, CatalogObject.Table anew) throws InterruptedException {
        long root = tree().root(anew).id();
        for (CatalogObject.Table below : tree().all(anew)) {
            if (below.id() != anew.id()) {
                Partitioning.Place place = below.partitioning().place();
                long parent = place.parent() == old.id() ? anew.id() : place.parent();
                Redefinition.of(
                        below.withPartitioning(below.partitioning().at(
                                new Partitioning.Place(parent, root, place.bound()))),
                        run);
            }
        }
    }
}

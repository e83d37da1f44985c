package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.engine.Rekeying;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TableChange;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.session.Execution;
import dev.millrace.server.wire.ServerMessage;

/**
 * Gives a table a primary key, or takes it away. Rows lie by their key, so that they are written anew: for a key that
 * comes under the table's own number, whoever reads it; for one that goes as another table.
 */
final class PrimaryKeys {

    private final CatalogObject.Table table;
    private final Execution run;

    PrimaryKeys(CatalogObject.Table table, Execution run) {
        this.table = table;
        this.run = run;
    }

    CatalogObject.Table add(Statement.KeyDefinition key) throws InterruptedException {
        NewName tableName = new NewName(table.schemaName(), table.name());
        if (key.detail() != null && key.detail().late() != null) {
            return addLate(key);
        }
        return add(key.name() == null ? tableName.derived("_pkey", run) : key.name(), key.columns(), null);
    }

    /** One that may be broken until the transaction ends: rows do not lie by it. */
    private CatalogObject.Table addLate(Statement.KeyDefinition key) throws InterruptedException {
        requireFirst();
        CatalogObject.Table named = table.withColumns(notNull(key.columns()));
        Redefinition.of(named, run);
        new IndexCreation(named, run).constraint(key);
        return named;
    }

    private void requireFirst() {
        boolean isLate = run.catalog().snapshot().lateKeys(table.id()).stream()
                .anyMatch(index -> index.detail().late().isPrimary());
        if (table.primaryKey() != null || isLate) {
            throw new SqlException(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "multiple primary keys for table \"" + table.name() + "\" are not allowed");
        }
    }

    private List<CatalogObject.Column> notNull(List<Integer> positions) {
        List<CatalogObject.Column> columns = new ArrayList<>(table.columns());
        for (int position : positions) {
            CatalogObject.Column column = columns.get(position);
            if (column.nullable()
                    && AlterTableHandler.exists(table, CreateText.quoted(column.name()) + " IS NULL", run)) {
                throw AlterTableHandler.containsNulls(table, column.name());
            }
            columns.set(position, column.withNullable(false));
        }
        return columns;
    }

    private CatalogObject.Table add(String name, List<Integer> positions, CatalogObject.Index replaced)
            throws InterruptedException {
        requireFirst();
        if (replaced == null || !replaced.name().equals(name)) {
            new NewName(table.schemaName(), name).isFree(false, run);
        }
        List<CatalogObject.Column> columns = notNull(positions);
        new IndexCreation(table, run).checkUnique(new CatalogObject.Index(
                0, table.schemaName(), name, table.id(), positions.stream().map(SortKey::ascending).toList(), true,
                true, null, null));
        if (replaced != null) {
            if (run.catalog().snapshot().references(table.id()).stream()
                    .anyMatch(user -> user.referencedKey() == replaced.id())) {
                throw SqlException.unsupported("a primary key of an index that a foreign key refers to");
            }
            run.session().transaction().drop(replaced, run.cancellation());
        }
        CatalogObject.Key key =
                new CatalogObject.Key(run.database().engine().nextObjectId(), name, positions);
        CatalogObject.Table keyed = table.withColumns(columns).withPrimaryKey(key);
        if (table.isPartition() || run.transaction().history(table.id()) != null) {
            // A history may tell of rows that are equal in the key.
            return new TableRewrite(table, run).as(keyed, Map.of());
        }
        Redefinition.of(
                keyed,
                Rekeying.begin(
                        run.transaction(), table.id(), keyed.schema(), positions,
                        run.database().engine().nextObjectId()),
                run);
        return keyed;
    }

    /** A unique index becomes a constraint, under the constraint's name. */
    CatalogObject.Table ofIndex(TableChange.AddKeyOfIndex add) throws InterruptedException {
        boolean isOfKey = table.primaryKey() != null && table.primaryKey().name().equals(add.index());
        if (isOfKey) {
            throw associated(add.index());
        }
        CatalogObject.Index index = run.catalog().snapshot().indexes(table.id()).stream()
                .filter(other -> other.name().equals(add.index()))
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_OBJECT, "index \"" + add.index() + "\" does not exist"));
        if (index.isConstraint()) {
            throw associated(index.name());
        }
        if (!index.isUnique()) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "\"" + index.name() + "\" is not a unique index")
                    .withDetail("Cannot create a primary key or unique constraint using such an index.");
        }
        if (CatalogSnapshot.isComputed(index)) {
            String what = index.detail().keys() != null
                    ? "contains expressions"
                    : index.detail().where() != null ? "is a partial index" : "has equal NULLs";
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "index \"" + index.name() + "\" " + what)
                    .withDetail("Cannot create a primary key or unique constraint using such an index.");
        }
        String name = add.name() == null ? index.name() : add.name();
        if (!name.equals(index.name())) {
            run.session().notice(ServerMessage.notice(
                    "ALTER TABLE / ADD CONSTRAINT USING INDEX will rename index \"" + index.name() + "\" to \""
                            + name + "\""));
        }
        if (add.isPrimary()) {
            return add(name, index.columns(), index);
        }
        if (!name.equals(index.name())) {
            new NewName(table.schemaName(), name).isFree(false, run);
        }
        Redefinition.of(
                new CatalogObject.Index(
                        index.id(), index.schemaName(), name, index.relation(), index.keys(), true, true, null,
                        index.detail()),
                run);
        return table;
    }

    private static SqlException associated(String index) {
        return new SqlException(
                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "index \"" + index + "\" is already associated with a constraint");
    }

    CatalogObject.Table drop(boolean isCascade) throws InterruptedException {
        CatalogObject.Key key = table.primaryKey();
        Map<ForeignKey, String> users = new LinkedHashMap<>();
        for (ForeignKey user : run.catalog().snapshot().references(table.id())) {
            if (user.referencedKey() == key.id()) {
                users.put(user, DropHandler.description(user, run.catalog().snapshot()));
            }
        }
        List<CatalogObject> views = views();
        if (!views.isEmpty() && !isCascade) {
            String constraint = "constraint " + key.name() + " on table " + DropHandler.place(table);
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop " + constraint + " because other objects depend on it")
                    .withDetail(String.join("\n", views.stream()
                            .map(view -> DropHandler.description(view) + " depends on " + constraint)
                            .toList()))
                    .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
        }
        if (!views.isEmpty()) {
            DropHandler.noticeCascade(views.stream().map(DropHandler::description).toList(), run);
            new DropHandler().drop(views, true, run);
        }
        if (!users.isEmpty() && !isCascade) {
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop constraint " + key.name() + " on table " + DropHandler.place(table)
                            + " because other objects depend on it")
                    .withDetail(String.join("\n", users.values().stream()
                            .map(user -> user + " depends on index " + key.name())
                            .toList()))
                    .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
        }
        if (!users.isEmpty()) {
            DropHandler.noticeCascade(List.copyOf(users.values()), run);
        }
        for (ForeignKey user : users.keySet()) {
            run.session().transaction().drop(user, run.cancellation());
        }
        return new TableRewrite(table, run).as(table.withPrimaryKey(null), Map.of());
    }

    /** What groups by the key, and reads columns that follow from it. */
    private List<CatalogObject> views() {
        return run.catalog().snapshot().dependants(table).stream()
                .filter(object -> object instanceof CatalogObject.OfQuery query && query.uses() != null
                        && query.uses().getOrDefault(table.id(), Set.of()).contains(Statement.Uses.KEY))
                .toList();
    }
}

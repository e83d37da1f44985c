package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.TableChange;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.session.Execution;
import dev.millrace.server.wire.ServerMessage;

/** The constraints of a table by name: DROP and RENAME CONSTRAINT. */
final class TableConstraints {

    private final CatalogObject.Table table;
    private final Execution run;

    TableConstraints(CatalogObject.Table table, Execution run) {
        this.table = table;
        this.run = run;
    }

    static boolean isTaken(CatalogObject.Table table, String name, Execution run) {
        return table.checks().stream().anyMatch(check -> check.name().equals(name))
                || table.primaryKey() != null && table.primaryKey().name().equals(name)
                || run.catalog().snapshot().foreignKeys(table.id()).stream().anyMatch(key -> key.name().equals(name))
                || run.catalog().snapshot().indexes(table.id()).stream()
                        .anyMatch(index -> index.isConstraint() && index.name().equals(name));
    }

    static SqlException alreadyExists(CatalogObject.Table table, String name) {
        return new SqlException(
                SqlState.DUPLICATE_OBJECT,
                "constraint \"" + name + "\" for relation \"" + table.name() + "\" already exists");
    }

    private ForeignKey foreignKey(String name) {
        return run.catalog().snapshot().foreignKeys(table.id()).stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private CatalogObject.Index unique(String name) {
        return run.catalog().snapshot().indexes(table.id()).stream()
                .filter(index -> index.isConstraint() && index.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    // ---- VALIDATE ---------------------------------------------------------------------------------------------------

    CatalogObject.Table validate(String name) throws InterruptedException {
        ForeignKey foreignKey = foreignKey(name);
        if (foreignKey != null) {
            if (Boolean.TRUE.equals(foreignKey.isNotValid())) {
                new ForeignKeyCreation(table, run).checkRows(foreignKey);
                Redefinition.of(foreignKey.withNotValid(null), run);
            }
            return table;
        }
        List<CatalogObject.Check> checks = new ArrayList<>();
        boolean isThere = false;
        for (CatalogObject.Check check : table.checks()) {
            isThere |= check.name().equals(name);
            if (check.name().equals(name) && Boolean.TRUE.equals(check.isNotValid())) {
                AlterTableHandler.requireKept(table, check.name(), check.sql(), run);
                checks.add(new CatalogObject.Check(check.id(), name, check.sql(), null, check.isNoInherit()));
            } else {
                checks.add(check);
            }
        }
        if (!isThere) {
            boolean isOther = unique(name) != null || table.primaryKey() != null
                    && table.primaryKey().name().equals(name);
            throw isOther
                    ? new SqlException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "constraint \"" + name + "\" of relation \"" + table.name()
                                    + "\" is not a foreign key or check constraint")
                    : new SqlException(
                            SqlState.UNDEFINED_OBJECT,
                            "constraint \"" + name + "\" of relation \"" + table.name() + "\" does not exist");
        }
        return table.withChecks(checks);
    }

    // ---- ALTER CONSTRAINT -------------------------------------------------------------------------------------------

    CatalogObject.Table change(TableChange.ChangeConstraint change) throws InterruptedException {
        ForeignKey key = foreignKey(change.name());
        if (key == null) {
            boolean isOther = isTaken(table, change.name(), run)
                    || table.primaryKey() != null && table.primaryKey().name().equals(change.name());
            String which = "constraint \"" + change.name() + "\" of relation \"" + table.name() + "\" ";
            throw isOther
                    ? new SqlException(SqlState.WRONG_OBJECT_TYPE, which + "is not a foreign key constraint")
                    : new SqlException(SqlState.UNDEFINED_OBJECT, which + "does not exist");
        }
        Redefinition.of(key.deferred(change.isDeferrable(), change.isDeferred()), run);
        return table;
    }

    // ---- DROP -------------------------------------------------------------------------------------------------------

    CatalogObject.Table drop(TableChange.DropConstraint drop) throws InterruptedException {
        PartCommentHandler.forget(drop.name(), table, run);
        ForeignKey foreignKey = foreignKey(drop.name());
        if (foreignKey != null) {
            run.session().transaction().drop(foreignKey, run.cancellation());
            return table;
        }
        CatalogObject.Index unique = unique(drop.name());
        if (unique != null) {
            if (unique.above() != null) {
                throw new SqlException(
                        SqlState.INVALID_TABLE_DEFINITION,
                        "cannot drop inherited constraint \"" + drop.name() + "\" of relation \"" + table.name()
                                + "\"");
            }
            drop(unique, drop.isCascade());
            return table;
        }
        List<CatalogObject.Check> checks = table.checks().stream()
                .filter(check -> !check.name().equals(drop.name()))
                .toList();
        if (checks.size() < table.checks().size()) {
            return table.withChecks(checks);
        }
        if (table.primaryKey() != null && table.primaryKey().name().equals(drop.name())) {
            return new PrimaryKeys(table, run).drop(drop.isCascade());
        }
        String missing =
                "constraint \"" + drop.name() + "\" of relation \"" + table.name() + "\" does not exist";
        if (!drop.ifExists()) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, missing);
        }
        run.session().notice(ServerMessage.notice(missing + ", skipping"));
        return table;
    }

    private void drop(CatalogObject.Index unique, boolean isCascade) throws InterruptedException {
        Set<CatalogObject> all = new LinkedHashSet<>();
        DropHandler.collect(unique, run.catalog().snapshot(), all);
        List<String> keys = all.stream()
                .filter(ForeignKey.class::isInstance)
                .map(key -> DropHandler.description(key, run.catalog().snapshot()))
                .toList();
        if (!keys.isEmpty() && !isCascade) {
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop constraint " + unique.name() + " on table " + DropHandler.place(table)
                            + " because other objects depend on it")
                    .withDetail(String.join("\n", keys.stream()
                            .map(key -> key + " depends on index " + DropHandler.place(unique))
                            .toList()))
                    .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
        }
        if (!keys.isEmpty()) {
            DropHandler.noticeCascade(keys, run);
        }
        for (CatalogObject object : List.copyOf(all).reversed()) {
            run.session().transaction().drop(object, run.cancellation());
        }
    }

    // ---- RENAME -----------------------------------------------------------------------------------------------------

    CatalogObject.Table rename(TableChange.RenameConstraint rename) throws InterruptedException {
        NewName newName = new NewName(table.schemaName(), NewName.checked(rename.newName()));
        CatalogObject.Key primary = table.primaryKey();
        if (primary != null && primary.name().equals(rename.name())) {
            newName.isFree(false, run);
            return table.withPrimaryKey(new CatalogObject.Key(primary.id(), newName.name(), primary.columns()));
        }
        CatalogObject.Index unique = unique(rename.name());
        if (unique != null) {
            newName.isFree(false, run);
            Redefinition.of(unique.named(unique.schemaName(), newName.name()), run);
            return table;
        }
        ForeignKey foreignKey = foreignKey(rename.name());
        if (foreignKey == null && table.checks().stream().noneMatch(check -> check.name().equals(rename.name()))) {
            throw new SqlException(
                    SqlState.UNDEFINED_OBJECT,
                    "constraint \"" + rename.name() + "\" for table \"" + table.name() + "\" does not exist");
        }
        if (isTaken(table, newName.name(), run)) {
            throw alreadyExists(table, newName.name());
        }
        if (foreignKey != null) {
            Redefinition.of(foreignKey.named(foreignKey.schemaName(), newName.name()), run);
            return table;
        }
        return table.withChecks(table.checks().stream()
                .map(check -> check.name().equals(rename.name())
                        ? check.of(newName.name(), check.sql())
                        : check)
                .toList());
    }
}

package dev.millrace.server.statement;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.planner.Statement.ObjectKind;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.CompositeType;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.catalog.TemporarySchema;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.TemporaryObjects;
import dev.millrace.server.wire.ServerMessage;

/** ALTER ... RENAME TO and SET SCHEMA. What depends on the object knows it by its number and does not notice. */
final class RenameHandler {

    private final ObjectKind kind;
    private final String command;
    private final Execution run;

    RenameHandler(ObjectKind kind, Execution run) {
        this.kind = kind;
        this.command = "ALTER " + DropHandler.kindName(kind).toUpperCase(Locale.ROOT);
        this.run = run;
    }

    Outcome rename(Statement.Rename rename) throws InterruptedException {
        run.session().transaction().checkWritable(command);
        String newName = NewName.checked(rename.newName());
        if (kind == ObjectKind.SCHEMA) {
            renameSchema(rename.name().last(), newName);
            return new Outcome.Done(command);
        }
        if (kind == ObjectKind.INDEX && renamePrimaryKey(rename.name(), newName)) {
            return new Outcome.Done(command);
        }
        CatalogObject object = find(rename.name(), rename.ifExists());
        if (object instanceof NamedType type) {
            NewName place = new NewName(type.schemaName(), newName);
            CreateEnumHandler.checkFree(place, run);
            NamedTypes.replace(type.named(place.schemaName(), newName), run);
            return new Outcome.Done(command);
        }
        if (object != null) {
            refuseRowUse(object);
            new NewName(object.schemaName(), newName).isFree(false, run);
            Redefinition.of(object.named(object.schemaName(), newName), run);
        }
        return new Outcome.Done(command);
    }

    Outcome move(Statement.SetSchema set) throws InterruptedException {
        run.session().transaction().checkWritable(command);
        CatalogObject object = find(set.name(), set.ifExists());
        if (set.schema().equals(TemporarySchema.ALIAS) || TemporarySchema.isTemporary(set.schema())
                || object != null && TemporaryObjects.isTemporary(object)) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "cannot move objects into or out of temporary schemas");
        }
        String schema = run.catalog().creationSchema(List.of(set.schema(), ""));
        if (object != null && object.schemaName().equals(schema)) {
            return new Outcome.Done(command);
        }
        if (object != null) {
            move(object, schema);
            CatalogSnapshot catalog = run.catalog().snapshot();
            for (CatalogObject.Index index : catalog.indexes(object.id())) {
                move(index, schema);
            }
            for (CatalogObject.Sequence sequence : catalog.sequencesOf(object.id())) {
                move(sequence, schema);
            }
        }
        return new Outcome.Done(command);
    }

    private void move(CatalogObject object, String schema) throws InterruptedException {
        if (run.catalog().snapshot().find(schema, object.name()).isPresent()) {
            throw new SqlException(
                    SqlState.DUPLICATE_TABLE,
                    "relation \"" + object.name() + "\" already exists in schema \"" + schema + "\"");
        }
        if (object instanceof NamedType type) {
            NamedTypes.replace(type.named(schema, type.name()), run);
            return;
        }
        refuseRowUse(object);
        Redefinition.of(object.named(schema, object.name()), run);
    }

    /** Columns of its rows have its name with them. */
    private void refuseRowUse(CatalogObject object) {
        if (object instanceof CatalogObject.Relation || object instanceof CompositeType) {
            RowUsers.refuseChange(object, run);
        }
    }

    /** ALTER TABLE may name whatever has a name like a table's. */
    private CatalogObject find(Statement.QualifiedName name, boolean ifExists) {
        Optional<CatalogObject> found = run.catalog().find(name.parts());
        if (found.isEmpty()) {
            String missing = "relation \"" + name + "\" does not exist";
            if (kind == ObjectKind.TYPE) {
                throw NamedTypes.missing(name);
            }
            if (!ifExists) {
                throw new SqlException(SqlState.UNDEFINED_TABLE, missing);
            }
            run.session().notice(ServerMessage.notice(missing + ", skipping"));
            return null;
        }
        String wanted = DropHandler.kindName(kind);
        if (kind != ObjectKind.TABLE && !found.get().kindName().equals(wanted)) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "\"" + name.last() + "\" is not " + DropHandler.article(wanted));
        }
        return found.get();
    }

    /** The index of a primary key has its name from the constraint. */
    private boolean renamePrimaryKey(Statement.QualifiedName name, String newName) throws InterruptedException {
        for (CatalogObject.Relation relation : run.catalog().snapshot().relations()) {
            if (relation instanceof CatalogObject.Table table && table.primaryKey() != null
                    && table.primaryKey().name().equals(name.last())
                    && isAt(table.schemaName(), name)) {
                run.session().authority().checkOwner(table);
                new NewName(table.schemaName(), newName).isFree(false, run);
                Redefinition.of(table.withPrimaryKey(new CatalogObject.Key(
                        table.primaryKey().id(), newName, table.primaryKey().columns())), run);
                return true;
            }
        }
        return false;
    }

    private boolean isAt(String schema, Statement.QualifiedName name) {
        return name.parts().size() == 1
                ? run.session().searchPath().contains(schema)
                : name.parts().get(name.parts().size() - 2).equals(schema);
    }

    private void renameSchema(String name, String newName) throws InterruptedException {
        CatalogSnapshot catalog = run.catalog().snapshot();
        CatalogObject.Namespace namespace = catalog.namespace(name).orElseThrow(() ->
                name.equals(CatalogSnapshot.PUBLIC)
                        ? SqlException.unsupported("renaming the schema public")
                        : new SqlException(SqlState.INVALID_SCHEMA_NAME, "schema \"" + name + "\" does not exist"));
        if (TemporarySchema.isTemporary(name)) {
            throw SqlException.unsupported("renaming a schema of temporary objects");
        }
        if (run.catalog().schemaNames().contains(newName)) {
            throw new SqlException("42P06", "schema \"" + newName + "\" already exists");
        }
        Redefinition.of(namespace.named(newName, newName), run);
        for (CatalogObject object : catalog.inSchema(name)) {
            if (!(object instanceof NamedType)) {
                Redefinition.of(object.named(newName, object.name()), run);
            }
        }
        for (CatalogObject object : catalog.inSchema(name)) {
            if (object instanceof NamedType type) {
                NamedTypes.replace(type.named(newName, type.name()), run);
            }
        }
    }
}

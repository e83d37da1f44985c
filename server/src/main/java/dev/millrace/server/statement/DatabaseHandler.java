package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.DatabaseChange;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.DatabaseObject;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.TransactionBlock;

/** CREATE and ALTER DATABASE; {@link DatabaseDrop} is the end of one. */
final class DatabaseHandler {

    /** What others' scripts name when they want an empty database. */
    private static final List<String> EMPTY_TEMPLATES = List.of("template0", "template1");

    private final Execution run;
    private final TransactionBlock transaction;

    DatabaseHandler(Execution run) {
        this.run = run;
        this.transaction = run.session().transaction();
    }

    /** @throws SqlException 3D000 */
    static DatabaseObject find(String name, Execution run) {
        return run.catalog().snapshot().database(name).orElseThrow(() -> missing("database", name));
    }

    private static SqlException missing(String what, String name) {
        return new SqlException(SqlState.INVALID_CATALOG_NAME, what + " \"" + name + "\" does not exist");
    }

    Outcome handle(DatabaseChange change) throws InterruptedException {
        String command = switch (change) {
            case DatabaseChange.Create _ -> "CREATE DATABASE";
            case DatabaseChange.Drop _ -> "DROP DATABASE";
            case DatabaseChange.Alter _, DatabaseChange.Rename _, DatabaseChange.ChangeOwner _ -> "ALTER DATABASE";
        };
        transaction.checkWritable(command);
        switch (change) {
            case DatabaseChange.Create create -> create(create);
            case DatabaseChange.Alter alter -> alter(alter);
            case DatabaseChange.Rename rename -> rename(rename);
            case DatabaseChange.ChangeOwner owner -> changeOwner(owner);
            case DatabaseChange.Drop drop -> new DatabaseDrop(run).drop(drop);
        }
        return new Outcome.Done(command);
    }

    private void create(DatabaseChange.Create create) throws InterruptedException {
        transaction.checkOutside("CREATE DATABASE");
        Authority authority = run.session().authority();
        Role owner = create.owner() == null ? null : RoleNames.role(create.owner(), run);
        checkMayCreate();
        if (owner != null && !authority.actsAs(owner.id())) {
            throw RoleNames.denied("must be member of role \"" + owner.roleName() + "\"");
        }
        NewName.checked(create.name());
        checkFree(create.name());
        checkTemplate(create.template());
        DatabaseObject created = new DatabaseObject(
                run.database().engine().nextObjectId(), create.name(), true, -1, false);
        transaction.create(with(created, create.terms()), new ObjectDefinition.Described(), run.cancellation());
        if (owner != null) {
            new ObjectRights(run).changeOwner(created.id(), owner.id());
        }
    }

    private void checkMayCreate() {
        Authority authority = run.session().authority();
        boolean mayCreate = authority.isSuperuser()
                || RoleNames.roles(run).find(authority.role()).map(Role::createsDatabases).orElse(false);
        if (!mayCreate) {
            throw RoleNames.denied("permission denied to create database");
        }
    }

    private void checkFree(String name) {
        if (run.catalog().snapshot().database(name).isPresent()) {
            throw new SqlException(SqlState.DUPLICATE_DATABASE, "database \"" + name + "\" already exists");
        }
    }

    /** What a database is made like has to be empty, for then there is nothing to copy. */
    private void checkTemplate(String name) {
        if (name == null) {
            return;
        }
        DatabaseObject template = run.catalog().snapshot().database(name).orElse(null);
        if (template == null) {
            if (!EMPTY_TEMPLATES.contains(name)) {
                throw missing("template database", name);
            }
        } else if (!run.database().siblings().contents(template).own().isEmpty()) {
            throw SqlException.unsupported("copying the contents of database \"" + name + "\"")
                    .withHint("Use pg_dump and psql.");
        }
    }

    private static DatabaseObject with(DatabaseObject object, DatabaseChange.Terms terms) {
        return new DatabaseObject(
                object.id(),
                object.databaseName(),
                terms.allowsConnections() == null ? object.allowsConnections() : terms.allowsConnections(),
                terms.connectionsMax() == null ? object.connectionsMax() : terms.connectionsMax(),
                terms.isTemplate() == null ? object.isTemplate() : terms.isTemplate());
    }

    private void alter(DatabaseChange.Alter alter) throws InterruptedException {
        DatabaseObject object = owned(alter.name());
        if (Boolean.FALSE.equals(alter.terms().allowsConnections()) && object.id() == run.database().id()) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "cannot disallow connections for current database");
        }
        put(object, with(object, alter.terms()));
    }

    private void rename(DatabaseChange.Rename rename) throws InterruptedException {
        DatabaseObject object = owned(rename.name());
        checkMayCreate();
        NewName.checked(rename.newName());
        checkFree(rename.newName());
        if (object.id() == run.database().id()) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "current database cannot be renamed");
        }
        DatabaseDrop.checkUnused(object, run);
        put(object, object.withName(rename.newName()));
    }

    private void changeOwner(DatabaseChange.ChangeOwner change) throws InterruptedException {
        DatabaseObject object = owned(change.name());
        Role owner = RoleNames.role(change.owner(), run);
        if (RoleNames.roles(run).owner(object.id()) == owner.id()) {
            return;
        }
        if (!run.session().authority().actsAs(owner.id())) {
            throw RoleNames.denied("must be member of role \"" + owner.roleName() + "\"");
        }
        checkMayCreate();
        new ObjectRights(run).changeOwner(object.id(), owner.id());
    }

    private DatabaseObject owned(String name) {
        DatabaseObject object = find(name, run);
        checkOwner(object, run);
        return object;
    }

    /** @throws SqlException 42501 */
    static void checkOwner(DatabaseObject object, Execution run) {
        if (!run.session().authority().actsAs(RoleNames.roles(run).owner(object.id()))) {
            throw Authority.notOwner("database", object.databaseName());
        }
    }

    /** Those that are always there are noted from their first change on. */
    private void put(DatabaseObject before, DatabaseObject after) throws InterruptedException {
        if (after.equals(before)) {
            return;
        }
        if (run.catalog().snapshot().find(before.id()).isPresent()) {
            Redefinition.of(after, run);
        } else {
            transaction.create(after, new ObjectDefinition.Described(), run.cancellation());
        }
    }
}

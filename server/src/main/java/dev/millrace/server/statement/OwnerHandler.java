package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.AccessChange;
import dev.millrace.planner.RoleReference;
import dev.millrace.planner.RoutineChange;
import dev.millrace.planner.Statement.ObjectKind;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.Rights;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/** ALTER ... OWNER TO, REASSIGN OWNED and DROP OWNED. */
final class OwnerHandler {

    private final Execution run;

    OwnerHandler(Execution run) {
        this.run = run;
    }

    Outcome change(AccessChange.ChangeOwner change) throws InterruptedException {
        String kind = DropHandler.kindName(change.kind());
        String command = "ALTER " + kind.toUpperCase(Locale.ROOT);
        run.session().transaction().checkWritable(command);
        if (change.kind() == ObjectKind.SCHEMA) {
            schema(change);
            return new Outcome.Done(command);
        }
        CatalogObject object = run.catalog().find(change.name().parts()).orElse(null);
        if (object == null) {
            String missing = "relation \"" + change.name() + "\" does not exist";
            if (!change.ifExists()) {
                throw new SqlException(SqlState.UNDEFINED_TABLE, missing);
            }
            run.session().notice(ServerMessage.notice(missing + ", skipping"));
            return new Outcome.Done(command);
        }
        if (change.kind() != ObjectKind.TABLE && !object.kindName().equals(kind)
                || object instanceof CatalogObject.Index) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, object instanceof CatalogObject.Index
                            ? "cannot change owner of index \"" + object.name() + "\""
                            : "\"" + object.name() + "\" is not " + DropHandler.article(kind));
        }
        if (object instanceof CatalogObject.Sequence sequence && sequence.owner() != null) {
            String table = run.catalog().snapshot().find(sequence.owner().table()).orElseThrow().name();
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "cannot change owner of sequence \"" + object.name() + "\"")
                    .withDetail("Sequence \"" + object.name() + "\" is linked to table \"" + table + "\".");
        }
        become(object, change.owner());
        return new Outcome.Done(command);
    }

    Outcome change(RoutineChange.ChangeOwner change) throws InterruptedException {
        String command = "ALTER " + change.kind().toUpperCase(Locale.ROOT);
        run.session().transaction().checkWritable(command);
        become(FunctionHandler.find(change.target(), change.kind(), false, run), change.owner());
        return new Outcome.Done(command);
    }

    private void become(CatalogObject object, RoleReference to) throws InterruptedException {
        Role owner = RoleNames.role(to, run);
        Authority authority = run.session().authority();
        if (Authority.owner(object, run.catalog().snapshot()) != owner.id()) {
            authority.checkOwner(object);
            checkBecomes(owner, authority);
            if (!authority.isSuperuser()) {
                run.catalog().snapshot().authority(owner.id())
                        .checkSchema(Privilege.CREATE, object.schemaName());
            }
            new ObjectRights(run).changeOwner(object, owner.id());
        }
    }

    private static void checkBecomes(Role owner, Authority authority) {
        if (!authority.canBecome(owner.id())) {
            throw RoleNames.denied("must be member of role \"" + owner.roleName() + "\"");
        }
    }

    private void schema(AccessChange.ChangeOwner change) throws InterruptedException {
        String name = change.name().last();
        long schema = GrantTargets.schemaNumber(name, run);
        Role owner = RoleNames.role(change.owner(), run);
        Authority authority = run.session().authority();
        long before = RoleNames.roles(run).owner(schema);
        if (before != owner.id()) {
            if (!authority.actsAs(before)) {
                throw Authority.notOwner("schema", name);
            }
            checkBecomes(owner, authority);
            authority.checkDatabase(Privilege.CREATE, run.database().name());
            new ObjectRights(run).changeOwner(schema, owner.id());
        }
    }

    Outcome owned(AccessChange.Owned owned) throws InterruptedException {
        boolean isDrop = owned.newOwner() == null;
        String command = isDrop ? "DROP OWNED" : "REASSIGN OWNED";
        run.session().transaction().checkWritable(command);
        Authority authority = run.session().authority();
        List<Role> roles = new ArrayList<>();
        for (RoleReference reference : owned.roles()) {
            Role role = RoleNames.role(reference, run);
            if (!authority.actsAs(role.id())) {
                throw RoleNames.denied(isDrop
                        ? "permission denied to drop objects" : "permission denied to reassign objects");
            }
            if (role.id() == Role.BOOTSTRAP || role.isPredefined()) {
                throw new SqlException(
                        SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                        "cannot " + (isDrop ? "drop" : "reassign ownership of") + " objects owned by role "
                                + role.roleName() + " because they are required by the database system");
            }
            roles.add(role);
        }
        if (isDrop) {
            drop(roles, owned.isCascade());
        } else {
            Role newOwner = RoleNames.role(owned.newOwner(), run);
            if (!authority.actsAs(newOwner.id())) {
                throw RoleNames.denied("permission denied to reassign objects");
            }
            for (Role role : roles) {
                for (long object : objectsOf(role)) {
                    new ObjectRights(run).changeOwner(object, newOwner.id());
                }
            }
        }
        return new Outcome.Done(command);
    }

    private List<Long> objectsOf(Role role) {
        return RoleNames.roles(run).rights().stream()
                .filter(rights -> rights.column() == 0 && rights.owner() == role.id())
                .map(Rights::object)
                .toList();
    }

    private void drop(List<Role> roles, boolean isCascade) throws InterruptedException {
        CatalogSnapshot catalog = run.catalog().snapshot();
        List<CatalogObject> objects = new ArrayList<>();
        for (Role role : roles) {
            for (long object : objectsOf(role)) {
                catalog.find(object)
                        .filter(found -> !(found instanceof CatalogObject.Sequence sequence)
                                || sequence.owner() == null)
                        .ifPresent(objects::add);
            }
        }
        new DropHandler().drop(objects, isCascade, run);
        for (Role role : roles) {
            new ObjectRights(run).forget(role.id());
        }
    }
}

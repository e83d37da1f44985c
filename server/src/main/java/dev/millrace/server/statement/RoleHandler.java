package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.AccessChange;
import dev.millrace.planner.RoleReference;
import dev.millrace.server.catalog.AccessObject;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.DatabaseObject;
import dev.millrace.server.catalog.DefaultRights;
import dev.millrace.server.catalog.KeptSettings;
import dev.millrace.server.catalog.Membership;
import dev.millrace.server.catalog.Rights;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.catalog.Roles;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/** ALTER ROLE ... RENAME TO and DROP ROLE. */
final class RoleHandler {

    private final Execution run;

    RoleHandler(Execution run) {
        this.run = run;
    }

    Outcome rename(AccessChange.RenameRole rename) throws InterruptedException {
        run.session().transaction().checkWritable("ALTER ROLE");
        Role role = RoleNames.role(rename.role(), run);
        if (role.id() == run.session().identity().session()) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "session user cannot be renamed");
        }
        if (role.id() == run.session().identity().current()) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "current user cannot be renamed");
        }
        if (role.isPredefined() || role.id() == Role.BOOTSTRAP) {
            throw new SqlException("42939", "role name \"" + role.roleName() + "\" is reserved")
                    .withDetail("Cannot alter reserved roles.");
        }
        Authority authority = run.session().authority();
        DefineRoleHandler.checkName(rename.newName(), run);
        if (role.isSuperuser() && !authority.isSuperuser()) {
            throw RoleNames.denied("must be superuser to rename superusers");
        }
        if (!authority.createsRoles()) {
            throw RoleNames.denied("permission denied to rename role");
        }
        Redefinition.of(role.withName(rename.newName()), run);
        return new Outcome.Done("ALTER ROLE");
    }

    Outcome drop(AccessChange.DropRoles drop) throws InterruptedException {
        run.session().transaction().checkWritable("DROP ROLE");
        Authority authority = run.session().authority();
        if (!authority.createsRoles()) {
            throw RoleNames.denied("permission denied to drop role");
        }
        for (RoleReference reference : drop.roles()) {
            if (reference.kind() != RoleReference.Kind.NAMED) {
                throw new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE, "cannot use special role specifier in DROP ROLE");
            }
            boolean isMissing = reference.kind() == RoleReference.Kind.NAMED
                    && RoleNames.roles(run).find(reference.name()).isEmpty();
            if (isMissing && drop.ifExists()) {
                run.session().notice(ServerMessage.notice(
                        "role \"" + reference.name() + "\" does not exist, skipping"));
            } else {
                drop(RoleNames.role(reference, run), authority);
            }
        }
        return new Outcome.Done("DROP ROLE");
    }

    private void drop(Role role, Authority authority) throws InterruptedException {
        if (role.id() == run.session().identity().current()) {
            throw new SqlException(SqlState.OBJECT_IN_USE, "current user cannot be dropped");
        }
        if (role.id() == run.session().identity().session()) {
            throw new SqlException(SqlState.OBJECT_IN_USE, "session user cannot be dropped");
        }
        if (role.isSuperuser() && !authority.isSuperuser()) {
            throw RoleNames.denied("must be superuser to drop superusers");
        }
        if (role.id() < AccessObject.FIRST_ID) {
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop role " + role.roleName() + " because it is required by the database system");
        }
        List<String> dependents = dependents(role.id());
        if (!dependents.isEmpty()) {
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "role \"" + role.roleName() + "\" cannot be dropped because some objects depend on it")
                    .withDetail(String.join("\n", dependents));
        }
        for (Membership membership : List.copyOf(RoleNames.roles(run).memberships())) {
            if (membership.id() != 0 && (membership.role() == role.id() || membership.member() == role.id())) {
                run.session().transaction().drop(membership, run.cancellation());
            }
        }
        for (KeptSettings kept : List.copyOf(RoleNames.roles(run).kept())) {
            if (kept.role() == role.id()) {
                run.session().transaction().drop(kept, run.cancellation());
            }
        }
        CommentHandler.set(role.id(), 0, null, run);
        run.session().transaction().drop(role, run.cancellation());
    }

    /** Objects here by name; of those in other databases it is told how many there are. */
    private List<String> dependents(long role) {
        CatalogSnapshot catalog = run.catalog().snapshot();
        List<String> lines = dependents(role, catalog, catalog.roles().rights());
        for (DatabaseObject other : catalog.databases()) {
            if (other.id() != run.database().id()) {
                CatalogSnapshot contents = run.database().siblings().contents(other);
                int count = dependents(role, contents, contents.own().stream()
                        .filter(Rights.class::isInstance)
                        .map(Rights.class::cast)
                        .toList()).size();
                if (count > 0) {
                    lines.add(count + (count == 1 ? " object in " : " objects in ") + other);
                }
            }
        }
        return lines;
    }

    private List<String> dependents(long role, CatalogSnapshot catalog, List<Rights> noted) {
        Roles roles = catalog.roles();
        List<String> lines = new ArrayList<>();
        for (Rights rights : noted) {
            if (rights.owner() == role) {
                lines.add("owner of " + description(rights.object(), catalog));
            } else if (rights.grants() != null && roles.owner(rights.object()) != role && rights.grants().stream()
                    .anyMatch(entry -> entry.grantee() == role || entry.grantor() == role)) {
                lines.add("privileges for " + (rights.column() > 0 ? "column " + column(rights, catalog) + " of " : "")
                        + description(rights.object(), catalog));
            }
        }
        for (DefaultRights rights : roles.defaults()) {
            if (rights.role() == role) {
                lines.add("owner of default privileges on new " + rights.kind().word() + "s belonging to role "
                        + roles.name(role));
            } else if (rights.grants().stream()
                    .anyMatch(entry -> entry.grantee() == role || entry.grantor() == role)) {
                lines.add("privileges for default privileges on new " + rights.kind().word()
                        + "s belonging to role " + roles.name(rights.role()));
            }
        }
        return lines;
    }

    private static String column(Rights rights, CatalogSnapshot catalog) {
        return catalog.find(rights.object()).orElse(null) instanceof CatalogObject.Relation relation
                ? relation.schema().field(rights.column() - 1).name()
                : Integer.toString(rights.column());
    }

    private String description(long object, CatalogSnapshot catalog) {
        Optional<DatabaseObject> database = catalog.database(object);
        if (database.isPresent()) {
            return database.get().toString();
        }
        if (object == CatalogSnapshot.PUBLIC_OID) {
            return "schema public";
        }
        CatalogObject found = catalog.find(object).orElse(null);
        return found == null ? "object " + object : DropHandler.description(found);
    }
}

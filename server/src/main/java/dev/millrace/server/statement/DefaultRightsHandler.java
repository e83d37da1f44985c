package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.AccessChange;
import dev.millrace.planner.RoleReference;
import dev.millrace.server.catalog.Acl;
import dev.millrace.server.catalog.DefaultRights;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.catalog.Roles;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** ALTER DEFAULT PRIVILEGES: what a role's later objects begin with. */
final class DefaultRightsHandler {

    private final AccessChange.GrantDefaults grant;
    private final Execution run;

    DefaultRightsHandler(AccessChange.GrantDefaults grant, Execution run) {
        this.grant = grant;
        this.run = run;
    }

    Outcome handle() throws InterruptedException {
        run.session().transaction().checkWritable("ALTER DEFAULT PRIVILEGES");
        Grantable kind = switch (grant.target()) {
            case SEQUENCE -> Grantable.SEQUENCE;
            case SCHEMA -> Grantable.SCHEMA;
            case FUNCTION, PROCEDURE, ROUTINE -> Grantable.FUNCTION;
            case TYPE, DOMAIN -> Grantable.TYPE;
            case TABLE, DATABASE, LANGUAGE -> Grantable.TABLE;
        };
        if (kind == Grantable.SCHEMA && !grant.schemas().isEmpty()) {
            throw new SqlException("0LP01", "cannot use IN SCHEMA clause when using GRANT/REVOKE ON SCHEMAS");
        }
        List<RoleReference> owners = grant.owners().isEmpty()
                ? List.of(new RoleReference(RoleReference.Kind.CURRENT, null))
                : grant.owners();
        List<Long> grantees = new ArrayList<>();
        for (RoleReference grantee : grant.grantees()) {
            grantees.add(RoleNames.grantee(grantee, run));
        }
        GrantHandler.checkOptions(grant.isGrant() && grant.option(), grantees);
        Set<Privilege> privileges = GrantHandler.privileges(grant.privileges(), kind);
        for (RoleReference reference : owners) {
            Role owner = RoleNames.role(reference, run);
            if (!run.session().authority().canBecome(owner.id())) {
                throw RoleNames.denied("must be member of role \"" + owner.roleName() + "\"");
            }
            if (grant.schemas().isEmpty()) {
                change(owner.id(), 0, kind, privileges, grantees);
            }
            for (String schema : grant.schemas()) {
                change(owner.id(), GrantTargets.schemaNumber(schema, run), kind, privileges, grantees);
            }
        }
        return new Outcome.Done("ALTER DEFAULT PRIVILEGES");
    }

    private void change(long owner, long schema, Grantable kind, Set<Privilege> privileges, List<Long> grantees)
            throws InterruptedException {
        Roles roles = RoleNames.roles(run);
        Acl nothing = schema == 0 ? Acl.initial(kind, owner) : new Acl(List.of());
        Acl noted = roles.defaults(owner, schema, kind);
        Acl changed = noted == null ? nothing : noted;
        for (long grantee : grantees) {
            changed = GrantHandler.change(
                    changed, grantee, owner, privileges, owner, grant.isGrant(), grant.option(), true);
        }
        Optional<DefaultRights> before = roles.defaults().stream()
                .filter(one -> one.role() == owner && one.schema() == schema && one.kind() == kind)
                .findFirst();
        if (changed.equals(nothing)) {
            if (before.isPresent()) {
                run.session().transaction().drop(before.get(), run.cancellation());
            }
            return;
        }
        long id = before.isPresent() ? before.get().id() : run.database().engine().nextObjectId();
        DefaultRights rights = new DefaultRights(id, owner, schema, kind, changed.entries());
        if (before.isPresent()) {
            Redefinition.of(rights, run);
        } else {
            new ObjectRights(run).create(rights);
        }
    }
}

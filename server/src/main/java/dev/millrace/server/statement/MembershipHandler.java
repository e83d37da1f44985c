package dev.millrace.server.statement;

import java.util.Optional;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.AccessChange;
import dev.millrace.planner.RoleReference;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.Membership;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.catalog.Roles;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/** GRANT role TO role, and REVOKE. */
final class MembershipHandler {

    private final Execution run;

    MembershipHandler(Execution run) {
        this.run = run;
    }

    Outcome handle(AccessChange.GrantRoles grant) throws InterruptedException {
        String command = grant.isGrant() ? "GRANT ROLE" : "REVOKE ROLE";
        run.session().transaction().checkWritable(command);
        for (RoleReference role : grant.roles()) {
            for (RoleReference member : grant.members()) {
                if (grant.isGrant()) {
                    add(role, member, grant.admin());
                } else {
                    remove(role, member, grant.admin());
                }
            }
        }
        return new Outcome.Done(command);
    }

    private Roles roles() {
        return RoleNames.roles(run);
    }

    /** PostgreSQL's groups give rights that a CREATEROLE could not give otherwise: superusers grant them. */
    private void checkMayChange(Role role) {
        Authority authority = run.session().authority();
        if (authority.isSuperuser()) {
            return;
        }
        if (role.isSuperuser()) {
            throw RoleNames.denied("must be superuser to alter superusers");
        }
        boolean mayAll = authority.createsRoles() && !role.isPredefined();
        if (!mayAll && !roles().isAdmin(authority.role(), role.id())) {
            throw RoleNames.denied("must have admin option on role \"" + role.roleName() + "\"");
        }
    }

    private Optional<Membership> membership(Role role, Role member) {
        return roles().memberships().stream()
                .filter(one -> one.id() != 0 && one.role() == role.id() && one.member() == member.id())
                .findFirst();
    }

    void add(RoleReference group, RoleReference other, boolean isAdmin) throws InterruptedException {
        Role role = RoleNames.role(group, run);
        Role member = RoleNames.role(other, run);
        checkMayChange(role);
        if (role.id() == Role.DATABASE_OWNER) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "role \"pg_database_owner\" cannot have explicit members");
        }
        if (member.id() == Role.DATABASE_OWNER) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "role \"pg_database_owner\" cannot be a member of any role");
        }
        if (roles().memberOf(role.id()).contains(member.id())) {
            throw new SqlException("0LP01", role.id() == member.id()
                    ? "role \"" + role.roleName() + "\" is a member of role \"" + role.roleName() + "\""
                    : "role \"" + role.roleName() + "\" is a member of role \"" + member.roleName() + "\"");
        }
        Optional<Membership> before = membership(role, member);
        long grantor = run.session().identity().current();
        if (before.isEmpty()) {
            new ObjectRights(run).create(new Membership(
                    run.database().engine().nextObjectId(), role.id(), member.id(), grantor, isAdmin));
        } else if (isAdmin && !before.get().isAdmin()) {
            Redefinition.of(new Membership(before.get().id(), role.id(), member.id(), grantor, true), run);
        } else {
            run.session().notice(ServerMessage.notice("role \"" + member.roleName()
                    + "\" is already a member of role \"" + role.roleName() + "\""));
        }
    }

    private void remove(RoleReference group, RoleReference other, boolean onlyAdmin) throws InterruptedException {
        Role role = RoleNames.role(group, run);
        Role member = RoleNames.role(other, run);
        checkMayChange(role);
        Optional<Membership> before = membership(role, member);
        if (before.isEmpty()) {
            run.session().notice(ServerMessage.warning("01000", "role \"" + member.roleName()
                    + "\" is not a member of role \"" + role.roleName() + "\""));
        } else if (onlyAdmin) {
            Membership old = before.get();
            Redefinition.of(new Membership(old.id(), old.role(), old.member(), old.grantor(), false), run);
        } else {
            run.session().transaction().drop(before.get(), run.cancellation());
        }
    }
}

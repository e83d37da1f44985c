package dev.millrace.server.statement;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.RoleReference;
import dev.millrace.server.catalog.AclEntry;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.catalog.Roles;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.SessionRole;

/** Roles as statements name them, as they are now. */
final class RoleNames {

    private RoleNames() {}

    static Roles roles(Execution run) {
        return run.catalog().snapshot().roles();
    }

    /** @throws SqlException 42704 when there is none */
    static Role role(RoleReference reference, Execution run) {
        SessionRole session = run.session().identity();
        return switch (reference.kind()) {
            case NAMED -> roles(run).find(reference.name()).orElseThrow(() -> missing(reference.name()));
            case CURRENT -> roles(run).find(session.current()).orElseThrow(() -> missing(session.currentName()));
            case SESSION -> roles(run).find(session.session()).orElseThrow(() -> missing(session.sessionName()));
            case PUBLIC -> throw missing("public");
        };
    }

    /** The role's number; {@link AclEntry#EVERYBODY} for PUBLIC. */
    static long grantee(RoleReference reference, Execution run) {
        return reference.kind() == RoleReference.Kind.PUBLIC ? AclEntry.EVERYBODY : role(reference, run).id();
    }

    static SqlException missing(String name) {
        return new SqlException(SqlState.UNDEFINED_OBJECT, "role \"" + name + "\" does not exist");
    }

    static SqlException denied(String message) {
        return new SqlException(SqlState.INSUFFICIENT_PRIVILEGE, message);
    }
}

package dev.millrace.server.statement;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.AccessChange;
import dev.millrace.planner.RoleReference;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.login.Verifier;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/** CREATE ROLE and ALTER ROLE. A password becomes a verifier here, and is seen no more. */
final class DefineRoleHandler {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Set<String> RESERVED = Set.of("public", "none");

    private final AccessChange.DefineRole define;
    private final Execution run;

    DefineRoleHandler(AccessChange.DefineRole define, Execution run) {
        this.define = define;
        this.run = run;
    }

    Outcome handle() throws InterruptedException {
        String command = define.isNew() ? "CREATE ROLE" : "ALTER ROLE";
        run.session().transaction().checkWritable(command);
        if (define.isNew()) {
            create();
        } else {
            alter();
        }
        return new Outcome.Done(command);
    }

    private void create() throws InterruptedException {
        Authority authority = run.session().authority();
        if (!authority.isSuperuser()) {
            refuseIf("superuser", "must be superuser to create superusers");
            refuseIf("replication", "must be superuser to create replication users");
            refuseIf("bypassrls", "must be superuser to create bypassrls users");
            if (!authority.createsRoles()) {
                throw RoleNames.denied("permission denied to create role");
            }
        }
        String name = define.role().name();
        checkName(name, run);
        Role role = with(Role.plain(run.database().engine().nextObjectId(), name));
        new ObjectRights(run).create(role);
        RoleReference self = new RoleReference(RoleReference.Kind.NAMED, name);
        MembershipHandler memberships = new MembershipHandler(run);
        for (RoleReference group : define.inRoles()) {
            memberships.add(group, self, false);
        }
        for (RoleReference member : define.members()) {
            memberships.add(self, member, false);
        }
        for (RoleReference member : define.admins()) {
            memberships.add(self, member, true);
        }
    }

    private void refuseIf(String flag, String message) {
        if (define.flags().getOrDefault(flag, false)) {
            throw RoleNames.denied(message);
        }
    }

    /** @throws SqlException 42710, 42939, 42622 when no role may get that name */
    static void checkName(String name, Execution run) {
        NewName.checked(name);
        if (RESERVED.contains(name)) {
            throw new SqlException("42939", "role name \"" + name + "\" is reserved");
        }
        if (name.startsWith("pg_")) {
            throw new SqlException("42939", "role name \"" + name + "\" is reserved")
                    .withDetail("Role names starting with \"pg_\" are reserved.");
        }
        if (RoleNames.roles(run).find(name).isPresent()) {
            throw new SqlException(SqlState.DUPLICATE_OBJECT, "role \"" + name + "\" already exists");
        }
    }

    private void alter() throws InterruptedException {
        Role role = RoleNames.role(define.role(), run);
        if (role.isPredefined()) {
            throw new SqlException("42939", "role name \"" + role.roleName() + "\" is reserved")
                    .withDetail("Cannot alter reserved roles.");
        }
        Authority authority = run.session().authority();
        checkMayAlter(role, authority);
        Role changed = with(role);
        if (run.catalog().snapshot().find(role.id()).isEmpty()) {
            new ObjectRights(run).create(changed); // the role that is there from the beginning
        } else if (!changed.equals(role)) {
            Redefinition.of(changed, run);
        }
        MembershipHandler memberships = new MembershipHandler(run);
        for (RoleReference member : define.members()) {
            memberships.add(define.role(), member, false);
        }
    }

    private void checkMayAlter(Role role, Authority authority) {
        if (authority.isSuperuser()) {
            return;
        }
        Map<String, Boolean> flags = define.flags();
        if (role.isSuperuser() || flags.containsKey("superuser")) {
            throw RoleNames.denied("must be superuser to alter superuser roles or change superuser attribute");
        }
        if (role.replicates() || flags.containsKey("replication")) {
            throw RoleNames.denied("must be superuser to alter replication roles or change replication attribute");
        }
        if (flags.containsKey("bypassrls")) {
            throw RoleNames.denied("must be superuser to change bypassrls attribute");
        }
        boolean isOwnPassword = role.id() == authority.role() && define.password() != null && flags.isEmpty()
                && define.connectionsMax() == null && define.validUntil() == null && define.members().isEmpty();
        if (!authority.createsRoles() && !isOwnPassword) {
            throw RoleNames.denied("permission denied");
        }
    }

    private Role with(Role role) {
        Map<String, Boolean> flags = define.flags();
        if (role.id() == Role.BOOTSTRAP && Boolean.FALSE.equals(flags.get("superuser"))) {
            throw RoleNames.denied("permission denied to alter role")
                    .withDetail("The bootstrap user must have the SUPERUSER attribute.");
        }
        return new Role(
                role.id(),
                role.roleName(),
                flags.getOrDefault("superuser", role.isSuperuser()),
                flags.getOrDefault("inherit", role.inherits()),
                flags.getOrDefault("createrole", role.createsRoles()),
                flags.getOrDefault("createdb", role.createsDatabases()),
                flags.getOrDefault("login", role.logsIn()),
                flags.getOrDefault("replication", role.replicates()),
                flags.getOrDefault("bypassrls", role.bypassesRowSecurity()),
                define.connectionsMax() == null ? role.connectionsMax() : define.connectionsMax(),
                define.validUntil() == null ? role.validUntil() : moment(define.validUntil()),
                define.password() == null ? role.verifier() : verifier(define.password().text()));
    }

    /** Null for infinity. */
    private Long moment(String text) {
        if (text.strip().equalsIgnoreCase("infinity")) {
            return null;
        }
        Expr moment = new Expr.Cast(new Expr.Literal(text, SqlType.TEXT), SqlType.TIMESTAMPTZ);
        WordColumn value = (WordColumn) new RowExpressions(run).evaluate(
                moment, DeltaBatch.inserts(new Column[0], 1));
        return value.value(0);
    }

    private String verifier(String password) {
        if (password == null) {
            return null;
        }
        if (Verifier.parse(password) != null) {
            return password;
        }
        if (password.isEmpty()) {
            run.session().notice(ServerMessage.notice(
                    "empty string is not a valid password, clearing password"));
            return null;
        }
        boolean isMd5 = password.matches("md5[0-9a-f]{32}")
                || "md5".equals(run.session().settings().find("password_encryption"));
        if (isMd5) {
            throw SqlException.unsupported("a password kept as MD5")
                    .withHint("Passwords are kept for SCRAM-SHA-256.");
        }
        return Verifier.of(password, RANDOM).text();
    }
}

package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.AccessChange;
import dev.millrace.planner.RoleReference;
import dev.millrace.server.catalog.Acl;
import dev.millrace.server.catalog.AclEntry;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.Rights;
import dev.millrace.server.catalog.Roles;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/** GRANT ON and REVOKE ON: what the grantor may not give goes with a warning, as in PostgreSQL. */
final class GrantHandler {

    private static final String INVALID_GRANT = "0LP01";

    private final AccessChange.Grant grant;
    private final Execution run;

    GrantHandler(AccessChange.Grant grant, Execution run) {
        this.grant = grant;
        this.run = run;
    }

    Outcome handle() throws InterruptedException {
        String command = grant.isGrant() ? "GRANT" : "REVOKE";
        run.session().transaction().checkWritable(command);
        List<Long> grantees = new ArrayList<>();
        for (RoleReference grantee : grant.grantees()) {
            grantees.add(RoleNames.grantee(grantee, run));
        }
        checkOptions(grant.isGrant() && grant.option(), grantees);
        for (GrantTarget target : new GrantTargets(grant, run).all()) {
            whole(target, grantees);
            columns(target, grantees);
        }
        return new Outcome.Done(command);
    }

    static void checkOptions(boolean isAsked, List<Long> grantees) {
        if (isAsked && grantees.contains(AclEntry.EVERYBODY)) {
            throw new SqlException(INVALID_GRANT, "grant options can only be granted to roles");
        }
    }

    /** The privileges that are named, which must be some that the kind has. */
    static Set<Privilege> privileges(List<AccessChange.Privilege> named, Grantable kind) {
        if (named.isEmpty()) {
            return kind.all();
        }
        Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
        for (AccessChange.Privilege one : named) {
            String word = one.name().toLowerCase(Locale.ROOT);
            Privilege privilege = Privilege.of(one.name()).orElseThrow(() -> new SqlException(
                    SqlState.SYNTAX_ERROR, "unrecognized privilege type \"" + word + "\""));
            if (!kind.all().contains(privilege)) {
                // What a sequence could have is looked for on a table only when it turns out to be one.
                boolean isRelation = kind == Grantable.TABLE && !Grantable.SEQUENCE.all().contains(privilege);
                throw new SqlException(INVALID_GRANT, "invalid privilege type " + privilege.name() + " for "
                        + (isRelation ? "relation" : kind.word()));
            }
            privileges.add(privilege);
        }
        return privileges;
    }

    private void whole(GrantTarget target, List<Long> grantees) throws InterruptedException {
        List<AccessChange.Privilege> named =
                grant.privileges().stream().filter(privilege -> privilege.columns().isEmpty()).toList();
        if (named.isEmpty() && (!grant.privileges().isEmpty() || !grant.allColumns().isEmpty())) {
            return;
        }
        Set<Privilege> wanted = privileges(named, target.kind());
        Acl acl = roles().acl(target.object(), 0, target.kind());
        Authority.Grantor grantor = grantor(target, acl, wanted, target.kind());
        Set<Privilege> given = given(wanted, grantor, named.isEmpty(), target.name());
        if (given.isEmpty()) {
            return;
        }
        change(target, 0, acl, grantor.role(), given, grantees);
        if (!grant.isGrant() && target.kind() == Grantable.TABLE) {
            // Who has lost it of the whole has lost it of every column.
            for (Rights column : List.copyOf(roles().rights())) {
                if (column.object() == target.object() && column.column() > 0 && column.grants() != null) {
                    change(target, column.column(), new Acl(column.grants()), grantor.role(), given, grantees);
                }
            }
        }
    }

    private void columns(GrantTarget target, List<Long> grantees) throws InterruptedException {
        List<AccessChange.Privilege> named = new ArrayList<>(
                grant.privileges().stream().filter(privilege -> !privilege.columns().isEmpty()).toList());
        if (!grant.allColumns().isEmpty()) {
            for (Privilege privilege : Grantable.COLUMN.all()) {
                named.add(new AccessChange.Privilege(privilege.name(), grant.allColumns()));
            }
        }
        for (AccessChange.Privilege one : named) {
            if (target.kind() != Grantable.TABLE) {
                throw new SqlException(
                        INVALID_GRANT, target.kind() == Grantable.SEQUENCE
                                ? "sequence \"" + target.name()
                                        + "\" only supports USAGE, SELECT, and UPDATE privileges"
                                : "column privileges are only valid for relations");
            }
            Set<Privilege> wanted = privileges(List.of(one), Grantable.COLUMN);
            for (String column : one.columns()) {
                int number = target.columnNumber(column);
                Acl whole = roles().acl(target.object(), 0, Grantable.TABLE);
                Acl acl = roles().acl(target.object(), number, Grantable.COLUMN);
                Acl both = new Acl(concatenated(whole.entries(), acl.entries()));
                Authority.Grantor grantor = grantor(target, both, wanted, Grantable.TABLE);
                Set<Privilege> given = given(wanted, grantor, !grant.allColumns().isEmpty(), target.name());
                if (!given.isEmpty()) {
                    change(target, number, acl, grantor.role(), given, grantees);
                }
            }
        }
    }

    private static List<AclEntry> concatenated(List<AclEntry> left, List<AclEntry> right) {
        List<AclEntry> both = new ArrayList<>(left);
        both.addAll(right);
        return both;
    }

    private Roles roles() {
        return RoleNames.roles(run);
    }

    /** @throws SqlException 42501 when nobody whose rights the session has may do anything with the object */
    private Authority.Grantor grantor(GrantTarget target, Acl acl, Set<Privilege> wanted, Grantable kind) {
        Authority authority = run.session().authority();
        Authority.Grantor grantor = authority.grantor(acl, wanted, roles().owner(target.object()), kind);
        if (grantor.privileges().isEmpty() && !authority.hasAny(acl)) {
            throw Authority.denied(target.word(), target.name());
        }
        return grantor;
    }

    private Set<Privilege> given(
            Set<Privilege> wanted, Authority.Grantor grantor, boolean isAll, String name) {
        Set<Privilege> given = EnumSet.noneOf(Privilege.class);
        given.addAll(wanted);
        given.retainAll(grantor.privileges());
        String what = grant.isGrant() ? "were granted for" : "could be revoked for";
        String state = grant.isGrant() ? "01007" : "01006";
        if (given.isEmpty()) {
            run.session().notice(ServerMessage.warning(state, "no privileges " + what + " \"" + name + "\""));
        } else if (!isAll && given.size() < wanted.size()) {
            run.session().notice(ServerMessage.warning(state, "not all privileges " + what + " \"" + name + "\""));
        }
        return given;
    }

    private void change(
            GrantTarget target, int column, Acl acl, long grantor, Set<Privilege> privileges, List<Long> grantees)
            throws InterruptedException {
        long owner = roles().owner(target.object());
        Acl changed = acl;
        for (long grantee : grantees) {
            changed = change(
                    changed, grantee, grantor, privileges, owner, grant.isGrant(), grant.option(), grant.isCascade());
        }
        new ObjectRights(run).set(target.object(), column, owner, changed);
    }

    static Acl change(
            Acl acl, long grantee, long grantor, Set<Privilege> privileges, long owner, boolean isGrant,
            boolean option, boolean isCascade) {
        try {
            return isGrant
                    ? acl.grant(grantee, grantor, privileges, option, owner)
                    : acl.revoke(grantee, grantor, privileges, option, isCascade, owner);
        } catch (Acl.DependentsException e) {
            throw new SqlException(SqlState.DEPENDENT_OBJECTS_STILL_EXIST, "dependent privileges exist")
                    .withHint("Use CASCADE to revoke them too.");
        }
    }

    /** An object of the statement. */
    record GrantTarget(long object, Grantable kind, String word, String name, CatalogObject.Relation relation) {
        int columnNumber(String column) {
            int position = relation.schema().indexOf(column);
            if (position < 0) {
                throw new SqlException(
                        SqlState.UNDEFINED_COLUMN,
                        "column \"" + column + "\" of relation \"" + name + "\" does not exist");
            }
            return position + 1;
        }
    }
}

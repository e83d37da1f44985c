package dev.millrace.planner;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.millrace.planner.Statement.ObjectKind;
import dev.millrace.planner.Statement.QualifiedName;

/** What a statement changes about roles, and about what they may do with objects. */
public sealed interface AccessChange {

    /**
     * CREATE ROLE and ALTER ROLE.
     *
     * @param flags {@code superuser}, {@code login}, ...: those that are said
     * @param password null where nothing is said of it; {@link Secret#NONE} for no password
     * @param connectionsMax null where nothing is said of it
     * @param validUntil a timestamptz as text; null where nothing is said of it
     * @param inRoles roles that it becomes a member of; {@code members}, {@code admins}: roles that become its members
     */
    record DefineRole(
            boolean isNew, RoleReference role, Map<String, Boolean> flags, Secret password, Integer connectionsMax,
            String validUntil, List<RoleReference> inRoles, List<RoleReference> members, List<RoleReference> admins)
            implements AccessChange {}

    /**
     * ALTER ROLE and ALTER DATABASE, SET and RESET: what sessions begin with from now on.
     *
     * @param role whose sessions; null for everybody's
     * @param database in which; null for any
     * @param isOfDatabase whether it was said of the database
     * @param name null for all
     * @param value null for none
     * @param isFromCurrent as this session has it
     */
    record KeepSetting(
            RoleReference role, String database, boolean isOfDatabase, String name, String value,
            boolean isFromCurrent)
            implements AccessChange {}

    record RenameRole(RoleReference role, String newName) implements AccessChange {}

    record DropRoles(List<RoleReference> roles, boolean ifExists) implements AccessChange {}

    /** GRANT role TO role and its REVOKE; {@code admin}: with its option, or of the option alone. */
    record GrantRoles(boolean isGrant, List<RoleReference> roles, List<RoleReference> members, boolean admin)
            implements AccessChange {}

    /** @param name upper-case; {@code columns}: none for the whole object */
    record Privilege(String name, List<String> columns) {}

    /** What a GRANT says that its names are of. */
    enum Target {
        TABLE, SEQUENCE, DATABASE, SCHEMA, FUNCTION, PROCEDURE, ROUTINE, TYPE, DOMAIN, LANGUAGE;

        public boolean isRoutine() {
            return this == FUNCTION || this == PROCEDURE || this == ROUTINE;
        }

        /** As messages have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * GRANT ON and REVOKE ON.
     *
     * @param privileges none for ALL
     * @param allColumns of {@code ALL (columns)}
     * @param option with the grant option, or the option alone
     * @param names of the objects; of schemas when {@code isAll}: all objects in them
     * @param routines those that are named, which have no names then
     */
    record Grant(
            boolean isGrant, List<Privilege> privileges, List<String> allColumns, boolean option, boolean isCascade,
            Target target, boolean isAll, List<QualifiedName> names, List<RoutineChange.Target> routines,
            List<RoleReference> grantees)
            implements AccessChange {}

    /** ALTER DEFAULT PRIVILEGES; {@code owners}: none for the current role; {@code schemas}: none for all. */
    record GrantDefaults(
            boolean isGrant, List<Privilege> privileges, boolean option, Target target, List<RoleReference> owners,
            List<String> schemas, List<RoleReference> grantees)
            implements AccessChange {}

    /** ALTER ... OWNER TO. */
    record ChangeOwner(ObjectKind kind, QualifiedName name, boolean ifExists, RoleReference owner)
            implements AccessChange {}

    /** REASSIGN OWNED; {@code newOwner} null for DROP OWNED. */
    record Owned(List<RoleReference> roles, RoleReference newOwner, boolean isCascade) implements AccessChange {}

    /** Something that must not be shown, wherever a statement may be. */
    record Secret(String text) {
        public static final Secret NONE = new Secret(null);

        @Override
        public String toString() {
            return "***";
        }
    }
}

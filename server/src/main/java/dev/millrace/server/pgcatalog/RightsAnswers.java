package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.Locale;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.Acl;
import dev.millrace.server.catalog.AclEntry;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Language;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.catalog.Roles;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.session.Session;

/** Answers questions about roles and rights, as one session sees the catalog. */
final class RightsAnswers {

    private static final String WITH_OPTION = " WITH GRANT OPTION";

    private final SystemTables tables;
    private final Session session;

    RightsAnswers(SystemTables tables, Session session) {
        this.tables = tables;
        this.session = session;
    }

    private CatalogSnapshot catalog() {
        return session.transaction().catalog();
    }

    /** Null when there is no such object. */
    Boolean hasPrivilege(String kind, long role, long object, int column, String privileges) {
        Grantable grantable = switch (kind) {
            case "schema" -> Grantable.SCHEMA;
            case "database" -> Grantable.DATABASE;
            case "sequence" -> Grantable.SEQUENCE;
            case "column" -> Grantable.COLUMN;
            case "function" -> Grantable.FUNCTION;
            case "type" -> Grantable.TYPE;
            case "language" -> Grantable.LANGUAGE;
            default -> Grantable.TABLE;
        };
        if (!exists(grantable, object) || kind.equals("column") && !hasColumn(object, column)) {
            return null;
        }
        Authority authority = catalog().authority(role);
        boolean has = false;
        for (String one : privileges.split(",", -1)) {
            String word = one.strip().toUpperCase(Locale.ROOT);
            boolean withOption = word.endsWith(WITH_OPTION);
            String name = withOption ? word.substring(0, word.length() - WITH_OPTION.length()) : word;
            if (grantable == Grantable.TABLE && name.equals("RULE")) {
                continue; // was one, long ago
            }
            Grantable allowed = kind.equals("any column") ? Grantable.COLUMN : grantable;
            Privilege privilege = Privilege.of(name).filter(allowed.all()::contains).orElseThrow(() ->
                    new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE, "unrecognized privilege type: \"" + one.strip() + "\""));
            has |= withOption
                    ? mayGrant(authority, role, privilege, object, column, grantable)
                    : has(authority, kind, privilege, object, column, grantable);
        }
        return has;
    }

    private boolean exists(Grantable kind, long object) {
        return switch (kind) {
            case DATABASE -> catalog().database(object).isPresent();
            case SCHEMA -> session.catalog().schemaNames().stream()
                    .anyMatch(schema -> catalog().schemaOid(schema) == object);
            case SEQUENCE -> isSequence(object);
            case TABLE, COLUMN -> catalog().find(object).isPresent() || tables.isRelation(object);
            case FUNCTION -> catalog().find(object).orElse(null) instanceof RoutineObject
                    || SystemFunctionList.find(object) != null;
            case TYPE -> new TypePlaces(catalog()).find(object) != null;
            case LANGUAGE -> Language.of(object).isPresent();
        };
    }

    /** @throws SqlException 42809 for something else of that number */
    private boolean isSequence(long object) {
        CatalogObject found = catalog().find(object).orElse(null);
        if (found != null && !(found instanceof CatalogObject.Sequence)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + found.name() + "\" is not a sequence");
        }
        return found != null;
    }

    /** Those of the system have negative numbers. */
    private boolean hasColumn(long relation, int column) {
        if (column < 0) {
            return true;
        }
        if (tables.isRelation(relation)) {
            return column > 0 && column <= tables.columnCount(relation);
        }
        return catalog().find(relation).orElse(null) instanceof CatalogObject.Relation found
                && column > 0 && column <= found.schema().size()
                && !(found instanceof CatalogObject.Table table && table.columns().get(column - 1).isDropped());
    }

    private boolean has(
            Authority authority, String kind, Privilege privilege, long object, int column, Grantable grantable) {
        if (tables.isRelation(object) && (grantable == Grantable.TABLE || grantable == Grantable.COLUMN)) {
            return authority.hasOnSystem(privilege, tables.nameOf(object));
        }
        return switch (kind) {
            case "column" -> authority.hasOfColumn(privilege, object, column - 1);
            case "any column" -> authority.hasOfAny(privilege, object);
            default -> authority.has(privilege, object, grantable);
        };
    }

    private boolean mayGrant(
            Authority authority, long role, Privilege privilege, long object, int column, Grantable kind) {
        Roles roles = catalog().roles();
        if (role != AclEntry.EVERYBODY && authority.actsAs(roles.owner(object))) {
            return true;
        }
        Grantable whole = kind == Grantable.COLUMN ? Grantable.TABLE : kind;
        Acl acl = roles.acl(object, 0, whole);
        boolean ofWhole = acl.grantable(authority::actsAs).contains(privilege);
        return ofWhole || column > 0
                && roles.acl(object, column, Grantable.COLUMN).grantable(authority::actsAs).contains(privilege);
    }

    /** As {@code acldefault} answers; null for a kind that PostgreSQL does not know either. */
    List<String> initialAcl(String kind, long owner) {
        for (Grantable grantable : Grantable.values()) {
            if (kind.equals(grantable == Grantable.SEQUENCE ? "s" : String.valueOf(grantable.code()))) {
                return texts(Acl.initial(grantable, owner).entries());
            }
        }
        // Of what nobody can be granted here.
        String letters = switch (kind) {
            case "F", "S" -> "U";
            case "t" -> "C";
            case "p" -> "sA";
            case "L" -> "rw";
            default -> null;
        };
        return letters == null ? null : texts(List.of(new AclEntry(owner, owner, letters, "")));
    }

    private List<String> texts(List<AclEntry> entries) {
        return entries.stream().map(entry -> entry.text(catalog().roles()::name)).toList();
    }

    int columnNumber(long relation, String column) {
        CatalogObject object = catalog().find(relation).orElse(null);
        int position = object instanceof CatalogObject.Relation found
                ? found.schema().indexOf(column)
                : tables.columnOf(relation, column);
        if (position < 0) {
            throw new SqlException(
                    SqlState.UNDEFINED_COLUMN,
                    "column \"" + column + "\" of relation \"" + (object == null ? relation : object.name())
                            + "\" does not exist");
        }
        return position + 1;
    }

    boolean hasRole(long member, long role, String privileges) {
        Authority authority = catalog().authority(member);
        Roles roles = catalog().roles();
        boolean has = false;
        for (String one : privileges.split(",", -1)) {
            has |= switch (one.strip().toUpperCase(Locale.ROOT)) {
                case "USAGE" -> authority.actsAs(role);
                case "MEMBER" -> authority.canBecome(role);
                case "USAGE WITH GRANT OPTION", "USAGE WITH ADMIN OPTION", "MEMBER WITH GRANT OPTION",
                        "MEMBER WITH ADMIN OPTION" -> roles.isAdmin(member, role);
                default -> throw new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE, "unrecognized privilege type: \"" + one.strip() + "\"");
            };
        }
        return has;
    }

    /** The number of a role; null when there is none. */
    Long role(String name) {
        return catalog().roles().find(name).map(Role::id).orElse(null);
    }

    /** The name of a role; null when there is none. */
    String roleName(long role) {
        return catalog().roles().find(role).map(Role::roleName).orElse(null);
    }

    /**
     * @param target the session that is to be stopped
     * @param ends whether it, and not only its statement, is
     * @throws SqlException 42501 when that is not this session's to do
     */
    private void checkSignal(Session target, boolean ends) {
        Authority authority = session.authority();
        Roles roles = catalog().roles();
        long other = target.identity().login();
        if (roles.isSuperuser(other) && !authority.isSuperuser()) {
            throw new SqlException(
                    SqlState.INSUFFICIENT_PRIVILEGE, ends
                            ? "must be a superuser to terminate superuser process"
                            : "must be a superuser to cancel superuser query");
        }
        if (!authority.actsAs(other) && !authority.actsAs(Role.SIGNAL_BACKEND)) {
            throw new SqlException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "must be a member of the role whose " + (ends ? "process is being terminated" : "query is being"
                            + " canceled") + " or member of pg_signal_backend");
        }
    }

    /** Interrupts, or ends, what a session does; whether there is one. */
    boolean signal(int processId, boolean ends) {
        for (Session other : tables.sessions()) {
            if (other.processId() == processId) {
                checkSignal(other, ends);
                if (ends) {
                    SqlException reason = new SqlException(
                            SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
                    other.end(reason);
                } else {
                    other.interrupts().cancel();
                }
                return true;
            }
        }
        return false;
    }
}

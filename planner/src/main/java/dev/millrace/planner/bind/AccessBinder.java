package dev.millrace.planner.bind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.AccessChange;
import dev.millrace.planner.ChangeAccess;
import dev.millrace.planner.RoleReference;
import dev.millrace.planner.Statement;
import dev.millrace.sql.parser.statement.RoleName;
import dev.millrace.sql.parser.statement.RoleOption;
import dev.millrace.sql.parser.statement.SqlDefineRole;
import dev.millrace.sql.parser.statement.SqlDropRole;
import dev.millrace.sql.parser.statement.SqlGrant;
import dev.millrace.sql.parser.statement.SqlGrantRole;
import dev.millrace.sql.parser.statement.SqlKeepSetting;
import dev.millrace.sql.parser.statement.SqlOwned;
import dev.millrace.sql.parser.statement.SqlRenameRole;
import dev.millrace.sql.parser.statement.SqlReset;
import dev.millrace.sql.parser.statement.SqlSet;
import dev.millrace.sql.parser.statement.SqlStatement;

/** Statements about roles and rights. Which roles and objects there are is for their handlers to see. */
final class AccessBinder {

    private final Binding binding;

    AccessBinder(Binding binding) {
        this.binding = binding;
    }

    /** Null when it is another statement. */
    Statement bind(SqlStatement statement) {
        AccessChange change = switch (statement) {
            case SqlDefineRole define -> role(define);
            case SqlRenameRole rename -> new AccessChange.RenameRole(role(rename.role()), rename.newName().getSimple());
            case SqlDropRole drop -> new AccessChange.DropRoles(roles(drop.roles()), drop.ifExists());
            case SqlGrantRole grant -> new AccessChange.GrantRoles(
                    grant.isGrant(), roles(grant.roles()), roles(grant.members()), grant.admin());
            case SqlGrant grant -> grant.objects().isDefault() ? defaults(grant) : grant(grant);
            case SqlKeepSetting keep -> kept(keep);
            case SqlOwned owned -> new AccessChange.Owned(
                    roles(owned.roles()), owned.newOwner() == null ? null : role(owned.newOwner()), owned.cascade());
            default -> null;
        };
        return change == null ? null : new ChangeAccess(change);
    }

    static RoleReference role(RoleName name) {
        RoleReference.Kind kind = switch (name.kind()) {
            case NAMED -> RoleReference.Kind.NAMED;
            case CURRENT -> RoleReference.Kind.CURRENT;
            case SESSION -> RoleReference.Kind.SESSION;
            case PUBLIC -> RoleReference.Kind.PUBLIC;
        };
        return new RoleReference(kind, name.name());
    }

    private static AccessChange kept(SqlKeepSetting keep) {
        SqlKeepSetting.Whose whose = keep.whose();
        String name = keep.change() instanceof SqlSet set ? set.name() : ((SqlReset) keep.change()).name();
        return new AccessChange.KeepSetting(
                whose.role() == null ? null : role(whose.role()),
                whose.database() == null ? null : whose.database().getSimple(),
                whose.byDatabase(),
                name.equals("all") ? null : name,
                keep.change() instanceof SqlSet set ? SessionBinder.value(set) : null,
                keep.fromCurrent());
    }

    private static List<RoleReference> roles(List<RoleName> names) {
        return names.stream().map(AccessBinder::role).toList();
    }

    private SqlException fault(String state, String message, SqlNode at) {
        return new SqlException(state, message).at(binding.at(at));
    }

    private AccessChange role(SqlDefineRole define) {
        Map<String, RoleOption> said = new LinkedHashMap<>();
        for (RoleOption option : define.options()) {
            if (said.put(option.key(), option) != null) {
                throw fault(SqlState.SYNTAX_ERROR, "conflicting or redundant options", define);
            }
        }
        Map<String, Boolean> flags = new LinkedHashMap<>();
        for (String flag : List.of(
                "superuser", "createdb", "createrole", "inherit", "login", "replication", "bypassrls")) {
            if (said.containsKey(flag)) {
                flags.put(flag, said.get(flag).value().equals("true"));
            }
        }
        if (!define.isNew() && (said.containsKey("in role") || said.containsKey("admin"))) {
            throw fault(SqlState.SYNTAX_ERROR, "option \"" + (said.containsKey("admin") ? "admin" : "in role")
                    + "\" not recognized", define);
        }
        RoleOption password = said.get("password");
        RoleOption validUntil = said.get("valid until");
        return new AccessChange.DefineRole(
                define.isNew(),
                role(define.role()),
                flags,
                password == null ? null : new AccessChange.Secret(password.value()),
                connectionsMax(said.get("connection limit"), define),
                validUntil == null ? null : validUntil.value(),
                members(said, "in role"),
                members(said, "role"),
                members(said, "admin"));
    }

    private static List<RoleReference> members(Map<String, RoleOption> said, String key) {
        return said.containsKey(key) ? roles(said.get(key).roles()) : List.of();
    }

    private Integer connectionsMax(RoleOption option, SqlNode at) {
        if (option == null) {
            return null;
        }
        try {
            int limit = Integer.parseInt(option.value());
            if (limit >= -1) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw fault(SqlState.SYNTAX_ERROR, "syntax error at or near \"" + option.value() + "\"", at);
        }
        throw fault(SqlState.INVALID_PARAMETER_VALUE, "invalid connection limit: " + option.value(), at);
    }

    private static List<AccessChange.Privilege> privileges(SqlGrant grant) {
        return grant.change().privileges().stream()
                .map(privilege -> new AccessChange.Privilege(
                        privilege.name().toUpperCase(Locale.ROOT), names(privilege.columns())))
                .toList();
    }

    private static List<String> names(List<SqlIdentifier> identifiers) {
        return identifiers.stream().map(SqlIdentifier::getSimple).toList();
    }

    private static AccessChange.Target target(SqlGrant grant) {
        return AccessChange.Target.valueOf(grant.objects().kind().name());
    }

    private AccessChange grant(SqlGrant grant) {
        SqlGrant.Change change = grant.change();
        SqlGrant.Objects objects = grant.objects();
        return new AccessChange.Grant(
                change.isGrant(), privileges(grant), names(change.columns()), change.option(), change.cascade(),
                target(grant), objects.isAll(), objects.names().stream().map(StatementBinder::name).toList(),
                objects.routines().stream().map(new FunctionBinder(binding)::target).toList(),
                roles(grant.grantees()));
    }

    private AccessChange defaults(SqlGrant grant) {
        SqlGrant.Change change = grant.change();
        return new AccessChange.GrantDefaults(
                change.isGrant(), privileges(grant), change.option(), target(grant),
                roles(grant.objects().owners()), names(grant.objects().names()), roles(grant.grantees()));
    }
}

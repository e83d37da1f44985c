package dev.millrace.server.session;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.Acl;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Rights;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.catalog.Roles;
import dev.millrace.server.catalog.SinkObject;

/**
 * Who a session is: the role that logged in, the one it says it is since SET SESSION AUTHORIZATION, the one it acts as
 * since SET ROLE. The two are settings, and come and go with transactions as settings do; what counts of them is the
 * role's number.
 */
public final class SessionRole implements Settings.Guard {

    private static final String ROLE = "role";
    private static final String SESSION = "session_authorization";
    private static final String SUPERUSER = "is_superuser";
    private static final String NONE = "none";

    private final Role login;
    private final Settings settings;
    private final TransactionBlock transaction;
    private final LongSupplier nextId;
    /** Functions that run with the rights of their owners, inside each other. */
    private int lent;

    /** @param nextId numbers for what has to be noted */
    SessionRole(Role login, Settings settings, TransactionBlock transaction, LongSupplier nextId) {
        this.nextId = nextId;
        this.login = login;
        this.settings = settings;
        this.transaction = transaction;
        settings.guard(this, login.id(), login.isSuperuser());
    }

    /** Number of the role that has proved who it is. */
    public long login() {
        return login.id();
    }

    String loginName() {
        return login.roleName();
    }

    /** Number of what {@code session_user} shows. */
    public long session() {
        long spoken = settings.spokenRole();
        return spoken < 0 ? login.id() : spoken;
    }

    /** Number of what {@code current_user} shows: whose rights count. */
    public long current() {
        long acting = settings.actingRole();
        return acting < 0 ? session() : acting;
    }

    public String currentName() {
        return roles().name(current());
    }

    public String sessionName() {
        return roles().name(session());
    }

    private Roles roles() {
        return transaction.catalog().roles();
    }

    /** What the session may do now. */
    public Authority authority() {
        return transaction.catalog().authority(current());
    }

    @Override
    public void check(SettingDefinition definition) {
        if (definition.context().equals("superuser") && !authority().isSuperuser()) {
            throw new SqlException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "permission denied to set parameter \"" + definition.name() + "\"");
        }
    }

    @Override
    public boolean takes(String key, String value, boolean isLocal) {
        if (lent > 0 && (key.equals(ROLE) || key.equals(SESSION))) {
            throw new SqlException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "cannot set parameter \"" + key + "\" within security-definer function");
        }
        switch (key) {
            case ROLE -> become(value == null ? NONE : value, isLocal);
            case SESSION -> speakAs(value, isLocal);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void become(String name, boolean isLocal) {
        if (name.equals(NONE)) {
            settings.become(ROLE, NONE, null, roles().isSuperuser(session()), isLocal);
            return;
        }
        Role role = existing(name);
        if (!transaction.catalog().authority(session()).canBecome(role.id())) {
            throw new SqlException(
                    SqlState.INSUFFICIENT_PRIVILEGE, "permission denied to set role \"" + name + "\"");
        }
        settings.become(ROLE, name, role.id(), role.isSuperuser(), isLocal);
    }

    /** @param name null for the role that logged in */
    private void speakAs(String name, boolean isLocal) {
        Role role = name == null ? roles().find(login.id()).orElse(login) : existing(name);
        if (role.id() != login.id() && !roles().isSuperuser(login.id())) {
            throw new SqlException(SqlState.INSUFFICIENT_PRIVILEGE, "permission denied to set session authorization");
        }
        settings.become(SESSION, role.roleName(), role.id(), role.isSuperuser(), isLocal);
        settings.become(ROLE, NONE, null, role.isSuperuser(), isLocal);
    }

    private Role existing(String name) {
        return roles().find(name).orElseThrow(() -> new SqlException(
                SqlState.INVALID_PARAMETER_VALUE, "role \"" + name + "\" does not exist"));
    }

    /** What has to be noted of an object that the session has made; null for nothing. */
    Rights rightsOf(CatalogObject object) {
        Grantable kind = Grantable.of(object);
        if (kind == null && !(object instanceof SinkObject)) {
            return null;
        }
        long owner = current();
        CatalogSnapshot catalog = transaction.catalog();
        catalog.authority(owner).checkTypes(object, null);
        Acl grants = kind == null
                ? null
                : catalog.roles().initial(kind, owner, catalog.schemaOid(object.schemaName()));
        return owner == Role.BOOTSTRAP && grants == null
                ? null
                : new Rights(nextId.getAsLong(), object.id(), 0, owner, grants == null ? null : grants.entries());
    }

    /** Acts with the rights of a role until this is closed; meanwhile nobody may be another one. */
    public Acting actAs(long role) {
        Map<String, String> before = settings.passing();
        settings.become(ROLE, settings.find(ROLE), role, roles().isSuperuser(role), true);
        lent++;
        return () -> {
            lent--;
            List.of(ROLE, Settings.numberKey(ROLE), SUPERUSER).forEach(key -> settings.putBack(key, before));
        };
    }

    /** A time in which other rights hold. */
    public interface Acting extends AutoCloseable {
        @Override
        void close();
    }

    /** As at login. */
    public void reset() {
        speakAs(null, false);
    }
}

package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.AccessChange;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.DatabaseObject;
import dev.millrace.server.catalog.KeptSettings;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Settings;

/** ALTER ROLE and ALTER DATABASE, SET and RESET: for sessions that begin from now on. */
final class KeepSettingHandler {

    private final AccessChange.KeepSetting keep;
    private final Execution run;

    KeepSettingHandler(AccessChange.KeepSetting keep, Execution run) {
        this.keep = keep;
        this.run = run;
    }

    Outcome handle() throws InterruptedException {
        String command = keep.isOfDatabase() ? "ALTER DATABASE" : "ALTER ROLE";
        run.session().transaction().checkWritable(command);
        Role role = keep.role() == null ? null : RoleNames.role(keep.role(), run);
        long database = keep.database() == null
                ? DatabaseObject.SHARED
                : DatabaseHandler.find(keep.database(), run).id();
        checkAllowed(role, database);
        long roleNumber = role == null ? 0 : role.id();
        KeptSettings before = RoleNames.roles(run).kept(database, roleNumber).orElse(null);
        KeptSettings base = before == null
                ? new KeptSettings(run.database().engine().nextObjectId(), database, roleNumber, List.of())
                : before;
        KeptSettings after = changed(base);
        if (after.settings().isEmpty()) {
            if (before != null) {
                run.session().transaction().drop(before, run.cancellation());
            }
        } else if (before == null) {
            new ObjectRights(run).create(after);
        } else if (!after.equals(before)) {
            Redefinition.of(after, run);
        }
        return new Outcome.Done(command);
    }

    private KeptSettings changed(KeptSettings base) {
        Settings settings = run.session().settings();
        if (keep.name() == null) {
            KeptSettings rest = base;
            for (String setting : base.settings()) {
                // What it may not change stays, as in PostgreSQL.
                String name = KeptSettings.nameOf(setting);
                rest = mayChange(name, settings) ? rest.with(name, null) : rest;
            }
            return rest;
        }
        String value = keep.isFromCurrent() ? settings.display(keep.name()) : keep.value();
        settings.checkValue(keep.name(), value);
        return base.with(Settings.spelling(keep.name()), value);
    }

    private static boolean mayChange(String name, Settings settings) {
        try {
            settings.checkValue(name, null);
            return true;
        } catch (SqlException e) {
            return false;
        }
    }

    private void checkAllowed(Role role, long database) {
        Authority authority = run.session().authority();
        if (role != null && role.isPredefined()) {
            throw new SqlException("42939", "role name \"" + role.roleName() + "\" is reserved")
                    .withDetail("Cannot alter reserved roles.");
        }
        if (authority.isSuperuser()) {
            return;
        }
        if (role != null) {
            if (role.isSuperuser()) {
                throw RoleNames.denied("must be superuser to alter superusers");
            }
            if (!authority.createsRoles() && role.id() != authority.role()) {
                throw RoleNames.denied("permission denied");
            }
        } else if (keep.database() == null) {
            throw RoleNames.denied("must be superuser to alter settings globally");
        } else if (!authority.actsAs(RoleNames.roles(run).owner(database))) {
            throw Authority.notOwner("database", keep.database());
        }
    }
}

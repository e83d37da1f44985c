package dev.millrace.server.session;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.server.catalog.KeptSettings;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.catalog.Roles;
import dev.millrace.server.wire.ServerMessage;

/**
 * What a session begins with because ALTER ROLE or ALTER DATABASE said so. What is of less goes first: everybody's,
 * the database's, the role's, the role's in the database.
 */
final class KeptAtLogin {

    private KeptAtLogin() {}

    /** Applies them; those that cannot be taken are told of, and left out. */
    static List<ServerMessage> apply(Session session, Role role) {
        Roles roles = session.transaction().catalog().roles();
        long database = session.database().id();
        List<ServerMessage> warnings = new ArrayList<>();
        if (!roles.kept().isEmpty()) {
            apply(session, roles, 0, 0, "global", warnings);
            apply(session, roles, database, 0, "database", warnings);
            apply(session, roles, 0, role.id(), "user", warnings);
            apply(session, roles, database, role.id(), "database user", warnings);
        }
        return warnings;
    }

    private static void apply(
            Session session, Roles roles, long database, long role, String source, List<ServerMessage> warnings) {
        KeptSettings kept = roles.kept(database, role).orElse(null);
        if (kept == null) {
            return;
        }
        for (String setting : kept.settings()) {
            try {
                session.settings().setKept(KeptSettings.nameOf(setting), KeptSettings.valueOf(setting), source);
            } catch (SqlException e) {
                warnings.add(ServerMessage.warning(e.sqlState(), e.getMessage()));
            }
        }
    }
}

package dev.millrace.server.pgcatalog;

import java.util.Set;
import java.util.stream.Collectors;

import dev.millrace.server.catalog.Role;
import dev.millrace.server.session.Activity;
import dev.millrace.server.session.AdvisoryLocks;
import dev.millrace.server.session.Session;

/** {@code pg_catalog.pg_stat_activity}: the sessions; what those of others do is not everybody's business. */
final class PgStatActivity implements SystemRows {

    private static final String HIDDEN = "<insufficient privilege>";

    @Override
    public void fill(Source source, RowWriter out) {
        Set<Integer> waiting = source.database() == null
                ? Set.of()
                : source.database().advisoryLocks().shown().stream()
                        .filter(lock -> !lock.isGranted())
                        .map(AdvisoryLocks.Shown::processId)
                        .collect(Collectors.toSet());
        for (Session session : source.sessions()) {
            Activity activity = session.activity();
            boolean isActive = session.isActive();
            out.set("datid", session.database().id())
                    .set("datname", session.database().name())
                    .set("pid", session.processId())
                    .set("usesysid", session.identity().login())
                    .set("usename", source.roles().name(session.identity().login()))
                    .set("application_name", session.settings().get("application_name"));
            if (!isShown(session, source)) {
                out.set("query", HIDDEN).end();
                continue;
            }
            out.set("client_addr", session.connection().clientAddress())
                    .set("client_port", session.connection().clientPort())
                    .set("backend_start", activity.connectedMicros())
                    .set("state_change", activity.changedMicros())
                    .set("state", state(session, isActive))
                    .set("query", activity.sql())
                    .set("backend_type", "client backend");
            if (activity.statementMicros() > 0) {
                out.set("query_start", activity.statementMicros());
            }
            if (session.transaction().begunMicros() > 0) {
                out.set("xact_start", session.transaction().begunMicros());
            }
            if (waiting.contains(session.processId())) {
                out.set("wait_event_type", "Lock").set("wait_event", "advisory");
            } else if (!isActive) {
                out.set("wait_event_type", "Client").set("wait_event", "ClientRead");
            }
            out.end();
        }
    }

    private static String state(Session session, boolean isActive) {
        if (isActive) {
            return "active";
        }
        if (session.transaction().isFailed()) {
            return "idle in transaction (aborted)";
        }
        return session.transaction().isExplicit() ? "idle in transaction" : "idle";
    }

    /** Whether the session that asks may see what another one does. */
    static boolean isShown(Session session, Source source) {
        return source.authority().actsAs(session.identity().login())
                || source.authority().actsAs(Role.READ_ALL_STATS);
    }
}

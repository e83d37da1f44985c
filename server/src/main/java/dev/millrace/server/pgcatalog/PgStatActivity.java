package dev.millrace.server.pgcatalog;

import java.util.Set;
import java.util.stream.Collectors;

import dev.millrace.server.session.Activity;
import dev.millrace.server.session.AdvisoryLocks;
import dev.millrace.server.session.Session;

/** {@code pg_catalog.pg_stat_activity}: the sessions. */
final class PgStatActivity implements SystemRows {

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
            out.set("datid", Source.DATABASE_OID)
                    .set("datname", source.tables().databaseName())
                    .set("pid", session.processId())
                    .set("usesysid", Source.ROLE_OID)
                    .set("usename", session.user())
                    .set("application_name", session.settings().get("application_name"))
                    .set("client_addr", session.connection().clientAddress())
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
}

package dev.millrace.server.pgcatalog;

import dev.millrace.server.session.Session;

/** {@code pg_catalog.pg_stat_activity}: the sessions. */
final class PgStatActivity implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (Session session : source.sessions()) {
            out.set("datid", Source.DATABASE_OID)
                    .set("datname", source.tables().databaseName())
                    .set("pid", session.processId())
                    .set("usesysid", Source.ROLE_OID)
                    .set("usename", session.user())
                    .set("application_name", session.settings().get("application_name"))
                    .set("client_addr", session.connection().clientAddress())
                    .set("client_port", session.connection().clientPort())
                    .set("state", session.isActive() ? "active" : "idle")
                    .set("query", session.activity())
                    .set("backend_type", "client backend")
                    .end();
        }
    }
}

package dev.millrace.server.pgcatalog;

import dev.millrace.planner.Scrolling;
import dev.millrace.server.session.Portal;
import dev.millrace.server.session.PreparedStatement;
import dev.millrace.server.session.Session;
import dev.millrace.server.wire.WireTypes;

/** What the session that asks has open: {@code pg_cursors} and {@code pg_prepared_statements}. */
final class PgSessionObjects {

    private PgSessionObjects() {}

    static void cursors(Source source, RowWriter out) {
        if (!Session.CURRENT.isBound()) {
            return;
        }
        for (Portal portal : Session.CURRENT.get().portals().all()) {
            Portal.Declared declared = portal.declared();
            if (declared != null) {
                out.set("name", portal.name())
                        .set("statement", declared.sql())
                        .set("is_holdable", declared.isHold())
                        .set("is_binary", declared.isBinary())
                        .set("is_scrollable", declared.scrolling() != Scrolling.NEVER)
                        .set("creation_time", declared.micros())
                        .end();
            }
        }
    }

    static void prepared(Source source, RowWriter out) {
        if (!Session.CURRENT.isBound()) {
            return;
        }
        for (PreparedStatement statement : Session.CURRENT.get().statements().all()) {
            if (!statement.name().isEmpty()) {
                out.set("name", statement.name())
                        .set("statement", statement.sql())
                        .set("prepare_time", statement.micros())
                        .set("parameter_types", statement.parameters().stream().map(WireTypes::oid).toList())
                        .set("from_sql", statement.isFromSql())
                        .set("generic_plans", 0)
                        .set("custom_plans", 0)
                        .end();
            }
        }
    }
}

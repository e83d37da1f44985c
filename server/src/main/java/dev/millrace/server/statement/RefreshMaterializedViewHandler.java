package dev.millrace.server.statement;

import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/** REFRESH MATERIALIZED VIEW: accepted, because tools send it; a real-time view is never stale. */
final class RefreshMaterializedViewHandler implements Handler<Statement.RefreshMaterializedView> {

    @Override
    public Outcome handle(Statement.RefreshMaterializedView refresh, Execution run) {
        String name = AlterMaterializedViewHandler.find(refresh.name(), run).name();
        run.session().notice(ServerMessage.notice(
                "00000", "materialized view \"" + name + "\" is always up to date", null));
        return new Outcome.Done("REFRESH MATERIALIZED VIEW");
    }
}

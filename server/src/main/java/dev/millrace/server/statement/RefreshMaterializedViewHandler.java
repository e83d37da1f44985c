package dev.millrace.server.statement;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/**
 * REFRESH MATERIALIZED VIEW: answered when everything that was committed before shows, also where it has to come
 * through other slow views. A view in real time is never stale, which is said in a notice.
 */
final class RefreshMaterializedViewHandler implements Handler<Statement.RefreshMaterializedView> {

    @Override
    public Outcome handle(Statement.RefreshMaterializedView refresh, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("REFRESH MATERIALIZED VIEW");
        CatalogObject.MaterializedView view = AlterMaterializedViewHandler.find(refresh.name(), run);
        if (AlterMaterializedViewHandler.body(view, run).isSuspended()) {
            throw new SqlException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "materialized view \"" + view.name() + "\" is suspended", null,
                    "Use ALTER MATERIALIZED VIEW ... RESUME first.", 0);
        }
        if (isSlow(view, run)) {
            run.session().transaction().checkOutside("REFRESH MATERIALIZED VIEW");
            EngineDoor.await(run.database().engine().refresh(Set.of(view.id())), run.cancellation());
        } else {
            run.session().notice(ServerMessage.notice(
                    "00000", "materialized view \"" + view.name() + "\" is always up to date", null));
        }
        return new Outcome.Done("REFRESH MATERIALIZED VIEW");
    }

    /** Whether the view or one below it does not follow at once. */
    private static boolean isSlow(CatalogObject.MaterializedView view, Execution run) {
        boolean isSlow = false;
        Set<Long> seen = new HashSet<>();
        Deque<CatalogObject> rest = new ArrayDeque<>(Set.of(view));
        while (!rest.isEmpty()) {
            CatalogObject object = rest.removeFirst();
            if (object instanceof CatalogObject.MaterializedView below) {
                ObjectDefinition.View body = AlterMaterializedViewHandler.body(below, run);
                if (body.isSuspended()) {
                    run.session().notice(ServerMessage.notice(
                            "00000",
                            "materialized view \"" + below.name() + "\" is suspended and stays as it is", null));
                    continue;
                }
                isSlow |= !body.freshness().isRealTime();
            }
            for (long id : object.dependencies()) {
                if (seen.add(id)) {
                    run.catalog().snapshot().find(id).ifPresent(rest::add);
                }
            }
        }
        return isSlow;
    }
}

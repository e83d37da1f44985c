package dev.millrace.server.statement;

import java.util.HashMap;
import java.util.Map;

import dev.millrace.executor.engine.Freshness;
import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/**
 * ALTER MATERIALIZED VIEW ... SET (freshness = ...), SUSPEND, RESUME: only the pace changes. The content and the state
 * stay, and what waited is taken in as soon as the new pace asks for it.
 */
final class AlterMaterializedViewHandler implements Handler<Statement.AlterMaterializedView> {

    @Override
    public Outcome handle(Statement.AlterMaterializedView alter, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("ALTER MATERIALIZED VIEW");
        Outcome done = new Outcome.Done("ALTER MATERIALIZED VIEW");
        if (alter.ifExists() && run.catalog().find(alter.name().parts()).isEmpty()) {
            run.session().notice(ServerMessage.notice("relation \"" + alter.name() + "\" does not exist, skipping"));
            return done;
        }
        CatalogObject.MaterializedView view = find(alter.name(), run);
        Map<String, String> options = new HashMap<>(view.options());
        options.putAll(alter.options());
        Freshness freshness = CreateMaterializedViewHandler.freshness(options);
        ObjectDefinition.View before = body(view, run);
        run.session().transaction().alter(
                view.withOptions(CreateMaterializedViewHandler.options(freshness, options)),
                before.with(freshness, alter.suspends() == null ? before.isSuspended() : alter.suspends()),
                run.cancellation());
        if (alter.options().containsKey(HistoryOption.NAME)) {
            HistoryOption.apply(view, before.schema(), options, run);
        }
        return done;
    }

    /** As it is defined by now, by this transaction too. */
    static ObjectDefinition.View body(CatalogObject.MaterializedView view, Execution run) {
        return (ObjectDefinition.View) run.transaction().definition(view.id()).body();
    }

    static CatalogObject.MaterializedView find(Statement.QualifiedName name, Execution run) {
        CatalogObject object = run.catalog().find(name.parts()).orElseThrow(() ->
                new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist"));
        if (object instanceof CatalogObject.MaterializedView view) {
            return view;
        }
        throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + name.last() + "\" is not a materialized view");
    }
}

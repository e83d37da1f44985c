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

/** CREATE [OR REPLACE] MATERIALIZED VIEW: answered when the view has been filled and is kept up to date. */
final class CreateMaterializedViewHandler implements Handler<Statement.CreateMaterializedView> {

    static final String FRESHNESS = "freshness";

    @Override
    public Outcome handle(Statement.CreateMaterializedView create, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("CREATE MATERIALIZED VIEW");
        NewName name = NewName.of(create.name(), run);
        ViewReplacement replacement = ViewReplacement.of(name, create, run);
        if (name.isFree(create.ifNotExists(), run)) {
            Freshness freshness = freshness(create.options());
            CatalogObject.MaterializedView view = new CatalogObject.MaterializedView(
                    run.database().engine().nextObjectId(),
                    name.schemaName(),
                    name.name(),
                    create.schema(),
                    create.plan().key(),
                    create.query(),
                    run.session().settings().searchPath(),
                    options(freshness, create.options()),
                    create.dependencies(),
                    create.uses().columns(),
                    create.uses().labels(),
                    replacement == null ? null : replacement.nextVersion(),
                    create.uses().pins());
            run.session().transaction().create(
                    view,
                    new ObjectDefinition.View(
                            create.plan().root(),
                            create.schema(),
                            create.plan().key(),
                            run.session().settings().zone().getId(),
                            freshness),
                    run.cancellation());
            HistoryOption.apply(view, create.schema(), create.options(), run);
            if (replacement != null) {
                replacement.handOver(view);
            }
            if (!create.withData()) {
                run.session().notice(ServerMessage.notice("materialized view \"" + name.name()
                        + "\" has its data all the same: it is always kept up to date"));
            }
        }
        return new Outcome.Done("CREATE MATERIALIZED VIEW");
    }

    /** @throws SqlException 22023 for an option that there is not, or a value that it cannot have */
    static Freshness freshness(Map<String, String> options) {
        for (String option : options.keySet()) {
            if (!option.equals(FRESHNESS) && !option.equals(HistoryOption.NAME)) {
                throw new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE, "unrecognized parameter \"" + option + "\"");
            }
        }
        String text = options.get(FRESHNESS);
        return text == null ? Freshness.REAL_TIME : Freshness.of(text);
    }

    /** What the catalog shows: nothing where nothing was said. */
    static Map<String, String> options(Freshness freshness, Map<String, String> given) {
        Map<String, String> shown = new HashMap<>(HistoryOption.shown(given));
        if (given.get(FRESHNESS) != null) {
            shown.put(FRESHNESS, freshness.toString());
        }
        return shown;
    }
}

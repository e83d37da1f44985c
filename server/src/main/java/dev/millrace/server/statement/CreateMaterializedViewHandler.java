package dev.millrace.server.statement;

import java.util.Map;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** CREATE MATERIALIZED VIEW: answered when the view has been filled and is kept up to date. */
final class CreateMaterializedViewHandler implements Handler<Statement.CreateMaterializedView> {

    @Override
    public Outcome handle(Statement.CreateMaterializedView create, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("CREATE MATERIALIZED VIEW");
        NewName name = NewName.of(create.name(), run);
        if (name.isFree(create.ifNotExists(), run)) {
            checkOptions(create.options());
            CatalogObject.MaterializedView view = new CatalogObject.MaterializedView(
                    run.database().engine().nextObjectId(),
                    name.schemaName(),
                    name.name(),
                    create.schema(),
                    create.plan().key(),
                    create.query(),
                    run.session().settings().searchPath(),
                    create.options(),
                    create.dependencies());
            run.session().transaction().create(
                    view,
                    new ObjectDefinition.View(
                            create.plan().root(),
                            create.schema(),
                            create.plan().key(),
                            run.session().settings().zone().getId()),
                    run.cancellation());
        }
        return new Outcome.Done("CREATE MATERIALIZED VIEW");
    }

    static void checkOptions(Map<String, String> options) {
        options.forEach((option, value) -> {
            if (!option.equals("freshness")) {
                throw new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE, "unrecognized parameter \"" + option + "\"");
            }
            if (!value.equalsIgnoreCase("real-time")) {
                throw SqlException.unsupported("freshness other than 'real-time'");
            }
        });
    }
}

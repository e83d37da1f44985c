package dev.millrace.server.statement;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** ALTER MATERIALIZED VIEW ... SET (freshness = ...). */
final class AlterMaterializedViewHandler implements Handler<Statement.AlterMaterializedView> {

    @Override
    public Outcome handle(Statement.AlterMaterializedView alter, Execution run) {
        find(alter.name(), run);
        // Every view is real-time, which is what remains to be said.
        CreateMaterializedViewHandler.checkOptions(alter.options());
        return new Outcome.Done("ALTER MATERIALIZED VIEW");
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

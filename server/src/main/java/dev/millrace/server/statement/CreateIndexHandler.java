package dev.millrace.server.statement;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** CREATE INDEX: kept in the catalog; which index a query uses is not its meaning. */
final class CreateIndexHandler implements Handler<Statement.CreateIndex> {

    @Override
    public Outcome handle(Statement.CreateIndex create, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("CREATE INDEX");
        CatalogObject relation = run.catalog().snapshot().find(create.relation()).orElseThrow(() ->
                new SqlException(SqlState.WRONG_OBJECT_TYPE, "an index on this relation is not possible"));
        if (create.isUnique()) {
            throw SqlException.unsupported("a unique index");
        }
        // An index lies in the schema of its table, whatever the search path.
        NewName name = new NewName(relation.schemaName(), create.name().last());
        if (name.isFree(create.ifNotExists(), run)) {
            run.session().transaction().create(
                    new CatalogObject.Index(
                            run.database().engine().nextObjectId(),
                            name.schemaName(),
                            name.name(),
                            create.relation(),
                            create.keys(),
                            create.isUnique()),
                    new ObjectDefinition.Described(),
                    run.cancellation());
        }
        return new Outcome.Done("CREATE INDEX");
    }
}

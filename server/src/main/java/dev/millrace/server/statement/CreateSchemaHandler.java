package dev.millrace.server.statement;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.SystemCatalog;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/** CREATE SCHEMA. */
final class CreateSchemaHandler implements Handler<Statement.CreateSchema> {

    @Override
    public Outcome handle(Statement.CreateSchema create, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("CREATE SCHEMA");
        String name = create.name();
        if (name.startsWith("pg_")) {
            throw new SqlException("42939", "unacceptable schema name \"" + name + "\"")
                    .withDetail("The prefix \"pg_\" is reserved for system schemas.");
        }
        if (run.catalog().snapshot().hasSchema(name) || SystemCatalog.SCHEMAS.contains(name)) {
            String taken = "schema \"" + name + "\" already exists";
            if (!create.ifNotExists()) {
                throw new SqlException(SqlState.DUPLICATE_SCHEMA, taken);
            }
            run.session().notice(ServerMessage.notice(SqlState.DUPLICATE_SCHEMA, taken + ", skipping", null));
        } else {
            run.session().transaction().create(
                    new CatalogObject.Namespace(run.database().engine().nextObjectId(), name),
                    new ObjectDefinition.Described(),
                    run.cancellation());
        }
        return new Outcome.Done("CREATE SCHEMA");
    }
}

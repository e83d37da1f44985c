package dev.millrace.server.statement;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.SinkObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** CREATE SINK: sends a query's changes outside. */
final class CreateSinkHandler implements Handler<Statement.CreateSink> {

    @Override
    public Outcome handle(Statement.CreateSink create, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("CREATE SINK");
        NewName name = NewName.of(create.name(), run);
        if (!name.isFree(create.ifNotExists(), run)) {
            return new Outcome.Done("CREATE SINK");
        }
        Map<String, String> options = new LinkedHashMap<>(create.options());
        String connector = options.remove("connector");
        if (connector == null) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "a sink needs the option \"connector\"")
                    .withHint("For example WITH (connector = 'kafka', topic = 't', ...).");
        }
        SinkObject sink = new SinkObject(
                run.database().engine().nextObjectId(),
                name.schemaName(),
                name.name(),
                create.plan().result(),
                create.key(),
                create.query(),
                connector,
                options,
                create.dependencies(),
                create.uses().columns(),
                        create.uses().labels());
        Map<String, String> connectorOptions = new LinkedHashMap<>(options);
        connectorOptions.remove("key");
        ObjectDefinition.Sink definition = new ObjectDefinition.Sink(
                create.plan().root(),
                create.plan().result(),
                create.key(),
                connector,
                connectorOptions,
                UUID.randomUUID().toString(),
                run.session().settings().zone().getId());
        run.session().transaction().create(
                sink, EngineDoor.checked(run.database().engine(), sink, definition), run.cancellation());
        return new Outcome.Done("CREATE SINK");
    }
}

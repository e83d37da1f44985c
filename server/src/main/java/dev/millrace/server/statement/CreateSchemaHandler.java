package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.CreateSchema;
import dev.millrace.planner.SchemaElement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Role;
import dev.millrace.server.catalog.SystemCatalog;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Planned;
import dev.millrace.server.session.Settings;
import dev.millrace.server.wire.ServerMessage;

/** CREATE SCHEMA, with what is made in it at once. */
final class CreateSchemaHandler implements Handler<CreateSchema> {

    @Override
    public Outcome handle(CreateSchema create, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("CREATE SCHEMA");
        Role owner = create.owner() == null ? null : RoleNames.role(create.owner(), run);
        String name = create.name() == null ? owner.roleName() : create.name();
        if (owner != null && !run.session().authority().canBecome(owner.id())) {
            throw RoleNames.denied("must be member of role \"" + owner.roleName() + "\"");
        }
        if (name.startsWith("pg_")) {
            throw new SqlException("42939", "unacceptable schema name \"" + name + "\"")
                    .withDetail("The prefix \"pg_\" is reserved for system schemas.");
        }
        for (SchemaElement element : create.elements()) {
            if (element.schema() != null && !element.schema().equals(name)) {
                throw new SqlException(
                        "42P15",
                        "CREATE specifies a schema (" + element.schema() + ") different from the one being created ("
                                + name + ")");
            }
        }
        if (run.catalog().snapshot().hasSchema(name) || SystemCatalog.SCHEMAS.contains(name)) {
            String taken = "schema \"" + name + "\" already exists";
            if (!create.ifNotExists()) {
                throw new SqlException(SqlState.DUPLICATE_SCHEMA, taken);
            }
            run.session().notice(ServerMessage.notice(SqlState.DUPLICATE_SCHEMA, taken + ", skipping", null));
        } else {
            // What is made in it is its owner's, too.
            try (var _ = owner == null ? null : run.session().identity().actAs(owner.id())) {
                run.session().transaction().create(
                        new CatalogObject.Namespace(run.database().engine().nextObjectId(), name),
                        new ObjectDefinition.Described(),
                        run.cancellation());
                createIn(name, create.elements(), run);
            }
        }
        return new Outcome.Done("CREATE SCHEMA");
    }

    private static void createIn(String schema, List<SchemaElement> elements, Execution run)
            throws InterruptedException {
        Settings settings = run.session().settings();
        List<String> before = settings.searchPath();
        List<String> path = new ArrayList<>(List.of(schema));
        path.addAll(before);
        settings.lookIn(path);
        try {
            for (SchemaElement element : elements) {
                create(element, run);
            }
        } finally {
            settings.lookIn(before);
        }
    }

    private static void create(SchemaElement element, Execution run) throws InterruptedException {
        try {
            Planned planned = run.database().planning().ofProcedure(
                    element.sql(), List.of(), null, run.session(), run.cancellation());
            new Execution(run.session(), element.sql(), List.of(), run.cancellation()).run(planned);
        } catch (SqlException e) {
            throw e.position() == 0 ? e : e.at(e.position() + element.offset());
        }
    }
}

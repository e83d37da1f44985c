package dev.millrace.server.statement;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

import dev.millrace.executor.engine.Engine;
import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** CREATE TYPE ... AS ENUM. */
final class CreateEnumHandler implements Handler<Statement.CreateEnum> {

    @Override
    public Outcome handle(Statement.CreateEnum create, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("CREATE TYPE");
        NewName name = NewName.of(create.name(), run);
        checkFree(name, run);
        Set<String> labels = new HashSet<>();
        for (String label : create.labels()) {
            checkLabel(label);
            if (!labels.add(label)) {
                throw new SqlException(
                        SqlState.UNIQUE_VIOLATION,
                        "duplicate key value violates unique constraint \"pg_enum_typid_label_index\"")
                        .withDetail("The label \"" + label + "\" is given twice.");
            }
        }
        Engine engine = run.database().engine();
        EnumType type = new EnumType(
                engine.nextObjectId(), engine.nextObjectId(), name.schemaName(), name.name(),
                EnumType.inOrder(create.labels()));
        run.session().transaction().create(
                new NamedType(type), new ObjectDefinition.Described(), run.cancellation());
        return new Outcome.Done("CREATE TYPE");
    }

    static void checkFree(NewName name, Execution run) {
        if (name.existing(run).isPresent()) {
            throw new SqlException(SqlState.DUPLICATE_OBJECT, "type \"" + name.name() + "\" already exists");
        }
    }

    static void checkLabel(String label) {
        if (label.getBytes(StandardCharsets.UTF_8).length > EnumType.LABEL_BYTES_MAX) {
            throw new SqlException(SqlState.INVALID_NAME, "invalid enum label \"" + label + "\"")
                    .withDetail("Labels must be " + EnumType.LABEL_BYTES_MAX + " bytes or less.");
        }
    }
}

package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.CompositeChange;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CompositeType;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/** CREATE TYPE ... AS (...), and ALTER TYPE ... ATTRIBUTE while no column is of the type. */
final class CompositeHandler implements Handler<CompositeChange> {

    @Override
    public Outcome handle(CompositeChange change, Execution run) throws InterruptedException {
        return switch (change) {
            case CompositeChange.Create create -> {
                run.session().transaction().checkWritable("CREATE TYPE");
                NewName name = NewName.of(create.name(), run);
                CreateEnumHandler.checkFree(name, run);
                CompositeType type = new CompositeType(
                        run.database().engine().nextObjectId(), name.schemaName(), name.name(), create.attributes(),
                        create.domains());
                run.session().transaction().create(type, new ObjectDefinition.Described(), run.cancellation());
                yield new Outcome.Done("CREATE TYPE");
            }
            case CompositeChange.Alter alter -> {
                run.session().transaction().checkWritable("ALTER TYPE");
                CompositeType type = find(alter, run);
                RowUsers.refuseChange(type, run);
                CompositeType changed = type;
                for (CompositeChange.Step step : alter.steps()) {
                    changed = changed(changed, step, run);
                }
                if (!changed.equals(type)) {
                    Redefinition.of(changed, run);
                }
                yield new Outcome.Done("ALTER TYPE");
            }
        };
    }

    private static CompositeType find(CompositeChange.Alter alter, Execution run) {
        CatalogObject found = run.catalog().find(alter.name().parts()).orElse(null);
        if (found instanceof CompositeType type) {
            return type;
        }
        throw found == null
                ? new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + alter.name() + "\" does not exist")
                : new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + found.name() + "\" is not a composite type");
    }

    private static CompositeType changed(CompositeType type, CompositeChange.Step step, Execution run) {
        List<RowType.Field> fields = new ArrayList<>(type.attributes());
        int at = type.rowType().indexOf(step.attribute());
        String added = step.action() == CompositeChange.Action.RENAME ? step.newName() : step.attribute();
        boolean isNew = step.action() == CompositeChange.Action.ADD;
        if (at < 0 && !isNew) {
            String missing = "column \"" + step.attribute() + "\" of relation \"" + type.name() + "\" does not exist";
            if (!step.ifExists()) {
                throw new SqlException(SqlState.UNDEFINED_COLUMN, missing);
            }
            run.session().notice(ServerMessage.notice(missing + ", skipping"));
            return type;
        }
        if ((isNew || step.newName() != null) && type.rowType().indexOf(added) >= 0) {
            throw new SqlException(
                    SqlState.DUPLICATE_COLUMN,
                    "column \"" + added + "\" of relation \"" + type.name() + "\" already exists");
        }
        if (step.type() != null && RowUsers.isOf(step.type(), type.id())) {
            throw new SqlException(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "composite type " + type.name() + " cannot be made a member of itself");
        }
        Map<String, Long> domains = new HashMap<>(type.domains());
        Long domain = domains.remove(step.attribute());
        if (step.action() == CompositeChange.Action.RENAME && domain != null) {
            domains.put(step.newName(), domain);
        } else if (step.domain() != null) {
            domains.put(step.attribute(), step.domain());
        }
        switch (step.action()) {
            case ADD -> fields.add(new RowType.Field(step.attribute(), step.type()));
            case DROP -> fields.remove(at);
            case RETYPE -> fields.set(at, new RowType.Field(step.attribute(), step.type()));
            case RENAME -> fields.set(at, new RowType.Field(step.newName(), fields.get(at).type()));
        }
        return type.withAttributes(fields, domains);
    }
}

package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TriggerChange;
import dev.millrace.planner.Variables;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.TriggerObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;
import dev.millrace.sql.procedural.Block;

/** CREATE, ALTER and DROP TRIGGER: a trigger is an object of its own, which says what is called when. */
final class TriggerHandler implements Handler<TriggerChange> {

    @Override
    public Outcome handle(TriggerChange change, Execution run) throws InterruptedException {
        return switch (change) {
            case TriggerChange.Create create -> create(create, run);
            case TriggerChange.Alter alter -> alter(alter, run);
        };
    }

    private static Outcome create(TriggerChange.Create create, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("CREATE TRIGGER");
        CatalogObject object = run.catalog().snapshot().find(create.table()).orElse(null);
        boolean isView = object instanceof CatalogObject.View;
        if (!(object instanceof CatalogObject.Relation table) || !isView && !(object instanceof CatalogObject.Table)) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "relation \"" + (object == null ? "?" : object.name()) + "\" cannot have triggers");
        }
        run.session().authority().checkOwner(table);
        CatalogObject function = run.catalog().snapshot().find(create.function()).orElseThrow();
        if (!run.session().authority().has(Privilege.EXECUTE, function.id(), Grantable.FUNCTION)) {
            throw Authority.denied("function", function.name());
        }
        checkCondition(create, table, run);
        Optional<TriggerObject> existing = find(table, create.name(), run);
        if (existing.isPresent() && !create.orReplace()) {
            throw exists(create.name(), table);
        }
        if (existing.isPresent() && existing.get().parent() != null) {
            throw new SqlException(
                    SqlState.DUPLICATE_OBJECT, "trigger \"" + create.name() + "\" for relation \"" + table.name()
                            + "\" is an internal or a child trigger");
        }
        if (existing.isPresent() && existing.get().constraint() != null) {
            throw new SqlException(
                    SqlState.DUPLICATE_OBJECT, "trigger \"" + create.name() + "\" for relation \"" + table.name()
                            + "\" is a constraint trigger");
        }
        if (create.isRow() && !create.tables().isEmpty() && table instanceof CatalogObject.Table stored) {
            PartitionTriggers.checkReading(stored);
        }
        TriggerObject trigger = new TriggerObject(
                existing.map(TriggerObject::id).orElseGet(() -> run.database().engine().nextObjectId()), create.name(),
                table.id(), create.function(), create.timing() == TriggerChange.Timing.BEFORE, create.isRow(),
                create.events(), create.columns(), create.when(), create.arguments(), true, create.tables(), null,
                create.timing() == TriggerChange.Timing.INSTEAD_OF ? true : null, null,
                constraint(create.constraint()));
        if (existing.isPresent()) {
            Redefinition.of(trigger, run);
            new DropHandler().drop(List.copyOf(PartitionTriggers.all(trigger, run)), false, run);
        } else {
            run.session().transaction().create(trigger, new ObjectDefinition.Described(), run.cancellation());
        }
        if (trigger.isRow() && table instanceof CatalogObject.Table stored) {
            new PartitionTriggers(run).below(trigger, stored);
        }
        return new Outcome.Done("CREATE TRIGGER");
    }

    private static TriggerObject.Constraint constraint(TriggerChange.Constraint said) {
        return said == null
                ? null
                : new TriggerObject.Constraint(said.from(), said.isDeferrable(), said.isDeferred());
    }

    static SqlException exists(String name, CatalogObject table) {
        return new SqlException(
                SqlState.DUPLICATE_OBJECT,
                "trigger \"" + name + "\" for relation \"" + table.name() + "\" already exists");
    }

    /** A condition may name the rows that there are. */
    private static void checkCondition(TriggerChange.Create create, CatalogObject.Relation table, Execution run) {
        if (create.when() == null) {
            return;
        }
        List<Schema.Field> fields = new ArrayList<>();
        for (int i = 0; i < table.schema().size(); i++) {
            if (!(table instanceof CatalogObject.Table stored) || !stored.columns().get(i).isDropped()) {
                fields.add(new Schema.Field(table.schema().field(i).name(), table.schema().type(i), true));
            }
        }
        Schema shape = new Schema(create.isRow() ? fields : List.of());
        String when = create.when().toLowerCase(Locale.ROOT);
        List<Variables.Variable> names = new ArrayList<>();
        List<SqlType> types = new ArrayList<>();
        for (String name : List.of("new", "old")) {
            String missing = name.equals("new") ? "delete" : "insert";
            if (create.isRow() && !create.events().contains(missing)) {
                names.add(new Variables.Variable(null, name, null, shape, null, types.size()));
                shape.fields().forEach(field -> types.add(field.type()));
            } else if (when.matches("(?s).*\\b" + name + "\\s*\\..*")) {
                throw new SqlException(
                        SqlState.INVALID_OBJECT_DEFINITION,
                        create.isRow()
                                ? missing.toUpperCase(Locale.ROOT) + " trigger's WHEN condition cannot"
                                        + " reference " + name.toUpperCase(Locale.ROOT) + " values"
                                : "statement trigger's WHEN condition cannot reference column values");
            }
        }
        try {
            run.database().planning().ofProcedure(
                    "SELECT 1 WHERE " + create.when(), types, new Variables(names, Block.Conflict.ERROR),
                    run.session(), run.cancellation());
        } catch (SqlException e) {
            throw e.at(0);
        }
    }

    /** @throws SqlException 42P01, 42809 where there is none */
    static CatalogObject table(Statement.QualifiedName name, Execution run) {
        CatalogObject found = run.catalog().find(name.parts()).orElseThrow(() -> new SqlException(
                SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist"));
        if (!(found instanceof CatalogObject.Table)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + found.name() + "\" is not a table");
        }
        return found;
    }

    /** @throws SqlException 42704 where the table has none of that name */
    static TriggerObject named(CatalogObject table, String name, Execution run) {
        return find(table, name, run).orElseThrow(() -> new SqlException(
                SqlState.UNDEFINED_OBJECT,
                "trigger \"" + name + "\" for table \"" + table.name() + "\" does not exist"));
    }

    static Optional<TriggerObject> find(CatalogObject table, String name, Execution run) {
        return run.catalog().snapshot().triggers(table.id()).stream()
                .filter(trigger -> trigger.name().equals(name))
                .findFirst();
    }

    // ---- ALTER and DROP ---------------------------------------------------------------------------------------------

    private static Outcome alter(TriggerChange.Alter alter, Execution run) throws InterruptedException {
        String tag = switch (alter.kind()) {
            case DROP -> "DROP TRIGGER";
            case RENAME -> "ALTER TRIGGER";
            case ENABLE, ENABLE_ALWAYS, ENABLE_REPLICA, DISABLE -> "ALTER TABLE";
        };
        run.session().transaction().checkWritable(tag);
        Optional<CatalogObject> table = run.catalog().find(alter.table().parts());
        if (table.isEmpty()) {
            String missing = "relation \"" + alter.table() + "\" does not exist";
            if (!alter.ifExists()) {
                throw new SqlException(SqlState.UNDEFINED_TABLE, missing);
            }
            run.session().notice(ServerMessage.notice(missing + ", skipping"));
            return new Outcome.Done(tag);
        }
        run.session().authority().checkOwner(table.get());
        for (TriggerObject trigger : meant(alter, table.get(), run)) {
            if (alter.kind() == TriggerChange.Kind.RENAME && trigger.parent() != null) {
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "cannot rename trigger \"" + trigger.name() + "\" on table \"" + table.get().name() + "\"")
                        .withHint("Rename the trigger on the partitioned table \""
                                + parentTable(trigger, run).name() + "\" instead.");
            }
            change(alter, trigger, table.get(), run);
        }
        return new Outcome.Done(tag);
    }

    private static List<TriggerObject> meant(TriggerChange.Alter alter, CatalogObject table, Execution run) {
        if (alter.name() == null) {
            return run.catalog().snapshot().triggers(table.id());
        }
        Optional<TriggerObject> found = find(table, alter.name(), run);
        if (found.isEmpty()) {
            if (!alter.ifExists()) {
                throw new SqlException(
                        SqlState.UNDEFINED_OBJECT,
                        "trigger \"" + alter.name() + "\" for table \"" + table.name() + "\" does not exist");
            }
            run.session().notice(ServerMessage.notice(
                    "trigger \"" + alter.name() + "\" for relation \"" + table.name()
                            + "\" does not exist, skipping"));
        }
        return found.stream().toList();
    }

    private static void change(TriggerChange.Alter alter, TriggerObject trigger, CatalogObject table, Execution run)
            throws InterruptedException {
        switch (alter.kind()) {
            case DROP -> {
                requireOwn(trigger, table, run);
                new DropHandler().drop(List.of(trigger), false, run);
            }
            case ENABLE, ENABLE_ALWAYS, ENABLE_REPLICA, DISABLE -> {
                Redefinition.of(trigger.enabled(alter.kind()), run);
                below(alter, trigger, run);
            }
            case RENAME -> {
                if (find(table, alter.newName(), run).isPresent()) {
                    throw exists(alter.newName(), table);
                }
                Redefinition.of(trigger.named("", alter.newName()), run);
                below(alter, trigger, run);
            }
        }
    }

    /** The same with what stands for it in partitions. */
    private static void below(TriggerChange.Alter alter, TriggerObject trigger, Execution run)
            throws InterruptedException {
        for (TriggerObject below : PartitionTriggers.all(trigger, run)) {
            change(alter, below, run.catalog().snapshot().find(below.table()).orElseThrow(), run);
        }
    }

    /** @throws SqlException 2BP01 for one that stands for that of a partitioned table */
    private static void requireOwn(TriggerObject trigger, CatalogObject table, Execution run) {
        if (trigger.parent() != null) {
            String above = "trigger " + trigger.name() + " on table "
                    + DropHandler.place(parentTable(trigger, run));
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop trigger " + trigger.name() + " on table " + DropHandler.place(table) + " because "
                            + above + " requires it")
                    .withHint("You can drop " + above + " instead.");
        }
    }

    private static CatalogObject parentTable(TriggerObject trigger, Execution run) {
        TriggerObject above = (TriggerObject) run.catalog().snapshot().find(trigger.parent()).orElseThrow();
        return run.catalog().snapshot().find(above.table()).orElseThrow();
    }
}

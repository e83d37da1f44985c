package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Procedural;
import dev.millrace.planner.Routine;
import dev.millrace.planner.RoutineChange;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.procedure.Procedures;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.PassingSettings;
import dev.millrace.server.wire.ServerMessage;

/** CREATE FUNCTION and DROP FUNCTION: a function is text in the catalog, which is planned where it is called. */
final class FunctionHandler implements Handler<RoutineChange> {

    @Override
    public Outcome handle(RoutineChange statement, Execution run) throws InterruptedException {
        return switch (statement) {
            case RoutineChange.Create create -> create(create, run);
            case RoutineChange.Drop drop -> drop(drop, run);
            case RoutineChange.ChangeOwner change -> new OwnerHandler(run).change(change);
            case RoutineChange.Alter alter -> new RoutineAlteration(run).alter(alter);
        };
    }

    private static Outcome create(RoutineChange.Create create, Execution run) throws InterruptedException {
        String command = "CREATE " + create.routine().kind().toUpperCase(Locale.ROOT);
        run.session().transaction().checkWritable(command);
        run.session().authority().checkLanguage(create.routine().language());
        NewName name = NewName.of(create.name(), run);
        Optional<RoutineObject> existing = run.catalog().snapshot().routines(name.schemaName(), name.name()).stream()
                .filter(other -> other.definition().types().equals(create.routine().types()))
                .findFirst();
        if (existing.isPresent() && !create.orReplace()) {
            throw new SqlException(
                    SqlState.DUPLICATE_FUNCTION,
                    existing.get().kindName() + " \"" + name.name() + "\" already exists with same argument types");
        }
        long id = existing.map(CatalogObject::id).orElseGet(() -> run.database().engine().nextObjectId());
        Routine open = create.routine().as(id, name.schemaName(), name.name());
        Routine routine = new Routine(
                id, open.schemaName(), open.name(), open.inputs(), open.result(), open.row(), open.isSet(),
                open.returnsNothing(), create.method() == null ? open.body() : JavaBody.of(open, create, run),
                open.isStrict(), open.volatility(),
                open.searchPath().isEmpty() ? run.session().settings().searchPath() : open.searchPath(),
                open.procedural(), open.aggregate(),
                PassingSettings.accepted(run.session().settings(), open.settings()), open.isDefiner());
        if (routine.procedural() != null && run.session().settings().isOn("check_function_bodies")) {
            Procedures.current().check(routine, run);
        }
        RoutineObject now = new RoutineObject(routine, create.dependencies());
        if (existing.isPresent()) {
            run.session().authority().checkOwner(existing.get());
            checkReplaceable(existing.get(), routine, run);
            Redefinition.of(now, run);
        } else {
            run.session().transaction().create(now, new ObjectDefinition.Described(), run.cancellation());
        }
        return new Outcome.Done(command);
    }

    private static void checkReplaceable(RoutineObject existing, Routine now, Execution run) {
        Routine before = existing.definition();
        String hint = "Use DROP FUNCTION " + before.spelled() + " first.";
        if (!before.kind().equals(now.kind())) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "cannot change routine kind").withDetail(
                    "\"" + before.name() + "\" is a"
                            + (before.isAggregating() ? "n aggregate function." : " " + before.kind() + "."));
        }
        boolean isSame = before.isSet() == now.isSet() && before.returnsNothing() == now.returnsNothing()
                && Objects.equals(before.result(), now.result()) && Objects.equals(before.row(), now.row());
        if (!isSame) {
            throw new SqlException(
                    SqlState.INVALID_FUNCTION_DEFINITION, "cannot change return type of existing function")
                    .withHint(hint);
        }
        for (int i = 0; i < now.inputs().size(); i++) {
            String name = before.inputs().get(i).name();
            if (name != null && !name.equals(now.inputs().get(i).name())) {
                throw new SqlException(
                        SqlState.INVALID_FUNCTION_DEFINITION,
                        "cannot change name of input parameter \"" + name + "\"")
                        .withHint(hint);
            }
            if (before.inputs().get(i).defaultSql() != null && now.inputs().get(i).defaultSql() == null) {
                throw new SqlException(
                        SqlState.INVALID_FUNCTION_DEFINITION,
                        "cannot remove parameter defaults from existing function")
                        .withHint(hint);
            }
        }
        checkKept(existing, run);
    }

    /** What is kept incrementally has the function in its plan. */
    static void checkKept(RoutineObject existing, Execution run) {
        for (CatalogObject object : run.catalog().snapshot().dependants(existing)) {
            if (object instanceof CatalogObject.OfQuery && !(object instanceof CatalogObject.View)) {
                throw SqlException.unsupported(
                        "replacing a function that " + DropHandler.description(object) + " calls")
                        .withHint("Drop what calls it first, and create it again afterwards.");
            }
        }
    }

    // ---- DROP -------------------------------------------------------------------------------------------------------

    private static Outcome drop(RoutineChange.Drop drop, Execution run) throws InterruptedException {
        String command = "DROP " + drop.kind().toUpperCase(Locale.ROOT);
        run.session().transaction().checkWritable(command);
        List<CatalogObject> named = new ArrayList<>();
        for (RoutineChange.Target target : drop.targets()) {
            RoutineObject found = find(target, drop.kind(), drop.ifExists(), run);
            if (found != null) {
                run.session().authority().checkOwner(found);
                checkTexts(found, run);
                named.add(found);
            }
        }
        new DropHandler().drop(named, drop.isCascade(), run);
        return new Outcome.Done(command);
    }

    /** Null, with a notice, when there is none and that is fine. */
    static RoutineObject find(RoutineChange.Target target, String kind, boolean ifExists, Execution run) {
        List<RoutineObject> all = run.catalog().routineObjects(target.name().parts());
        List<RoutineObject> found = all.stream()
                .filter(one -> target.types() == null
                        ? kind.equals("routine") || kind.equals(one.kindName())
                        : isMeant(one.definition(), target.types()))
                .toList();
        if (found.size() > 1) {
            throw new SqlException(
                    SqlState.AMBIGUOUS_FUNCTION, kind + " name \"" + target.name() + "\" is not unique")
                    .withHint("Specify the argument list to select the " + kind + " unambiguously.");
        }
        if (!found.isEmpty()) {
            Routine routine = found.getFirst().definition();
            refuseAggregate(routine, kind);
            if (!kind.equals("routine") && !kind.equals(routine.kind())) {
                throw new SqlException(
                        SqlState.WRONG_OBJECT_TYPE,
                        routine.spelled().replace(",", ", ") + " is not a " + kind);
            }
            return found.getFirst();
        }
        boolean isOfNothing = kind.equals("aggregate") && target.types() != null && target.types().isEmpty();
        String spelled = target.name() + (target.types() == null
                ? "()"
                : isOfNothing ? "(*)"
                : target.types().stream().map(Routine::spell).collect(Collectors.joining(", ", "(", ")")));
        if (ifExists) {
            String notice = target.types() == null ? target.name() + "()" : shortened(target);
            run.session().notice(ServerMessage.notice(kind + " " + notice + " does not exist, skipping"));
            return null;
        }
        throw new SqlException(
                SqlState.UNDEFINED_FUNCTION,
                target.types() == null
                        ? "could not find a " + kind + " named \"" + target.name() + "\""
                        : kind + " " + spelled + " does not exist");
    }

    /** The same where an aggregate counts as a function. */
    static RoutineObject findCallable(RoutineChange.Target target, String kind, Execution run) {
        List<RoutineObject> aggregates = run.catalog().routineObjects(target.name().parts()).stream()
                .filter(one -> one.definition().isAggregating())
                .filter(one -> target.types() == null || isMeant(one.definition(), target.types()))
                .toList();
        boolean isAggregate = aggregates.size() == 1 && kind.equals("function");
        return find(target, isAggregate ? "aggregate" : kind, false, run);
    }

    private static void refuseAggregate(Routine routine, String kind) {
        if (routine.isAggregating() && kind.equals("aggregate")) {
            return;
        }
        if (routine.isAggregating() && !kind.equals("routine")) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "\"" + routine.name() + "\" is an aggregate function");
        }
        if (kind.equals("aggregate")) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "function " + routine.spelled().replace(",", ", ") + " is not an aggregate");
        }
    }

    /** By the types of what it is called with; for a procedure those that it only gives back may be left out. */
    private static boolean isMeant(Routine routine, List<SqlType> types) {
        boolean isShort = routine.isProcedure() && routine.procedural().parameters().stream()
                .filter(one -> one.mode().isInput())
                .map(Procedural.Declared::type)
                .toList()
                .equals(types);
        return isShort || routine.types().equals(types);
    }

    private static String shortened(RoutineChange.Target target) {
        return target.name()
                + target.types().stream().map(SqlType::toString).collect(Collectors.joining(",", "(", ")"));
    }

    /** Conditions and defaults of tables are kept as text, which would mean nothing without the function. */
    private static void checkTexts(RoutineObject function, Execution run) {
        String caller = tableThatCalls(function, run);
        if (caller != null) {
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop function " + function.definition().spelled() + " because other objects depend on it")
                    .withDetail("A default or condition of table " + caller + " calls it.")
                    .withHint("Drop the default or the condition first.");
        }
    }

    /** Null where none does. */
    static String tableThatCalls(RoutineObject function, Execution run) {
        Pattern call = Pattern.compile("(?i)(^|[^\\w\"])\"?" + Pattern.quote(function.name()) + "\"?\\s*\\(");
        for (CatalogObject.Relation relation : run.catalog().snapshot().relations()) {
            if (!(relation instanceof CatalogObject.Table table)) {
                continue;
            }
            Stream<String> texts = Stream.concat(
                    table.checks().stream().map(CatalogObject.Check::sql),
                    table.columns().stream().flatMap(column -> Stream.of(column.defaultSql(), column.generatedSql())));
            if (texts.filter(Objects::nonNull).anyMatch(text -> call.matcher(text).find())) {
                return DropHandler.place(table);
            }
        }
        return null;
    }
}

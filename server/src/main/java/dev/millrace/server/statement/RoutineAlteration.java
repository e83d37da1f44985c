package dev.millrace.server.statement;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Procedural;
import dev.millrace.planner.Routine;
import dev.millrace.planner.RoutineChange;
import dev.millrace.planner.RoutineSettings;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.PassingSettings;
import dev.millrace.server.session.Settings;

/**
 * ALTER FUNCTION, PROCEDURE and ROUTINE: another name or schema, or other words on how it may be called. Views
 * keep calls as text, so that a function that one calls keeps its name.
 */
final class RoutineAlteration {

    private final Execution run;

    RoutineAlteration(Execution run) {
        this.run = run;
    }

    Outcome alter(RoutineChange.Alter alter) throws InterruptedException {
        String command = "ALTER " + alter.kind().toUpperCase(Locale.ROOT);
        run.session().transaction().checkWritable(command);
        RoutineObject found = FunctionHandler.find(alter.target(), alter.kind(), false, run);
        run.session().authority().checkOwner(found);
        if (alter.newName() != null) {
            move(found, found.schemaName(), NewName.checked(alter.newName()));
        } else if (alter.schema() != null) {
            String schema = run.catalog().creationSchema(List.of(alter.schema(), ""));
            if (!schema.equals(found.schemaName())) {
                move(found, schema, found.name());
            }
        } else {
            change(found, alter);
        }
        return new Outcome.Done(command);
    }

    private void move(RoutineObject routine, String schema, String name) throws InterruptedException {
        Routine definition = routine.definition();
        boolean isTaken = run.catalog().snapshot().routines(schema, name).stream()
                .anyMatch(other -> other.definition().types().equals(definition.types()));
        if (isTaken) {
            throw new SqlException(
                    SqlState.DUPLICATE_FUNCTION,
                    routine.kindName() + " " + definition.as(0, schema, name).spelled().replace(",", ", ")
                            + " already exists in schema \"" + schema + "\"");
        }
        for (CatalogObject object : run.catalog().snapshot().dependants(routine)) {
            if (object instanceof CatalogObject.OfQuery) {
                throw SqlException.unsupported(
                                "another name for a function that " + DropHandler.description(object) + " calls")
                        .withHint("Drop what calls it first, and create it again afterwards.");
            }
        }
        String caller = FunctionHandler.tableThatCalls(routine, run);
        if (caller != null) {
            throw SqlException.unsupported(
                    "another name for a function that a default or condition of table " + caller + " calls");
        }
        Redefinition.of(routine.named(schema, name), run);
    }

    private Routine withSettings(Routine routine, RoutineSettings settings) {
        Settings session = run.session().settings();
        Map<String, String> all = PassingSettings.accepted(session, settings.after(routine.settings()));
        if (routine.procedural() == null && settings.asksSession()) {
            throw SqlException.unsupported("settings of a function that is a part of the queries that call it")
                    .withHint("Create it again with SET: then the session runs it.");
        }
        return routine.with(all, settings.path());
    }

    private static Routine withRights(Routine routine, boolean isDefiner) {
        if (isDefiner && routine.procedural() == null && routine.language().equals(Procedural.SQL)) {
            throw SqlException.unsupported("SECURITY DEFINER of a function that is a part of the queries that call it")
                    .withHint("Create it again with SECURITY DEFINER: then the session runs it.");
        }
        return routine.asDefiner(isDefiner);
    }

    private void change(RoutineObject routine, RoutineChange.Alter alter) throws InterruptedException {
        Routine before = routine.definition();
        if (before.isProcedure() && (alter.isStrict() != null || alter.volatility() != null)) {
            throw new SqlException(
                    SqlState.INVALID_FUNCTION_DEFINITION, "invalid attribute in procedure definition");
        }
        Routine now = before.as(
                alter.isStrict() == null ? before.isStrict() : alter.isStrict(),
                alter.volatility() == null ? before.volatility() : alter.volatility());
        if (!alter.settings().isEmpty()) {
            now = withSettings(now, alter.settings());
        }
        if (alter.isDefiner() != null) {
            now = withRights(now, alter.isDefiner());
        }
        if (!now.equals(before)) {
            FunctionHandler.checkKept(routine, run);
            Redefinition.of(new RoutineObject(now, routine.dependencies()), run);
        }
    }
}

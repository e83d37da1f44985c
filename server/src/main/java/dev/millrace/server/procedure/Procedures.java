package dev.millrace.server.procedure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.expression.RoutineCaller;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.JavaCall.Form;
import dev.millrace.executor.plan.RoutineCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.AnyType;
import dev.millrace.planner.AnyTypes;
import dev.millrace.planner.Procedural;
import dev.millrace.planner.Routine;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.catalog.RowTypes;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.PassingSettings;
import dev.millrace.server.session.Session;
import dev.millrace.server.session.SessionRole;
import dev.millrace.sql.procedural.Block;

/** Runs procedures for a session, on its thread; keeps their texts as they were read and planned. */
public final class Procedures implements RoutineCaller {

    /** Calls inside each other. */
    private static final int DEPTH_MAX = 1_000;
    /** So many of them find room on one thread's stack, whatever they do. */
    private static final int DEPTH_OF_A_THREAD = 50;

    private static final String INLINE = "inline_code_block";

    private final Session session;
    private final Map<Long, Code> codes = new HashMap<>();
    private final Casts casts = new Casts();
    private final TriggerRuns triggers = new TriggerRuns(casts);
    private final TransactionEnds ends = new TransactionEnds();
    private int depth;
    private int portals;

    public Procedures(Session session) {
        this.session = session;
    }

    /** Those of the session that runs on this thread. */
    public static Procedures current() {
        return (Procedures) CURRENT.get();
    }

    /** Whether the statement that is executed is one of a procedure. */
    public boolean isRunning() {
        return depth > 0;
    }

    int nextPortal() {
        return ++portals;
    }

    TransactionEnds ends() {
        return ends;
    }

    // ---- entries ----------------------------------------------------------------------------------------------------

    /** DO. */
    public void run(String body, Block block, Execution run) throws InterruptedException {
        Code code = new Code(body, block);
        Environment root = new Environment(null, null, code);
        Activation call = new Activation(
                this, run, code, INLINE, null, null, new Statements(run, casts, Volatility.VOLATILE), root);
        root.add(call.found());
        try (var _ = ends.allow(mayEndTransactions())) {
            run(call);
        }
    }

    /** A statement of its own may, and what it calls by CALL. */
    private boolean mayEndTransactions() {
        return depth == 0 ? session.transaction().isOneStatement() : ends.isAllowed();
    }

    /** CALL. Gives the values of the parameters that give something back. @param arguments one for each parameter */
    public List<Column> call(RoutineObject procedure, List<Column> arguments, Execution run)
            throws InterruptedException {
        Routine routine = RowTypes.refreshed(procedure.definition(), run.catalog().snapshot());
        Activation call = activation(
                routine, routine.types(), arguments.toArray(Column[]::new), SqlType.TEXT, run);
        boolean mayEnd = mayEndTransactions() && routine.settings().isEmpty() && !routine.isDefiner()
                && !routine.procedural().ofStatements();
        try (var _ = ends.allow(mayEnd)) {
            run(call);
        }
        List<Value> results = routine.procedural().ofStatements()
                ? call.hasReturned() ? call.returned() : List.of()
                : new Returning(call, null).outputs();
        return results.stream().map(Value::column).toList();
    }

    /** What a trigger calls. Gives the row that it returns; null for none. */
    public List<Column> trigger(RoutineObject function, TriggerCall trigger, Execution run)
            throws InterruptedException {
        Activation call = activation(function.definition(), List.of(), new Column[0], SqlType.TEXT, run);
        TriggerRuns.declare(trigger, call.root());
        try (var _ = ends.allow(false)) {
            run(call);
        }
        return TriggerRuns.row(call, trigger);
    }

    /** Whether the condition of a trigger holds for a row. */
    public boolean holds(String condition, TriggerCall trigger, Execution run) {
        return triggers.holds(condition, trigger, run);
    }

    /** What a body of statements means, and whether it gives what it should, where that can be told before a call. */
    public void check(Routine routine, Execution run) {
        boolean isOpen = routine.types().stream().anyMatch(type -> AnyType.of(type) != null);
        if (isOpen || !routine.procedural().ofStatements()) {
            return;
        }
        Column[] nothing = routine.types().stream().map(type -> Value.ofNull(type).column()).toArray(Column[]::new);
        SqlType result = routine.result() == null ? SqlType.TEXT : routine.result();
        Sequence body = new Sequence(activation(routine, routine.types(), nothing, result, run));
        PassingSettings own = new PassingSettings(session.settings(), routine.settings());
        try (own) {
            body.check();
        }
    }

    @Override
    public void call(
            RoutineCall named, List<SqlType> types, Column[] arguments, SqlType type, ColumnBuilder out) {
        Execution run = new Execution(session, "", List.of(), session.interrupts().current());
        RoutineObject found = run.catalog().snapshot().find(named.routine())
                .map(RoutineObject.class::cast)
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_FUNCTION, "function with OID " + named.routine() + " does not exist"));
        Routine routine = RowTypes.refreshed(found.definition(), run.catalog().snapshot());
        Activation call = activation(routine, types, arguments, type, run);
        try (var _ = ends.allow(false)) {
            run(call);
        } catch (InterruptedException e) {
            throw call.statements().interrupted();
        }
        result(call, named, type, out);
    }

    // ---- running ----------------------------------------------------------------------------------------------------

    private void run(Activation call) throws InterruptedException {
        if (++depth > DEPTH_MAX) {
            depth--;
            throw new SqlException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
                    .withHint("Functions call each other more than " + DEPTH_MAX + " deep.");
        }
        Routine routine = call.routine();
        Map<String, String> settings = routine == null ? Map.of() : routine.settings();
        try (var _ = routine != null && routine.isDefiner() ? actAsOwner(routine) : null;
                var _ = new PassingSettings(session.settings(), settings)) {
            if (depth % DEPTH_OF_A_THREAD == 0) {
                DeeperStack.run(() -> new Interpreter(call).run());
            } else {
                new Interpreter(call).run();
            }
        } finally {
            depth--;
        }
    }

    private SessionRole.Acting actAsOwner(Routine routine) {
        return session.identity().actAs(session.transaction().catalog().roles().owner(routine.id()));
    }

    /** @param type of what the call gives, or of an array of it */
    private Activation activation(
            Routine declared, List<SqlType> types, Column[] arguments, SqlType type, Execution run) {
        Routine routine = concrete(declared, types);
        Code code = codes.get(routine.id());
        if (code == null || !code.text().equals(routine.body())) {
            code = new Code(routine.body(), run.database().planning().block(routine));
            codes.put(routine.id(), code);
        }
        Environment root = new Environment(null, routine.name(), code);
        Statements statements = new Statements(run, casts, routine.volatility());
        Activation call = new Activation(
                this, run, code, title(declared), routine, row(routine, type), statements, root);
        boolean ofStatements = routine.procedural().ofStatements();
        for (int i = 0; i < routine.inputs().size(); i++) {
            if (ofStatements && routine.isProcedure() && !routine.procedural().parameters().get(i).mode().isInput()) {
                continue;
            }
            Routine.Parameter parameter = routine.inputs().get(i);
            String name = parameter.name();
            // Which row it is, the call tells where the parameter is of any.
            SqlType taken = parameter.type().kind() == SqlType.Kind.RECORD ? types.get(i) : parameter.type();
            root.add(name, RowValue.variable(name, new Value(taken, arguments[i])));
        }
        if (!ofStatements) {
            outputs(routine, root);
            root.add(call.found());
        }
        return call;
    }

    /** The same with types where it is of any. @param given types of the arguments */
    private static Routine concrete(Routine routine, List<SqlType> given) {
        if (routine.types().stream().allMatch(type -> AnyType.of(type) == null)) {
            return routine;
        }
        AnyTypes meant = AnyTypes.of(routine.types(), given, List::getFirst);
        return routine.mapped(type -> {
            SqlType told = meant.concrete(type);
            return told == null ? SqlType.TEXT : told;
        });
    }

    /** The fields of the rows that a function returns; null where it returns values. */
    private static Schema row(Routine routine, SqlType type) {
        if (routine.returnsRows()) {
            return routine.row();
        }
        SqlType result = SqlType.RECORD.equals(routine.result())
                ? type.kind() == SqlType.Kind.ARRAY ? type.element() : type
                : routine.result();
        return result.kind() == SqlType.Kind.RECORD && result.row() != null
                ? RowValue.shape(result.row())
                : null;
    }

    /** Variables for the parameters that only give something back. */
    private static void outputs(Routine routine, Environment root) {
        int number = 0;
        for (Procedural.Declared one : routine.procedural().outputs()) {
            number++;
            String name = one.name() == null ? "$out" + number : one.name();
            if (!root.declares(name)) {
                root.add(new Variable(name, Variable.Kind.of(one.type())));
            }
        }
    }

    private static String title(Routine routine) {
        return routine.name() + routine.procedural().parameters().stream()
                .filter(one -> one.mode().isInput())
                .map(one -> Routine.spell(one.type()))
                .collect(Collectors.joining(",", "(", ")"));
    }

    // ---- results ----------------------------------------------------------------------------------------------------

    private static void result(Activation call, RoutineCall named, SqlType type, ColumnBuilder out) {
        if (named.form() == Form.LIST) {
            List<List<Value>> rows = call.routine().isSet()
                    ? call.rows()
                    : Collections.singletonList(single(call));
            out.appendBytes(ArrayElements.encode(
                    type.element(), rows.stream().map(row -> value(row, type.element(), call)).toList()));
        } else if (call.routine().returnsNothing() && call.routine().procedural().ofStatements()) {
            out.appendNull();
        } else if (call.routine().returnsNothing()) {
            out.appendText("");
        } else {
            out.append(value(single(call), type, call).column(), 0);
        }
    }

    /** @param values null for a row that is NULL */
    private static Value value(List<Value> values, SqlType type, Activation call) {
        if (call.row() == null || values == null) {
            return values == null ? Value.ofNull(type) : values.getFirst();
        }
        List<Value> typed = new ArrayList<>();
        for (Value value : values) {
            typed.add(call.statements().assign(value, type.row().type(typed.size())));
        }
        return RowValue.of(type, typed);
    }

    /** The one result of a function; null for a row that is NULL. */
    private static List<Value> single(Activation call) {
        if (call.hasReturned()) {
            return call.returned();
        }
        if (call.routine().procedural().ofStatements()) {
            return call.row() == null ? List.of(Value.ofNull(call.routine().result())) : null;
        }
        if (call.routine().procedural().outputs().isEmpty()) {
            throw new SqlException("2F005", "control reached end of function without RETURN")
                    .withContext("PL/pgSQL function " + call.title());
        }
        return new Returning(call, null).result();
    }
}

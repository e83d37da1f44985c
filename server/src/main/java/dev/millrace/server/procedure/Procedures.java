package dev.millrace.server.procedure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.expression.RoutineCaller;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.RoutineCall;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Procedural;
import dev.millrace.planner.Routine;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Session;
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
    private int depth;
    private int portals;

    public Procedures(Session session) {
        this.session = session;
    }

    /** Those of the session that runs on this thread. */
    public static Procedures current() {
        return (Procedures) CURRENT.get();
    }

    int nextPortal() {
        return ++portals;
    }

    // ---- entries ----------------------------------------------------------------------------------------------------

    /** DO. */
    public void run(String body, Block block, Execution run) throws InterruptedException {
        Code code = new Code(body, block);
        Environment root = new Environment(null, null, code);
        Activation call = new Activation(
                this, run, code, INLINE, null, new Statements(run, casts, Volatility.VOLATILE), root);
        root.add(call.found());
        run(call);
    }

    /** CALL. Gives the values of the parameters that give something back. @param arguments one for each parameter */
    public List<Column> call(RoutineObject procedure, List<Column> arguments, Execution run)
            throws InterruptedException {
        Routine routine = procedure.definition();
        Activation call = activation(routine, routine.types(), arguments.toArray(Column[]::new), run);
        run(call);
        return new Returning(call, null).outputs().stream().map(Value::column).toList();
    }

    /** What a trigger calls. Gives the row that it returns; null for none. */
    public List<Column> trigger(RoutineObject function, TriggerCall trigger, Execution run)
            throws InterruptedException {
        Activation call = activation(function.definition(), List.of(), new Column[0], run);
        TriggerRuns.declare(trigger, call.root());
        run(call);
        return TriggerRuns.row(call, trigger);
    }

    /** Whether the condition of a trigger holds for a row. */
    public boolean holds(String condition, TriggerCall trigger, Execution run) {
        return triggers.holds(condition, trigger, run);
    }

    @Override
    public void call(
            RoutineCall named, List<SqlType> types, Column[] arguments, SqlType type, ColumnBuilder out) {
        Execution run = new Execution(session, "", List.of(), session.interrupts().current());
        RoutineObject found = run.catalog().snapshot().find(named.routine())
                .map(RoutineObject.class::cast)
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_FUNCTION, "function with OID " + named.routine() + " does not exist"));
        Activation call = activation(found.definition(), types, arguments, run);
        try {
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
        try {
            if (depth % DEPTH_OF_A_THREAD == 0) {
                DeeperStack.run(() -> new Interpreter(call).run());
            } else {
                new Interpreter(call).run();
            }
        } finally {
            depth--;
        }
    }

    private Activation activation(Routine declared, List<SqlType> types, Column[] arguments, Execution run) {
        Routine routine = Polymorphism.concrete(declared, types);
        Code code = codes.get(routine.id());
        if (code == null || !code.text().equals(routine.body())) {
            code = new Code(routine.body(), run.database().planning().block(routine.body()));
            codes.put(routine.id(), code);
        }
        Environment root = new Environment(null, routine.name(), code);
        Statements statements = new Statements(run, casts, routine.volatility());
        Activation call = new Activation(
                this, run, code, title(declared), routine, statements, root);
        for (int i = 0; i < routine.inputs().size(); i++) {
            Routine.Parameter parameter = routine.inputs().get(i);
            String name = parameter.name();
            root.add(name, Variable.of(name, new Value(parameter.type(), arguments[i])));
        }
        outputs(routine, root);
        root.add(call.found());
        return call;
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
        Routine routine = call.routine();
        switch (named.form()) {
            case VALUE -> {
                if (routine.returnsNothing()) {
                    out.appendText("");
                } else {
                    List<Value> values = single(call);
                    out.append(values.getFirst().column(), 0);
                }
            }
            case LIST -> out.appendBytes(ArrayElements.encode(
                    type.element(), call.rows().stream().map(List::getFirst).toList()));
            case ROWS -> out.appendBytes(encoded(call.rows(), named, call));
            case ROW -> {
                List<Value> row = single(call);
                List<Value> given = row == null ? Variable.nulls(routine.row()) : row;
                out.appendBytes(encoded(List.of(given), named, call));
            }
        }
    }

    /** The one result of a function; null for a row that is NULL. */
    private static List<Value> single(Activation call) {
        if (call.hasReturned()) {
            return call.returned();
        }
        if (call.routine().procedural().outputs().isEmpty()) {
            throw new SqlException("2F005", "control reached end of function without RETURN")
                    .withContext("PL/pgSQL function " + call.title());
        }
        return new Returning(call, null).outputs();
    }

    private static byte[] encoded(List<List<Value>> rows, RoutineCall named, Activation call) {
        BatchBuilder batch = new BatchBuilder(named.columns());
        for (List<Value> row : rows) {
            for (int i = 0; i < named.columns().size(); i++) {
                Value value = call.statements().assign(row.get(i), named.columns().get(i));
                batch.column(i).append(value.column(), 0);
            }
            batch.endRow(1);
        }
        DeltaBatch built = batch.build();
        RowCodec codec = new RowCodec(named.columns());
        ColumnBuilder encoded = new ColumnBuilder(SqlType.Layout.BYTES, Math.max(1, rows.size()));
        ByteBuilder bytes = new ByteBuilder();
        for (int row = 0; row < built.size(); row++) {
            bytes.clear();
            codec.encode(built, row, bytes);
            encoded.appendBytes(bytes.array(), 0, bytes.size());
        }
        return ArrayForm.encode(encoded.build());
    }
}

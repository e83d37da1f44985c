package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.CallProcedure;
import dev.millrace.planner.Procedural;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.procedure.Procedures;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.RowStream;

/** CALL: a procedure, in the statement's transaction. What it gives back is a row. */
final class CallHandler implements Handler<CallProcedure> {

    private static final DeltaBatch ONE_ROW = DeltaBatch.inserts(new Column[0], 1);

    @Override
    public Outcome handle(CallProcedure call, Execution run) throws InterruptedException {
        RoutineObject procedure = (RoutineObject) run.catalog().snapshot().find(call.routine()).orElseThrow(() ->
                new SqlException(
                        SqlState.UNDEFINED_FUNCTION, "procedure with OID " + call.routine() + " does not exist"));
        List<Column> arguments = new ArrayList<>();
        List<Procedural.Declared> parameters = procedure.definition().procedural().parameters();
        for (int i = 0; i < call.arguments().size(); i++) {
            Expr argument = parameters.get(i).mode() == Procedural.Mode.OUT
                    ? Expr.Literal.ofNull(parameters.get(i).type())
                    : call.arguments().get(i);
            arguments.add(new RowExpressions(run).evaluate(argument, ONE_ROW));
        }
        List<Column> results = Procedures.current().call(procedure, arguments, run);
        return call.result() == null
                ? new Outcome.Done("CALL")
                : new Outcome.Rows(
                        ResultColumns.wire(call.result()),
                        RowStream.of(DeltaBatch.inserts(results.toArray(Column[]::new), 1)),
                        "CALL");
    }
}

package dev.millrace.server.procedure;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.CallProcedure;
import dev.millrace.planner.Procedural;
import dev.millrace.planner.Routine;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Planned;
import dev.millrace.sql.procedural.Step;

/** A body in SQL: its statements one after the other, each of which sees what those before it did. */
final class Sequence {

    private final Activation call;
    private final Statements statements;

    Sequence(Activation call) {
        this.call = call;
        this.statements = call.statements();
    }

    /** Plans all of it, with arguments that are NULL. @throws SqlException for what can be told before it is called */
    void check() {
        String last = null;
        Schema given = null;
        for (Step step : call.code().block().steps()) {
            Step.Plain plain = (Step.Plain) step;
            Planned planned = prepared(plain);
            try {
                refuseOutputs(planned.statement());
            } catch (SqlException e) {
                throw e.withContext("SQL function \"" + call.routine().name() + "\"");
            }
            last = plain.statement();
            given = planned.result();
        }
        if (!SqlType.RECORD.equals(call.routine().result())) {
            call.run().database().planning().checkResult(call.routine(), last, given, wanted());
        }
    }

    private Planned prepared(Step.Plain step) {
        try {
            return statements.prepare(step.statement(), call.root()).planned();
        } catch (SqlException e) {
            throw e.at(0);
        }
    }

    /** The types of what it gives back: of a value, or of the fields of a row. */
    private List<SqlType> wanted() {
        Routine routine = call.routine();
        if (routine.isProcedure()) {
            return routine.procedural().outputs().stream().map(Procedural.Declared::type).toList();
        }
        if (routine.returnsNothing()) {
            return List.of();
        }
        return call.row() == null
                ? List.of(routine.result())
                : call.row().fields().stream().map(Schema.Field::type).toList();
    }

    void run(Step.Plain step) throws InterruptedException {
        Outcome outcome;
        try {
            refuse(prepared(step).statement());
            statements.checkWrites(prepared(step).statement());
        } catch (SqlException e) {
            throw located(e, "during startup");
        }
        try {
            outcome = statements.runPlain(step.statement(), call.root());
            if (outcome instanceof Outcome.Rows) {
                try (Statements.Rows rows = statements.rows(outcome)) {
                    take(rows, step.isLast());
                }
            }
        } catch (SqlException e) {
            throw located(e, step.name());
        }
    }

    private SqlException located(SqlException e, String place) {
        return call.again(Statements.withContext(
                e.at(0), "SQL function \"" + call.routine().name() + "\" " + place));
    }

    private static void refuse(Statement statement) {
        boolean isOfTransaction = statement instanceof Statement.Begin || statement instanceof Statement.Commit
                || statement instanceof Statement.Rollback || statement instanceof Statement.Savepoint;
        if (isOfTransaction) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    Statements.command(statement) + " is not allowed in an SQL function");
        }
        refuseOutputs(statement);
    }

    private static void refuseOutputs(Statement statement) {
        if (statement instanceof CallProcedure called && called.result() != null) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "calling procedures with output arguments is not supported in SQL functions");
        }
    }

    private void take(Statements.Rows rows, boolean isLast) throws InterruptedException {
        List<SqlType> wanted = wanted();
        boolean isKept = isLast && !wanted.isEmpty();
        for (List<Value> row = rows.next(); row != null; row = rows.next()) {
            if (isKept && call.routine().isSet()) {
                List<Value> typed = typed(row, wanted);
                call.rows().add(typed == null ? Variable.nulls(call.row()) : typed);
            } else if (isKept && !call.hasReturned()) {
                call.returns(typed(row, wanted));
            }
        }
        if (isKept && call.routine().isProcedure() && !call.hasReturned()) {
            call.returns(wanted.stream().map(Value::ofNull).toList());
        }
    }

    /** A row as what is returned; null for a row that is NULL. */
    private List<Value> typed(List<Value> row, List<SqlType> wanted) {
        List<Value> values = row;
        boolean isRow = row.size() == 1 && RowValue.is(row.getFirst())
                && (wanted.size() > 1 || wanted.getFirst().kind() != SqlType.Kind.RECORD);
        if (isRow) {
            if (row.getFirst().isNull()) {
                return null;
            }
            values = RowValue.fields(row.getFirst());
        }
        if (values.size() != wanted.size()) {
            throw new SqlException(
                    SqlState.INVALID_FUNCTION_DEFINITION,
                    "return type mismatch in function declared to return " + call.routine().spelledResult());
        }
        List<Value> typed = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            typed.add(statements.assign(values.get(i), wanted.get(i)));
        }
        return typed;
    }
}

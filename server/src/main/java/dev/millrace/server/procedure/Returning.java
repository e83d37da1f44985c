package dev.millrace.server.procedure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Procedural;
import dev.millrace.planner.Routine;
import dev.millrace.server.session.Outcome;
import dev.millrace.sql.procedural.Step;

/** What a procedure gives back, and rows as values. */
final class Returning {

    private final Activation call;
    private final Statements statements;
    private final Assignment assignment;

    Returning(Activation call, Assignment assignment) {
        this.call = call;
        this.statements = call.statements();
        this.assignment = assignment;
    }

    void assign(Step.Assign step, Environment environment) {
        Assignment.variable(step.target(), environment).checkAssignable();
        assignment.assign(step.target(), evaluate(step.expression(), environment), environment);
    }

    /** The value of an expression, or the row of the record that it names. */
    private Value evaluate(String expression, Environment environment) {
        String text = expression.strip().toLowerCase(Locale.ROOT);
        Variable record = text.matches("[\\w$.]+") ? environment.find(List.of(text.split("\\."))) : null;
        boolean isRecord = record != null && record.isRecord();
        if (isRecord && record.row() == null) {
            return Value.ofNull(SqlType.RECORD);
        }
        return isRecord ? record.whole() : statements.evaluate(expression, environment);
    }

    /** The fields of the row that an expression gives; null for NULL. */
    private List<Value> row(String expression, Environment environment) {
        Value row = evaluate(expression, environment);
        if (row.isNull()) {
            return null;
        }
        if (!RowValue.is(row)) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    "cannot return non-composite value from function returning composite type");
        }
        return RowValue.fields(row);
    }

    // ---- RETURN -----------------------------------------------------------------------------------------------------

    void returns(Step.Return step, Environment environment) {
        Routine routine = call.routine();
        if (step.expression() == null) {
            boolean isMissing = routine != null && !routine.returnsNothing() && !routine.isSet() && !hasOutputs();
            if (isMissing) {
                throw new SqlException(
                        SqlState.SYNTAX_ERROR, "missing expression at or near \";\"");
            }
            return;
        }
        String refusal = refusal(routine);
        if (refusal != null) {
            throw new SqlException(SqlState.DATATYPE_MISMATCH, "RETURN cannot have a parameter in " + refusal);
        }
        if (routine.procedural().isTrigger()) {
            call.returns(row(step.expression(), environment));
            return;
        }
        if (call.row() != null) {
            List<Value> row = row(step.expression(), environment);
            call.returns(row == null ? null : typed(row, call.row()));
            return;
        }
        call.returns(List.of(statements.evaluate(step.expression(), routine.result(), environment)));
    }

    private String refusal(Routine routine) {
        if (routine == null || routine.returnsNothing() && !routine.isProcedure()) {
            return "function returning void";
        }
        if (routine.isProcedure()) {
            return "a procedure";
        }
        return routine.isSet()
                ? "function returning set"
                : hasOutputs() ? "function with OUT parameters" : null;
    }

    private boolean hasOutputs() {
        return !call.routine().procedural().outputs().isEmpty();
    }

    private List<Value> typed(List<Value> values, Schema row) {
        if (values.size() != row.size()) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH, "returned record type does not match expected record type")
                    .withDetail("Number of returned columns (" + values.size()
                            + ") does not match expected column count (" + row.size() + ").");
        }
        List<Value> typed = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            typed.add(statements.assign(values.get(i), row.type(i)));
        }
        return typed;
    }

    /** The values of the parameters that give something back. */
    List<Value> outputs() {
        List<Value> values = new ArrayList<>();
        int number = 0;
        for (Procedural.Declared one : call.routine().procedural().outputs()) {
            number++;
            String name = one.name() == null ? "$out" + number : one.name();
            Variable variable = call.root().find(List.of(name));
            values.add(variable.isRecord() && variable.row() == null
                    ? Value.ofNull(SqlType.RECORD)
                    : variable.whole());
        }
        return values;
    }

    /** The one result that they make: a value, the values of a row, or null for a row that is NULL. */
    List<Value> result() {
        List<Value> values = outputs();
        boolean isRow = call.row() != null && !call.routine().returnsRows();
        return !isRow ? values : values.getFirst().isNull() ? null : RowValue.fields(values.getFirst());
    }

    private void requireSet(String step) {
        if (call.routine() == null || !call.routine().isSet()) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH, "cannot use " + step + " in a non-SETOF function");
        }
    }

    void next(Step.ReturnNext step, Environment environment) {
        requireSet("RETURN NEXT");
        Routine routine = call.routine();
        if (step.expression() == null) {
            call.rows().add(result());
        } else if (hasOutputs()) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH, "RETURN NEXT cannot have a parameter in function with OUT parameters");
        } else if (call.row() != null) {
            List<Value> row = row(step.expression(), environment);
            call.rows().add(row == null ? Variable.nulls(call.row()) : typed(row, call.row()));
        } else {
            call.rows().add(List.of(statements.evaluate(step.expression(), routine.result(), environment)));
        }
    }

    void query(Step.ReturnQuery step, Queries queries, Environment environment) throws InterruptedException {
        requireSet("RETURN QUERY");
        Routine routine = call.routine();
        Outcome outcome = step.isDynamic()
                ? queries.runDynamic(step.text(), step.using(), environment)
                : statements.run(step.text(), environment);
        Schema row = call.row() != null
                ? call.row()
                : new Schema(List.of(new Schema.Field(routine.name(), routine.result(), true)));
        long count = 0;
        try (Statements.Rows rows = statements.rows(outcome)) {
            check(rows.schema(), row);
            for (List<Value> next = rows.next(); next != null; next = rows.next()) {
                call.rows().add(typed(next, row));
                count++;
            }
        }
        call.counted(count);
    }

    private static void check(Schema given, Schema wanted) {
        if (given.size() != wanted.size()) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH, "structure of query does not match function result type")
                    .withDetail("Number of returned columns (" + given.size()
                            + ") does not match expected column count (" + wanted.size() + ").");
        }
        for (int i = 0; i < given.size(); i++) {
            if (given.type(i).kind() != wanted.type(i).kind()) {
                throw new SqlException(
                        SqlState.DATATYPE_MISMATCH, "structure of query does not match function result type")
                        .withDetail("Returned type " + given.type(i) + " does not match expected type "
                                + wanted.type(i) + " in column " + (i + 1) + ".");
            }
        }
    }
}

package dev.millrace.server.procedure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Procedural;
import dev.millrace.planner.Routine;
import dev.millrace.server.session.Outcome;
import dev.millrace.sql.procedural.Step;

/** What a procedure gives back, and rows as values. */
final class Returning {

    private final Activation call;
    private final Statements statements;
    private final Assignment assignment;

    /** A row as a value. */
    record Row(Schema shape, List<Value> values) {}

    Returning(Activation call, Assignment assignment) {
        this.call = call;
        this.statements = call.statements();
        this.assignment = assignment;
    }

    void assign(Step.Assign step, Environment environment) {
        if (step.target().subscripts().isEmpty() && Assignment.isRecord(step.target(), environment)) {
            Row row = row(step.expression(), environment);
            assignment.setRow(
                    Assignment.variable(step.target(), environment), row == null ? null : row.shape(),
                    row == null ? null : row.values());
        } else {
            Assignment.variable(step.target(), environment).checkAssignable();
            assignment.assign(step.target(), statements.evaluate(step.expression(), environment), environment);
        }
    }

    /** The row that an expression gives; null for NULL. */
    Row row(String expression, Environment environment) {
        String text = expression.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("null")) {
            return null;
        }
        Variable record = lower.matches("[\\w$.]+") ? environment.find(List.of(lower.split("\\."))) : null;
        if (record != null && record.isRecord()) {
            return record.row() == null ? null : new Row(record.row(), record.fields());
        }
        Variable first = firstOf(lower, environment);
        if (first != null) {
            return first.row() == null ? null : new Row(first.row(), first.fields());
        }
        boolean isRow = lower.matches("(?s)row\\s*\\(.*\\)") || lower.startsWith("(") && !lower.contains("select");
        String sql = isRow
                ? "SELECT " + text.substring(text.indexOf('(') + 1, text.length() - 1)
                : lower.startsWith("(") ? text.substring(1, text.length() - 1) : "SELECT * FROM " + text;
        try (Statements.Rows rows = statements.rows(statements.run(sql, environment))) {
            List<Value> values = rows.next();
            return values == null ? null : new Row(isRow ? numbered(rows.schema()) : rows.schema(), values);
        } catch (InterruptedException e) {
            throw statements.interrupted();
        }
    }

    /** Of {@code coalesce(r, s)} the record that is meant; null where it is no such expression. */
    private static Variable firstOf(String text, Environment environment) {
        if (!text.matches("(?s)coalesce\\s*\\(\\s*[\\w$.]+(\\s*,\\s*[\\w$.]+)*\\s*\\)")) {
            return null;
        }
        Variable found = null;
        for (String name : text.substring(text.indexOf('(') + 1, text.length() - 1).split(",")) {
            Variable record = environment.find(List.of(name.strip().split("\\.")));
            if (record == null || !record.isRecord()) {
                return null;
            }
            boolean isNothing = found == null || found.row() == null
                    || found.fields().stream().allMatch(Value::isNull);
            found = isNothing ? record : found;
        }
        return found;
    }

    private static Schema numbered(Schema row) {
        List<Schema.Field> fields = new ArrayList<>();
        row.fields().forEach(field -> fields.add(new Schema.Field("f" + (fields.size() + 1), field.type(), true)));
        return new Schema(fields);
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
            Row row = row(step.expression(), environment);
            call.returns(row == null ? null : row.values());
            return;
        }
        if (routine.returnsRows()) {
            Row row = row(step.expression(), environment);
            call.returns(row == null ? null : typed(row.values(), routine.row()));
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
            values.add(call.root().find(List.of(name)).value());
        }
        return values;
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
            call.rows().add(outputs());
        } else if (hasOutputs()) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH, "RETURN NEXT cannot have a parameter in function with OUT parameters");
        } else if (routine.returnsRows()) {
            Row row = row(step.expression(), environment);
            call.rows().add(row == null ? Variable.nulls(routine.row()) : typed(row.values(), routine.row()));
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
        Schema row = routine.returnsRows()
                ? routine.row()
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

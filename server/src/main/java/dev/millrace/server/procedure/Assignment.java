package dev.millrace.server.procedure;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.sql.procedural.Target;

/** Puts values into variables, fields of records and elements of arrays. */
final class Assignment {

    private final Statements statements;

    Assignment(Statements statements) {
        this.statements = statements;
    }

    /** The variable that a target is, or is part of. @throws SqlException 42601 when there is none */
    static Variable variable(Target target, Environment environment) {
        Variable found = find(target, environment);
        if (found == null) {
            throw unknown(target);
        }
        return found;
    }

    private static Variable find(Target target, Environment environment) {
        String first = target.name().getFirst();
        if (first.startsWith("$")) {
            return environment.numbered(Integer.parseInt(first.substring(1)) - 1);
        }
        return environment.find(target.name().subList(0, target.name().size() - path(target, environment).size()));
    }

    /** The names of fields behind that of the variable, the innermost last; all names where there is no variable. */
    private static List<String> path(Target target, Environment environment) {
        List<String> name = target.name();
        for (int length = name.size(); length > 0; length--) {
            Variable found = environment.find(name.subList(0, length));
            if (found != null && (length == name.size() || found.isRecord())) {
                return name.subList(length, name.size());
            }
        }
        return name.subList(1, name.size());
    }

    private static SqlException unknown(Target target) {
        return new SqlException(SqlState.SYNTAX_ERROR, "\"" + target + "\" is not a known variable");
    }

    /** Whether a target is a whole record. */
    static boolean isRecord(Target target, Environment environment) {
        Variable found = find(target, environment);
        return found != null && found.isRecord() && environment.find(target.name()) == found;
    }

    void assign(Target target, Value value, Environment environment) {
        Variable variable = variable(target, environment);
        variable.checkAssignable();
        if (!variable.isRecord()) {
            if (target.name().size() > 1 && environment.find(target.name()) == null) {
                throw unknown(target);
            }
            set(variable, target.subscripts().isEmpty()
                    ? value
                    : element(variable.value(), target, value, environment));
            return;
        }
        if (environment.find(target.name()) == variable) {
            fill(variable, value);
            return;
        }
        List<String> path = path(target, environment);
        int field = field(variable, path.getFirst());
        Value before = variable.fields().get(field);
        variable.setField(field, changed(before, path.subList(1, path.size()), target, value, environment));
    }

    /** A value of the type of another one, of which a field within rows, or an element, is another. */
    private Value changed(
            Value before, List<String> path, Target target, Value value, Environment environment) {
        if (path.isEmpty()) {
            Value next = target.subscripts().isEmpty() ? value : element(before, target, value, environment);
            return statements.assign(next, before.type());
        }
        String field = path.getFirst();
        if (!RowValue.is(before)) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    "cannot assign to field \"" + field + "\" of column \"" + target.name().getFirst()
                            + "\" because its type " + before.type() + " is not a composite type");
        }
        RowType row = before.type().row();
        int index = row.indexOf(field);
        if (index < 0) {
            throw new SqlException(
                    SqlState.UNDEFINED_COLUMN,
                    "cannot assign to field \"" + field + "\" of column \"" + target.name().getFirst()
                            + "\" because there is no such column in data type " + before.type());
        }
        List<Value> fields = new ArrayList<>(
                before.isNull() ? Variable.nulls(RowValue.shape(row)) : RowValue.fields(before));
        fields.set(index, changed(
                fields.get(index), path.subList(1, path.size()), target, value, environment));
        return RowValue.of(before.type(), fields);
    }

    /** @param row a row, or NULL */
    void fill(Variable record, Value row) {
        if (!row.isNull() && !RowValue.is(row)) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH, "cannot assign non-composite value to a record variable");
        }
        setRow(
                record,
                RowValue.is(row) ? RowValue.shape(row.type().row()) : record.kind().isFixed() ? record.row() : null,
                row.isNull() ? null : RowValue.fields(row));
    }

    private static int field(Variable record, String name) {
        if (record.row() == null) {
            throw new SqlException(
                    "55000", "record \"" + record.name() + "\" is not assigned yet")
                    .withDetail("The tuple structure of a not-yet-assigned record is indeterminate.");
        }
        for (int i = 0; i < record.row().size(); i++) {
            if (record.row().field(i).name().equals(name)) {
                return i;
            }
        }
        throw new SqlException(
                SqlState.UNDEFINED_COLUMN, "record \"" + record.name() + "\" has no field \"" + name + "\"");
    }

    private Value element(Value array, Target target, Value value, Environment environment) {
        if (array.type().kind() != SqlType.Kind.ARRAY) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    "cannot subscript type " + array.type() + " because it does not support subscripting");
        }
        List<Integer> subscripts = new ArrayList<>();
        for (String subscript : target.subscripts()) {
            if (subscript.contains(":") && !subscript.contains("::")) {
                throw SqlException.unsupported("assignment to a slice of an array");
            }
            Value number = statements.evaluate(subscript, SqlType.INTEGER, environment);
            if (number.isNull()) {
                throw new SqlException(
                        SqlState.NULL_VALUE_NOT_ALLOWED, "array subscript in assignment must not be null");
            }
            subscripts.add((int) number.word());
        }
        return ArrayElements.with(array, subscripts, statements.assign(value, array.type().element()));
    }

    /** @param value of any type */
    void set(Variable variable, Value value) {
        Value typed = statements.assign(value, variable.type());
        if (variable.kind().domain() != null) {
            Environment one = new Environment(null, null, new Code("", null));
            one.add("value", Variable.of("value", typed));
            typed = statements.evaluate("CAST($1 AS " + variable.kind().domain() + ")", one);
        }
        variable.set(typed);
    }

    /** @param values null for NULL */
    void setRow(Variable record, Schema shape, List<Value> values) {
        record.checkAssignable();
        if (record.kind().isFixed()) {
            Schema own = record.row();
            if (values == null) {
                record.set(own, null);
                return;
            }
            List<Value> typed = new ArrayList<>();
            for (int i = 0; i < own.size(); i++) {
                Value value = i >= values.size() ? null : values.get(i);
                typed.add(value == null
                        ? Value.ofNull(own.type(i))
                        : statements.assign(value, own.type(i)));
            }
            record.set(own, typed);
            return;
        }
        if (shape == null) {
            record.set(null, null);
            return;
        }
        // The same shape stays the same object, so that what was planned for it is found again.
        Schema same = shape.equals(record.row()) ? record.row() : shape;
        record.set(same, values);
    }

    /** A row of a query into variables. @param values null for no row */
    void assignRow(List<Target> targets, Schema shape, List<Value> values, Environment environment) {
        if (targets.size() == 1 && isRecord(targets.getFirst(), environment)) {
            // Without a row it is a row of NULLs.
            setRow(variable(targets.getFirst(), environment), shape, values == null ? Variable.nulls(shape) : values);
            return;
        }
        for (int i = 0; i < targets.size(); i++) {
            Value value = values == null || i >= values.size() ? null : values.get(i);
            assign(targets.get(i), value == null ? Value.ofNull(SqlType.TEXT) : value, environment);
        }
    }
}

package dev.millrace.server.procedure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Variables;

/** The variables that a block sees: its own, and those of the blocks around it. */
final class Environment {

    private final Environment outer;
    private final String label;
    private final Code code;
    private final List<Named> own = new ArrayList<>();
    private Shape shape;

    /** A variable under a name that it has here. */
    private record Named(String name, Variable variable) {}

    /**
     * What statements see of the variables.
     *
     * @param rows of records, as they were when this was made
     * @param types of the parameters that stand for the values
     */
    private record Shape(
            Variables names, List<Variable> variables, List<Schema> rows, List<SqlType> types,
            Map<String, Prepared> prepared) {

        boolean isCurrent(int count) {
            for (int i = 0; i < variables.size(); i++) {
                if (variables.get(i).row() != rows.get(i)) {
                    return false;
                }
            }
            return variables.size() == count;
        }
    }

    /** @param outer null for the outermost */
    Environment(Environment outer, String label, Code code) {
        this.outer = outer;
        this.label = label;
        this.code = code;
    }

    Variable add(Variable variable) {
        add(variable.name(), variable);
        return variable;
    }

    /** @param name null for what has only a number */
    void add(String name, Variable variable) {
        own.add(new Named(name, variable));
    }

    /** Whether this block itself declares the name. */
    boolean declares(String name) {
        return own.stream().anyMatch(one -> name.equals(one.name()));
    }

    /** The variable of a name, with its block's in front of it or not; null when there is none. */
    Variable find(List<String> name) {
        for (Environment level = this; level != null; level = level.outer) {
            for (int i = level.own.size() - 1; i >= 0; i--) {
                boolean isNamed = name.getLast().equals(level.own.get(i).name());
                if (isNamed && (name.size() == 1 || name.size() == 2 && name.getFirst().equals(level.label))) {
                    return level.own.get(i).variable();
                }
            }
        }
        return null;
    }

    /** The argument {@code $n}, from 0; null when there is none. */
    Variable numbered(int index) {
        Environment outermost = this;
        while (outermost.outer != null) {
            outermost = outermost.outer;
        }
        return index < outermost.own.size() ? outermost.own.get(index).variable() : null;
    }

    private int count() {
        return own.size() + (outer == null ? 0 : outer.count());
    }

    private Shape shape() {
        if (shape == null || !shape.isCurrent(count())) {
            List<Variables.Variable> names = new ArrayList<>();
            List<Variable> variables = new ArrayList<>();
            List<SqlType> types = new ArrayList<>();
            collect(names, variables, types);
            Variables all = new Variables(names, code.conflict());
            List<Schema> rows = new ArrayList<>();
            variables.forEach(variable -> rows.add(variable.row()));
            shape = new Shape(all, variables, rows, types, code.prepared(all));
        }
        return shape;
    }

    private void collect(List<Variables.Variable> names, List<Variable> variables, List<SqlType> types) {
        if (outer != null) {
            outer.collect(names, variables, types);
        }
        for (Named one : own) {
            Variable variable = one.variable();
            names.add(new Variables.Variable(
                    label, one.name(), variable.type(), variable.row(), variable.kind().fixed(), types.size()));
            variables.add(variable);
            if (!variable.isRecord()) {
                types.add(variable.type());
            } else if (variable.row() != null) {
                variable.row().fields().forEach(field -> types.add(field.type()));
            }
        }
    }

    /** What statements may name. */
    Variables names() {
        return shape().names();
    }

    /** The types of {@link #values}. */
    List<SqlType> types() {
        return shape().types();
    }

    /** Statements that were planned for variables like these, by their texts. */
    Map<String, Prepared> prepared() {
        return shape().prepared();
    }

    /** All values, in the order of the parameters that stand for them. */
    Column[] values() {
        Shape now = shape();
        Column[] columns = new Column[now.types().size()];
        int at = 0;
        for (Variable variable : now.variables()) {
            if (!variable.isRecord()) {
                columns[at++] = variable.value().column();
            } else if (variable.row() != null) {
                for (Value field : variable.fields()) {
                    columns[at++] = field.column();
                }
            }
        }
        return columns;
    }
}

package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/** Gives expressions a column of a relation: their own if they are one, otherwise a computed one on top of it. */
final class Computed {

    private final Binding binding;
    private final Rel input;
    private final List<Expr> expressions = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();

    Computed(Binding binding, Rel input) {
        this.binding = binding;
        this.input = input;
    }

    int column(Expr expr) {
        if (expr instanceof Expr.Input in && Expressions.columns(input).get(in.index())) {
            return in.index();
        }
        int known = expressions.indexOf(expr);
        if (known >= 0) {
            return columns.get(known).id();
        }
        boolean nullable = !Expressions.isNeverNull(
                expr, id -> input.columns().stream().noneMatch(c -> c.id() == id && !c.nullable()));
        Column column = binding.numbers.column("key", expr.type(), nullable);
        expressions.add(expr);
        columns.add(column);
        return column.id();
    }

    /** The relation with the columns that were asked for. */
    Rel rel() {
        return Rel.Project.extend(input, expressions, columns);
    }
}

package dev.millrace.planner.lower;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.ColumnNumbers;

/** Gives aggregates' arguments columns of their own below the aggregate, where they are not columns already. */
final class Arguments {
    private final Lowered input;
    private final Nodes nodes;
    private final ColumnNumbers numbers;
    private final List<Expr> expressions = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();

    Arguments(Lowered input, Nodes nodes, ColumnNumbers numbers) {
        this.input = input;
        this.nodes = nodes;
        this.numbers = numbers;
    }

    /** @param filter which rows it is computed for; null for all */
    int column(Expr argument, Expr filter) {
        if (argument instanceof Expr.Input in) {
            return in.index();
        }
        boolean isForAll = filter == null || argument instanceof Expr.Literal;
        Expr expr = isForAll
                ? argument
                : new Expr.Case(List.of(filter, argument, Expr.Literal.ofNull(argument.type())), argument.type());
        int known = expressions.indexOf(expr);
        if (known < 0) {
            known = expressions.size();
            expressions.add(expr);
            columns.add(numbers.column("argument", expr.type(), true));
        }
        return columns.get(known).id();
    }

    Lowered computed() {
        if (columns.isEmpty()) {
            return input;
        }
        List<Expr> all = new ArrayList<>();
        input.columns().forEach(c -> all.add(input.positional(c.reference())));
        expressions.forEach(e -> all.add(input.positional(e)));
        List<Column> allColumns = new ArrayList<>(input.columns());
        allColumns.addAll(columns);
        return input.with(nodes.project(input.plan(), all, Lowered.schema(allColumns)), allColumns);
    }
}

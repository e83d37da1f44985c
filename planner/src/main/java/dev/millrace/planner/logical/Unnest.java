package dev.millrace.planner.logical;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.millrace.executor.plan.Expr;

/** Each row once for every element of an array computed from it; see {@code Plan.Unnest}. */
public record Unnest(Rel input, Expr array, Column element) implements Rel {
    @Override
    public List<Column> columns() {
        List<Column> all = new ArrayList<>(input.columns());
        all.add(element);
        return all;
    }

    @Override
    public List<Rel> inputs() {
        return List.of(input);
    }

    @Override
    public Rel withInputs(List<Rel> inputs) {
        return new Unnest(inputs.getFirst(), array, element);
    }

    @Override
    public List<Expr> expressions() {
        return List.of(array);
    }

    @Override
    public Rel withExpressions(UnaryOperator<Expr> rewrite) {
        return new Unnest(input, rewrite.apply(array), element);
    }
}

package dev.millrace.planner.logical;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.millrace.executor.plan.Expr;

/**
 * Each row once for every element of arrays computed from it, walked in step; see {@code Plan.Unnest}.
 *
 * @param elements a column for each array
 * @param number column that gets the elements' number, or null
 */
public record Unnest(Rel input, List<Expr> arrays, List<Column> elements, Column number) implements Rel {

    public Unnest {
        arrays = List.copyOf(arrays);
        elements = List.copyOf(elements);
    }

    /** What comes to the input's columns. */
    public List<Column> added() {
        List<Column> added = new ArrayList<>(elements);
        if (number != null) {
            added.add(number);
        }
        return added;
    }

    @Override
    public List<Column> columns() {
        List<Column> all = new ArrayList<>(input.columns());
        all.addAll(added());
        return all;
    }

    @Override
    public List<Rel> inputs() {
        return List.of(input);
    }

    @Override
    public Rel withInputs(List<Rel> inputs) {
        return new Unnest(inputs.getFirst(), arrays, elements, number);
    }

    @Override
    public List<Expr> expressions() {
        return arrays;
    }

    @Override
    public Rel withExpressions(UnaryOperator<Expr> rewrite) {
        return new Unnest(input, arrays.stream().map(rewrite).toList(), elements, number);
    }
}

package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.Unnest;

/**
 * The set-returning functions of a select list. Those that need no other are walked in step, NULL where one has ended;
 * above each of their rows those whose arguments they are, and so on.
 */
final class Expansions {

    private record Expansion(Expr array, Column element) {}

    private final List<List<Expansion>> levels = new ArrayList<>();
    private int calls;
    private SqlNode last;

    /** How many calls there have been. */
    int calls() {
        return calls;
    }

    /** The last one of them. */
    SqlNode last() {
        return last;
    }

    /** The column of an array's elements; equal calls have one. */
    Column add(Expr array, SqlNode call, Supplier<Column> made) {
        calls++;
        last = call;
        BitSet read = Expressions.columns(array);
        int level = 0;
        for (int i = 0; i < levels.size(); i++) {
            for (Expansion below : levels.get(i)) {
                if (below.array().equals(array)) {
                    return below.element();
                }
                level = read.get(below.element().id()) ? i + 1 : level;
            }
        }
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        Column element = made.get();
        levels.get(level).add(new Expansion(array, element));
        return element;
    }

    /** Whether an expression is made of what one of the functions gives. */
    boolean isReadBy(Expr expr) {
        BitSet read = Expressions.columns(expr);
        return levels.stream().flatMap(List::stream).anyMatch(one -> read.get(one.element().id()));
    }

    /** As {@link #expand}, below groups: above them nothing is left to be done. */
    Rel expandNow(Rel rel) {
        Rel expanded = expand(rel, UnaryOperator.identity());
        levels.clear();
        return expanded;
    }

    /** The relation with the functions' rows; {@code rewrite} says arrays in the relation's terms. */
    Rel expand(Rel rel, UnaryOperator<Expr> rewrite) {
        Rel expanded = rel;
        for (List<Expansion> level : levels) {
            expanded = new Unnest(
                    expanded,
                    level.stream().map(expansion -> rewrite.apply(expansion.array())).toList(),
                    level.stream().map(Expansion::element).toList(),
                    null);
        }
        return expanded;
    }
}

package dev.millrace.planner.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.ColumnNumbers;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/**
 * The clock where no timer can watch it: in a select list, in the condition of an outer join, in a condition that may
 * change more than once. What is made of the clock alone becomes a row, a relation of its own that changes by itself;
 * joined with the rows that need it, it makes the clock a column like any other.
 */
final class ClockColumns {

    private final ColumnNumbers numbers;
    private final TimeBounds bounds;
    private final Keeping keeping;
    private final Map<Expr, Column> columns = new LinkedHashMap<>();

    ClockColumns(ColumnNumbers numbers, Keeping keeping) {
        this.numbers = numbers;
        this.keeping = keeping;
        this.bounds = new TimeBounds(keeping);
    }

    /** The same relation where timers or a column say what the clock is; itself when they do. */
    Rel of(Rel rel) {
        if (rel instanceof Rel.Values || rel.expressions().stream().noneMatch(Expr::asksClock)) {
            return rel;
        }
        return switch (rel) {
            case Rel.Filter filter -> filter(filter);
            case Rel.Join join when join.kind() == JoinKind.INNER -> inner(join);
            case Rel.Join join -> {
                Rel.Join rewritten = (Rel.Join) join.withExpressions(this::replaced);
                Rel right = withClock(join.right());
                yield Rel.Project.of(
                        new Rel.Join(join.left(), right, join.kind(), rewritten.condition()), join.columns());
            }
            case Rel other -> ofOne(other);
        };
    }

    private Rel ofOne(Rel rel) {
        if (rel.inputs().size() != 1) {
            throw keeping.refusal();
        }
        Rel rewritten = rel.withExpressions(this::replaced);
        Rel input = withClock(rel.inputs().getFirst());
        return Rel.Project.of(rewritten.withInputs(List.of(input)), rel.columns());
    }

    private Rel filter(Rel.Filter filter) {
        List<Expr> left = new ArrayList<>();
        List<Expr> moved = new ArrayList<>();
        deal(filter.condition(), left, moved);
        if (moved.isEmpty()) {
            return filter;
        }
        Rel input = left.isEmpty() ? filter.input() : new Rel.Filter(filter.input(), Expressions.and(left));
        Expr condition = Expressions.and(moved.stream().map(this::replaced).toList());
        return Rel.Project.of(new Rel.Filter(withClock(input), condition), filter.columns());
    }

    private Rel inner(Rel.Join join) {
        List<Expr> left = new ArrayList<>();
        List<Expr> moved = new ArrayList<>();
        deal(join.condition(), left, moved);
        return moved.isEmpty()
                ? join
                : filter(new Rel.Filter(
                        new Rel.Join(join.left(), join.right(), join.kind(), Expressions.and(left)),
                        Expressions.and(moved)));
    }

    private void deal(Expr condition, List<Expr> left, List<Expr> moved) {
        for (Expr conjunct : Expressions.conjuncts(condition)) {
            (conjunct.asksClock() && !bounds.keep(conjunct) ? moved : left).add(conjunct);
        }
    }

    private Rel withClock(Rel input) {
        Rel clock = new Rel.Values(List.of(List.copyOf(columns.keySet())), List.copyOf(columns.values()));
        return new Rel.Join(input, clock, JoinKind.INNER, Expr.Literal.TRUE);
    }

    /** The largest parts that are made of the clock alone as columns: the fewer of them change, the better. */
    private Expr replaced(Expr expr) {
        if (!expr.asksClock()) {
            return expr;
        }
        if (expr instanceof Expr.Now || Expressions.columns(expr).isEmpty()) {
            return columns.computeIfAbsent(expr, part -> numbers.column("clock", part.type(), true)).reference();
        }
        // Of CASE and COALESCE only what cannot fail may be computed for all rows.
        boolean isLazy = expr instanceof Expr.Case || expr instanceof Expr.Coalesce;
        return expr.withOperands(
                expr.operands().stream().map(isLazy ? this::moments : this::replaced).toList());
    }

    private Expr moments(Expr expr) {
        return expr.rewrite(part -> part instanceof Expr.Now ? replaced(part) : part);
    }
}

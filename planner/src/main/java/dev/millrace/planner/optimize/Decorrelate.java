package dev.millrace.planner.optimize;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FoldCall;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.AsofJoin;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.ColumnNumbers;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.KeyedProcess;
import dev.millrace.planner.logical.LookupJoin;
import dev.millrace.planner.logical.RecursiveUnion;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.SessionWindow;
import dev.millrace.planner.logical.Unnest;
import dev.millrace.planner.logical.Window;

/**
 * Turns every Apply into a join, innermost first. Where the subquery says how it depends on the outer row by conditions
 * that can rise to its top ({@link PullUp}), they become the join's condition. Otherwise the subquery is computed for
 * the
 * set of all outer values at once ({@link DomainPush}; Neumann and Kemper, "Unnesting Arbitrary Queries", 2015).
 */
final class Decorrelate implements Passes.Pass {

    private final FunctionFacts facts;
    private final ColumnNumbers numbers;

    Decorrelate(FunctionFacts facts, ColumnNumbers numbers) {
        this.facts = facts;
        this.numbers = numbers;
    }

    @Override
    public Rel apply(Rel rel) {
        Rel sunk = rel instanceof Rel.Filter filter ? sink(filter) : rel;
        List<Rel> inputs = sunk.inputs().stream().map(this::apply).toList();
        Rel over = inputs.isEmpty() ? sunk : sunk.withInputs(inputs);
        return over instanceof Rel.Apply apply ? unnest(apply) : over;
    }

    /** Conditions on outer rows alone go below the subqueries: these are computed for no more rows than they let by. */
    private Rel sink(Rel.Filter filter) {
        if (!(filter.input() instanceof Rel.Apply apply)) {
            return filter;
        }
        BitSet outer = Expressions.columns(apply.left());
        List<Expr> below = new ArrayList<>();
        List<Expr> kept = new ArrayList<>();
        for (Expr condition : Expressions.conjuncts(filter.condition())) {
            (facts.goesBelow(condition, outer) ? below : kept).add(condition);
        }
        if (below.isEmpty()) {
            return filter;
        }
        Rel left = sink(new Rel.Filter(apply.left(), Expressions.and(below)));
        Rel over = apply.withInputs(List.of(left, apply.right()));
        return kept.isEmpty() ? over : new Rel.Filter(over, Expressions.and(kept));
    }

    private Rel unnest(Rel.Apply apply) {
        if (apply.right() instanceof Unnest elements
                && apply.kind() == JoinKind.INNER
                && Expressions.isTrue(apply.condition())
                && elements.input() instanceof Rel.Values values
                && values.rows().size() == 1
                && values.columns().isEmpty()) {
            return elements.withInputs(List.of(apply.left()));
        }
        BitSet outer = Expressions.columns(apply.left());
        BitSet free = Expressions.free(apply.right());
        free.and(outer);
        if (free.isEmpty()) {
            boolean isOneRow = apply.kind() == JoinKind.LEFT
                    && Expressions.isTrue(apply.condition())
                    && isAlwaysOneRow(apply.right());
            return new Rel.Join(
                    apply.left(), apply.right(), isOneRow ? JoinKind.INNER : apply.kind(), apply.condition());
        }
        PullUp pullUp = new PullUp(outer, numbers);
        Rel scalar = pullUp.scalar(apply);
        if (scalar != null) {
            return scalar;
        }
        PullUp.Pulled pulled =
                apply.kind().isLeftOnly() ? pullUp.pullExisting(apply.right()) : pullUp.pull(apply.right());
        if (pulled != null) {
            List<Expr> conditions = new ArrayList<>(pulled.conditions());
            conditions.addAll(Expressions.conjuncts(apply.condition()));
            return new Rel.Join(apply.left(), pulled.rel(), apply.kind(), Expressions.and(conditions));
        }
        return overDomain(apply, free);
    }

    private static boolean isAlwaysOneRow(Rel rel) {
        return switch (rel) {
            case Rel.Project project -> isAlwaysOneRow(project.input());
            case Rel.Aggregate aggregate -> aggregate.keys().isEmpty();
            case Rel.Values values -> values.rows().size() == 1;
            case Rel.Join join ->
                join.kind() == JoinKind.INNER
                        && Expressions.isTrue(join.condition())
                        && isAlwaysOneRow(join.left())
                        && isAlwaysOneRow(join.right());
            case Rel.Get get -> false;
            case Rel.Filter filter -> false;
            case Rel.Apply apply -> false;
            case Rel.Distinct distinct -> false;
            case Rel.Union union -> false;
            case Rel.SetOperation operation -> false;
            case Rel.TopK topK -> false;
            case Rel.Hop hop -> false;
            case Unnest unnest -> false;
            case SessionWindow session -> false;
            case KeyedProcess process -> false;
            case AsofJoin join -> false;
            case LookupJoin join -> false;
            case RecursiveUnion union -> false;
            case RecursiveUnion.Reference reference -> false;
            case Window window -> isAlwaysOneRow(window.input());
        };
    }

    private Rel overDomain(Rel.Apply apply, BitSet free) {
        List<Column> outer =
                apply.left().columns().stream().filter(c -> free.get(c.id())).toList();
        List<Column> copies = outer.stream().map(numbers::copyOf).toList();
        Map<Integer, Expr> renaming = new HashMap<>();
        List<Expr> conditions = new ArrayList<>();
        List<Expr> references = new ArrayList<>();
        for (int i = 0; i < outer.size(); i++) {
            renaming.put(outer.get(i).id(), copies.get(i).reference());
            references.add(outer.get(i).reference());
            conditions.add(new Expr.IsNotDistinct(outer.get(i).reference(), copies.get(i).reference()));
        }
        Rel domain = new Rel.Distinct(new Rel.Project(apply.left(), references, copies));
        Rel right = new DomainPush(domain, numbers).push(Expressions.substitute(apply.right(), renaming));
        conditions.addAll(Expressions.conjuncts(apply.condition()));
        return new Rel.Join(apply.left(), right, apply.kind(), Expressions.and(conditions));
    }

    /**
     * A left join with grouped aggregates stands for aggregates over possibly no rows: NULL where no group was found is
     * right for all of them but counts, which are 0 then, and ranks, for a row that is not there is the first of none.
     */
    static Rel withEmptyGroups(Rel.Join join, Rel.Aggregate aggregate, ColumnNumbers numbers) {
        List<Expr> expressions = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        Map<Integer, Expr> ofNone = new HashMap<>();
        List<Rel.Call> calls = new ArrayList<>();
        Column rows = null;
        for (Rel.Call call : aggregate.calls()) {
            Expr value = ofNoRows(call);
            Column inner = value == null ? call.column() : numbers.copyOf(call.column()).asNullable();
            calls.add(new Rel.Call(
                    inner, call.function(), call.arguments(), call.distinct(), call.filter(), call.order()));
            if (value == null) {
                continue;
            }
            SqlType type = call.column().type();
            if (FoldCall.is(call.function())) {
                rows = rows == null ? numbers.column("rows", SqlType.BIGINT, true) : rows;
                ofNone.put(call.column().id(), new Expr.Case(
                        List.of(new Expr.IsNull(rows.reference()), value, inner.reference()), type));
            } else {
                ofNone.put(call.column().id(), new Expr.Coalesce(List.of(inner.reference(), value), type));
            }
        }
        if (ofNone.isEmpty()) {
            return join;
        }
        if (rows != null) {
            calls.add(new Rel.Call(rows, "count()", List.of(), false, null, List.of()));
        }
        Rel groups = new Rel.Aggregate(aggregate.input(), aggregate.keys(), calls);
        Rel renamed = new Rel.Join(join.left(), groups, JoinKind.LEFT, join.condition());
        for (Column column : join.columns()) {
            columns.add(column);
            expressions.add(ofNone.getOrDefault(column.id(), column.reference()));
        }
        return new Rel.Project(renamed, expressions, notNull(columns, ofNone));
    }

    /** What the aggregate is of no rows, where that is not NULL. */
    private static Expr ofNoRows(Rel.Call call) {
        if (FoldCall.is(call.function())) {
            return ofNoRows(FoldCall.of(call.function()).steps());
        }
        return switch (call.function().substring(0, call.function().indexOf('('))) {
            case "count", "regr_count" -> new Expr.Literal(0L, SqlType.BIGINT);
            case "hypothetical rank", "hypothetical dense_rank" -> new Expr.Literal(1L, SqlType.BIGINT);
            case "hypothetical percent_rank" -> new Expr.Literal(0.0, SqlType.DOUBLE);
            case "hypothetical cume_dist" -> new Expr.Literal(1.0, SqlType.DOUBLE);
            default -> null;
        };
    }

    private static Expr ofNoRows(FoldCall.Steps steps) {
        if (steps.initial() == null && (steps.result() == null || steps.isResultStrict())) {
            return null;
        }
        Expr state = steps.initial() == null ? Expr.Literal.ofNull(steps.state()) : steps.initial();
        return steps.result() == null ? state : Expressions.substitute(steps.result(), Map.of(0, state));
    }

    private static List<Column> notNull(List<Column> columns, Map<Integer, Expr> ofNone) {
        return columns.stream()
                .map(c -> ofNone.get(c.id()) instanceof Expr.Coalesce
                        ? new Column(c.id(), c.name(), c.type(), false)
                        : c)
                .toList();
    }
}

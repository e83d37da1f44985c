package dev.millrace.planner.optimize;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.planner.Effort;
import dev.millrace.planner.logical.AsofJoin;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.KeyedProcess;
import dev.millrace.planner.logical.LookupJoin;
import dev.millrace.planner.logical.RecursiveUnion;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.SessionWindow;
import dev.millrace.planner.logical.Unnest;
import dev.millrace.planner.logical.Window;

/**
 * Moves every condition as far down as it holds: through projections, into joins and through them, below groups, into
 * the
 * branches of unions. On the way outer joins whose NULL rows no condition lets through become inner ones, equalities
 * pass
 * constants on to the other side, and a bound on a row number becomes the limit of a top-k.
 */
final class PushFilters implements Passes.Pass {

    private final FunctionFacts facts;
    private final NullRejection rejection;
    private final Effort effort;

    PushFilters(FunctionFacts facts, Effort effort) {
        this.facts = facts;
        this.effort = effort;
        this.rejection = new NullRejection(facts);
    }

    @Override
    public Rel apply(Rel rel) {
        return push(rel, List.of());
    }

    private static Rel filtered(Rel rel, List<Expr> conditions) {
        return conditions.isEmpty() ? rel : new Rel.Filter(rel, Expressions.and(conditions));
    }

    private Rel push(Rel rel, List<Expr> conditions) {
        return switch (rel) {
            case Rel.Get get -> filtered(get, conditions);
            case Rel.Values values -> filtered(values, conditions);
            case Rel.Filter filter -> {
                List<Expr> all = new ArrayList<>(conditions);
                all.addAll(Expressions.conjuncts(filter.condition()));
                yield push(filter.input(), all);
            }
            case Rel.Project project -> project(project, conditions);
            case Rel.Join join -> join(join, conditions);
            case Rel.Apply apply -> throw new IllegalStateException("subqueries are gone here");
            case Rel.Aggregate aggregate -> {
                BitSet keys = new BitSet();
                aggregate.keys().forEach(key -> keys.set(key.id()));
                yield below(aggregate, conditions, keys);
            }
            case Rel.Distinct distinct -> new Rel.Distinct(push(distinct.input(), conditions));
            case Rel.Union union -> union(union, conditions);
            case Rel.SetOperation operation -> setOperation(operation, conditions);
            case Rel.TopK topK -> topK(topK, conditions);
            case Window window -> {
                BitSet partition = new BitSet();
                window.partition().forEach(partition::set);
                yield below(window, conditions, partition);
            }
            case SessionWindow session -> {
                BitSet partition = new BitSet();
                session.partition().forEach(partition::set);
                yield below(session, conditions, partition);
            }
            case KeyedProcess process -> {
                BitSet partition = new BitSet();
                if (process.initial() == null) {
                    process.partition().forEach(partition::set);
                }
                yield below(process, conditions, partition);
            }
            // Which right row is the nearest one, no condition may change.
            case AsofJoin join -> below(join, conditions, Expressions.columns(join.left()));
            case LookupJoin join -> below(join, conditions, Expressions.columns(join.left()));
            case RecursiveUnion.Reference reference -> filtered(reference, conditions);
            case RecursiveUnion union -> filtered(
                    union.withInputs(List.of(push(union.base(), List.of()), push(union.term(), List.of()))),
                    conditions);
            case Unnest unnest -> below(unnest, conditions, Expressions.columns(unnest.input()));
            case Rel.Hop hop -> below(hop, conditions, Expressions.columns(hop.input()));
        };
    }

    /**
     * Conditions that read only {@code passable} columns, and any at all, go below, into the first input; the rest
     * stays above.
     */
    private Rel below(Rel rel, List<Expr> conditions, BitSet passable) {
        List<Expr> passed = new ArrayList<>();
        List<Expr> kept = new ArrayList<>();
        for (Expr condition : conditions) {
            (facts.goesBelow(condition, passable) ? passed : kept).add(condition);
        }
        List<Rel> inputs = new ArrayList<>();
        for (Rel input : rel.inputs()) {
            inputs.add(push(input, inputs.isEmpty() ? passed : List.of()));
        }
        return filtered(rel.withInputs(inputs), kept);
    }

    private Rel project(Rel.Project project, List<Expr> conditions) {
        Map<Integer, Expr> definitions = MergeProjects.definitions(project);
        List<Expr> passed = new ArrayList<>();
        List<Expr> kept = new ArrayList<>();
        for (Expr condition : conditions) {
            Expr below = Expressions.substitute(condition, definitions);
            if (facts.isRepeatable(below)) {
                passed.add(below);
            } else {
                kept.add(condition);
            }
        }
        return filtered(project.withInputs(List.of(push(project.input(), passed))), kept);
    }

    // ---- joins ------------------------------------------------------------------------------------------------------

    private Rel join(Rel.Join join, List<Expr> conditions) {
        effort.check(); // hundreds of joins look at thousands of conditions each
        JoinKind kind = simplified(join, conditions);
        BitSet left = Expressions.columns(join.left());
        BitSet right = Expressions.columns(join.right());
        List<Expr> toLeft = new ArrayList<>();
        List<Expr> toRight = new ArrayList<>();
        List<Expr> above = new ArrayList<>();
        List<Expr> on = new ArrayList<>();
        List<Expr> own = new ArrayList<>(Expressions.conjuncts(join.condition()));
        if (kind == JoinKind.INNER) {
            own.addAll(conditions);
            own = withTransitive(own);
            for (Expr condition : own) {
                if (!facts.isRepeatable(condition)) {
                    above.add(condition);
                } else if (Expressions.readsOnly(condition, left)) {
                    toLeft.add(condition);
                } else if (Expressions.readsOnly(condition, right)) {
                    toRight.add(condition);
                } else {
                    on.add(condition);
                }
            }
        } else {
            boolean leftPasses = !kind.keepsUnmatchedRight();
            boolean rightPasses = kind == JoinKind.RIGHT;
            for (Expr condition : conditions) {
                boolean isRepeatable = facts.isRepeatable(condition);
                if (leftPasses && isRepeatable && Expressions.readsOnly(condition, left)) {
                    toLeft.add(condition);
                } else if (rightPasses && isRepeatable && Expressions.readsOnly(condition, right)) {
                    toRight.add(condition);
                } else {
                    above.add(condition);
                }
            }
            // A side whose unmatched rows go can be filtered by the join's own condition.
            boolean leftFilters = kind == JoinKind.RIGHT || kind == JoinKind.SEMI;
            boolean rightFilters = kind == JoinKind.LEFT || kind.isLeftOnly();
            for (Expr condition : withTransitive(own)) {
                boolean isRepeatable = facts.isRepeatable(condition);
                if (leftFilters && isRepeatable && Expressions.readsOnly(condition, left)) {
                    toLeft.add(condition);
                } else if (rightFilters && isRepeatable && Expressions.readsOnly(condition, right)) {
                    toRight.add(condition);
                } else if (own.contains(condition)) {
                    on.add(condition);
                }
            }
        }
        Rel pushed = new Rel.Join(push(join.left(), toLeft), push(join.right(), toRight), kind, Expressions.and(on));
        return filtered(pushed, above);
    }

    /** The kind of join that is left when the conditions above let no row through that one side lacks. */
    private JoinKind simplified(Rel.Join join, List<Expr> conditions) {
        JoinKind kind = join.kind();
        if (kind == JoinKind.INNER || kind.isLeftOnly()) {
            return kind;
        }
        BitSet left = Expressions.columns(join.left());
        BitSet right = Expressions.columns(join.right());
        boolean rejectsNoRight = conditions.stream().anyMatch(c -> rejection.rejects(c, right));
        boolean rejectsNoLeft = conditions.stream().anyMatch(c -> rejection.rejects(c, left));
        boolean keepsLeft = kind.keepsUnmatchedLeft() && !rejectsNoRight;
        boolean keepsRight = kind.keepsUnmatchedRight() && !rejectsNoLeft;
        if (keepsLeft) {
            return keepsRight ? JoinKind.FULL : JoinKind.LEFT;
        }
        return keepsRight ? JoinKind.RIGHT : JoinKind.INNER;
    }

    /** {@code a = b AND a = 5} also says {@code b = 5}; likewise for every comparison of one column with constants. */
    private static List<Expr> withTransitive(List<Expr> conditions) {
        Map<Integer, Set<Expr.Input>> equals = new HashMap<>();
        for (Expr condition : conditions) {
            if (FunctionFacts.isEquality(condition)
                    && condition.operands().get(0) instanceof Expr.Input a
                    && condition.operands().get(1) instanceof Expr.Input b
                    && a.type().equals(b.type())) {
                equals.computeIfAbsent(a.index(), key -> new LinkedHashSet<>()).add(b);
                equals.computeIfAbsent(b.index(), key -> new LinkedHashSet<>()).add(a);
            }
        }
        if (equals.isEmpty()) {
            return conditions;
        }
        Set<Expr> all = new LinkedHashSet<>(conditions);
        for (Expr condition : conditions) {
            BitSet read = Expressions.columns(condition);
            if (read.cardinality() != 1 || !isComparisonWithConstants(condition)) {
                continue;
            }
            int column = read.nextSetBit(0);
            for (Expr.Input other : reachable(column, equals)) {
                all.add(Expressions.substitute(condition, Map.of(column, other)));
            }
        }
        return List.copyOf(all);
    }

    private static Set<Expr.Input> reachable(int column, Map<Integer, Set<Expr.Input>> equals) {
        Set<Expr.Input> found = new LinkedHashSet<>();
        List<Integer> pending = new ArrayList<>(List.of(column));
        while (!pending.isEmpty()) {
            for (Expr.Input next : equals.getOrDefault(pending.removeLast(), Set.of())) {
                if (next.index() != column && found.add(next)) {
                    pending.add(next.index());
                }
            }
        }
        return found;
    }

    private static boolean isComparisonWithConstants(Expr condition) {
        boolean isComparison = condition instanceof Expr.InList
                || condition instanceof Expr.Call call && call.function().matches("(=|<|>|<=|>=)\\(.*");
        return isComparison
                && condition.operands().getFirst() instanceof Expr.Input
                && condition.operands().stream()
                        .skip(1)
                        .allMatch(o -> o instanceof Expr.Literal || o instanceof Expr.Parameter);
    }

    // ---- the others -------------------------------------------------------------------------------------------------

    private Rel union(Rel.Union union, List<Expr> conditions) {
        List<Expr> passed = conditions.stream().filter(facts::isRepeatable).toList();
        List<Expr> kept = conditions.stream().filter(c -> !facts.isRepeatable(c)).toList();
        List<Rel> inputs = new ArrayList<>();
        for (int i = 0; i < union.inputs().size(); i++) {
            Map<Integer, Expr> renaming = renaming(union.columns(), union.sources().get(i));
            inputs.add(push(
                    union.inputs().get(i),
                    passed.stream().map(c -> Expressions.substitute(c, renaming)).toList()));
        }
        return filtered(union.withInputs(inputs), kept);
    }

    private static Map<Integer, Expr> renaming(List<Column> columns, List<Integer> sources) {
        Map<Integer, Expr> renaming = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            renaming.put(columns.get(i).id(), new Expr.Input(sources.get(i), columns.get(i).type()));
        }
        return renaming;
    }

    private Rel setOperation(Rel.SetOperation operation, List<Expr> conditions) {
        List<Expr> passed = conditions.stream().filter(facts::isRepeatable).toList();
        List<Expr> kept = conditions.stream().filter(c -> !facts.isRepeatable(c)).toList();
        Map<Integer, Expr> toLeft = renaming(operation.columns(), operation.leftSources());
        Map<Integer, Expr> toRight = renaming(operation.columns(), operation.rightSources());
        List<Expr> left = passed.stream().map(c -> Expressions.substitute(c, toLeft)).toList();
        List<Expr> right = passed.stream().map(c -> Expressions.substitute(c, toRight)).toList();
        return filtered(
                operation.withInputs(List.of(push(operation.left(), left), push(operation.right(), right))), kept);
    }

    private Rel topK(Rel.TopK topK, List<Expr> conditions) {
        BitSet partition = new BitSet();
        topK.partition().forEach(partition::set);
        Rel.TopK bounded = topK;
        List<Expr> rest = new ArrayList<>();
        for (Expr condition : conditions) {
            RankBound bound = topK.rank() == null || topK.offset() != 0 ? null : RankBound.of(condition, topK.rank());
            if (bound == null) {
                rest.add(condition);
                continue;
            }
            long limit = bounded.limit() < 0 ? bound.last() : Math.min(bounded.limit(), bound.last());
            bounded = new Rel.TopK(
                    topK.input(), topK.partition(), topK.order(), 0, Math.max(limit, 0), false, topK.rank());
            if (!bound.isExact()) {
                rest.add(condition);
            }
        }
        return below(bounded, rest, partition);
    }
}

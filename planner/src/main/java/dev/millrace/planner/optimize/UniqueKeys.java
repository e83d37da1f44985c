package dev.millrace.planner.optimize;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
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

/** Sets of columns whose values are different in every row of a relation, as far as its plan proves it. */
public final class UniqueKeys {

    /** More than this many are not worth remembering. */
    private static final int KEYS_MAX = 8;

    private UniqueKeys() {}

    /** The keys, smallest first; an empty set means there is at most one row. */
    public static List<BitSet> of(Rel rel) {
        List<BitSet> keys = switch (rel) {
            case Rel.Get get -> get(get);
            case Rel.Values values -> values.rows().size() <= 1 ? List.of(new BitSet()) : List.of();
            case Rel.Filter filter -> of(filter.input());
            case Rel.Project project -> project(project);
            case Rel.Join join -> join(join);
            case Rel.Apply apply -> List.of();
            case Rel.Aggregate aggregate -> List.of(ids(aggregate.keys()));
            case Rel.Distinct distinct -> with(of(distinct.input()), ids(distinct.columns()));
            case Rel.Union union -> List.of();
            case Rel.SetOperation operation -> operation.all() ? List.of() : List.of(ids(operation.columns()));
            case Rel.TopK topK -> topK(topK);
            case Window window -> of(window.input());
            case SessionWindow session -> of(session.input());
            case KeyedProcess process -> List.<BitSet>of();
            case AsofJoin join -> of(join.left());
            // What was unique in the dimension need not have been when the row came.
            case LookupJoin join -> List.<BitSet>of();
            case Unnest unnest -> List.<BitSet>of();
            case RecursiveUnion union -> union.all() ? List.of() : List.of(ids(union.columns()));
            case RecursiveUnion.Reference reference -> List.of();
            case Rel.Hop hop -> of(hop.input()).stream().map(key -> union(key, ids(List.of(hop.start())))).toList();
        };
        return keys.stream()
                .distinct()
                .sorted((a, b) -> Integer.compare(a.cardinality(), b.cardinality()))
                .limit(KEYS_MAX)
                .toList();
    }

    private static BitSet ids(List<Column> columns) {
        BitSet ids = new BitSet();
        columns.forEach(column -> ids.set(column.id()));
        return ids;
    }

    private static BitSet union(BitSet a, BitSet b) {
        BitSet both = (BitSet) a.clone();
        both.or(b);
        return both;
    }

    private static List<BitSet> with(List<BitSet> keys, BitSet more) {
        List<BitSet> all = new ArrayList<>(keys);
        all.add(more);
        return all;
    }

    private static List<BitSet> get(Rel.Get get) {
        if (get.relation().key().isEmpty()) {
            return List.of();
        }
        BitSet key = new BitSet();
        for (int position : get.relation().key()) {
            int at = get.positions().indexOf(position);
            if (at < 0) {
                return List.of();
            }
            key.set(get.columns().get(at).id());
        }
        return List.of(key);
    }

    private static List<BitSet> project(Rel.Project project) {
        Map<Integer, Integer> renamed = new HashMap<>();
        for (int i = 0; i < project.columns().size(); i++) {
            if (project.expressions().get(i) instanceof Expr.Input input) {
                renamed.putIfAbsent(input.index(), project.columns().get(i).id());
            }
        }
        List<BitSet> keys = new ArrayList<>();
        for (BitSet key : of(project.input())) {
            if (key.stream().allMatch(renamed::containsKey)) {
                BitSet mapped = new BitSet();
                key.stream().forEach(id -> mapped.set(renamed.get(id)));
                keys.add(mapped);
            }
        }
        return keys;
    }

    private static List<BitSet> join(Rel.Join join) {
        List<BitSet> left = of(join.left());
        if (join.kind().isLeftOnly()) {
            return left;
        }
        List<BitSet> right = of(join.right());
        List<BitSet> keys = new ArrayList<>();
        // A side that is matched at most once by each row of the other leaves the other's keys as they are.
        if (isMatchedOnce(join, join.right(), right) && !join.kind().keepsUnmatchedRight()) {
            keys.addAll(left);
        }
        if (isMatchedOnce(join, join.left(), left) && !join.kind().keepsUnmatchedLeft()) {
            keys.addAll(right);
        }
        if (join.kind() != JoinKind.FULL) {
            for (BitSet l : left) {
                right.forEach(r -> keys.add(union(l, r)));
            }
        }
        return keys;
    }

    private static boolean isMatchedOnce(Rel.Join join, Rel side, List<BitSet> keys) {
        BitSet own = Expressions.columns(side);
        BitSet equated = new BitSet();
        for (Expr condition : Expressions.conjuncts(join.condition())) {
            if (!FunctionFacts.isEquality(condition)) {
                continue;
            }
            Expr a = condition.operands().get(0);
            Expr b = condition.operands().get(1);
            if (a instanceof Expr.Input in && own.get(in.index()) && !Expressions.reads(b, own::get)) {
                equated.set(in.index());
            } else if (b instanceof Expr.Input in && own.get(in.index()) && !Expressions.reads(a, own::get)) {
                equated.set(in.index());
            }
        }
        return keys.stream().anyMatch(key -> key.stream().allMatch(equated::get));
    }

    private static List<BitSet> topK(Rel.TopK topK) {
        BitSet partition = new BitSet();
        topK.partition().forEach(partition::set);
        List<BitSet> keys = of(topK.input());
        if (topK.limit() == 1 && !topK.withTies()) {
            keys = with(keys, partition);
        }
        if (topK.rank() != null) {
            keys = with(keys, union(partition, ids(List.of(topK.rank()))));
        }
        return keys;
    }
}

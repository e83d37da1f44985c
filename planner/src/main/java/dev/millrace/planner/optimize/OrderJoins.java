package dev.millrace.planner.optimize;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JoinKind;
import dev.millrace.planner.Effort;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/**
 * Orders the inputs of adjacent inner joins so that each next one is connected to those before it by an equality, where
 * there is one: a cross product never comes before the last resort. Of several connected inputs one that is joined by
 * its
 * whole key comes first (it adds no rows), then one that is filtered, then the one written first.
 */
final class OrderJoins implements Passes.Pass {

    private final Effort effort;

    OrderJoins(Effort effort) {
        this.effort = effort;
    }

    @Override
    public Rel apply(Rel rel) {
        if (!(rel instanceof Rel.Join join) || join.kind() != JoinKind.INNER) {
            List<Rel> inputs = rel.inputs().stream().map(this::apply).toList();
            return inputs.isEmpty() ? rel : rel.withInputs(inputs);
        }
        List<Rel> inputs = new ArrayList<>();
        List<Expr> conditions = new ArrayList<>();
        flatten(join, inputs, conditions);
        return inputs.size() < 3
                ? new Rel.Join(inputs.get(0), inputs.get(1), JoinKind.INNER, Expressions.and(conditions))
                : order(inputs, conditions);
    }

    private void flatten(Rel rel, List<Rel> inputs, List<Expr> conditions) {
        if (rel instanceof Rel.Join join && join.kind() == JoinKind.INNER) {
            flatten(join.left(), inputs, conditions);
            flatten(join.right(), inputs, conditions);
            conditions.addAll(Expressions.conjuncts(join.condition()));
        } else if (rel instanceof Rel.Filter filter
                && filter.input() instanceof Rel.Join inner
                && inner.kind() == JoinKind.INNER) {
            flatten(inner, inputs, conditions);
            conditions.addAll(Expressions.conjuncts(filter.condition()));
        } else {
            inputs.add(apply(rel));
        }
    }

    private Rel order(List<Rel> all, List<Expr> conditions) {
        List<Rel> inputs = new ArrayList<>(all);
        List<Expr> open = new ArrayList<>(conditions);
        Rel joined = null;
        while (!inputs.isEmpty()) {
            // One connected group after the other; groups meet in cross products at the end.
            Rel group = takeFirst(inputs, open);
            BitSet columns = Expressions.columns(group);
            for (Rel next = takeConnected(inputs, columns, open);
                    next != null;
                    next = takeConnected(inputs, columns, open)) {
                columns.or(Expressions.columns(next));
                group = new Rel.Join(group, next, JoinKind.INNER, Expressions.and(takeCovered(open, columns)));
            }
            if (joined == null) {
                joined = group;
            } else {
                BitSet both = Expressions.columns(joined);
                both.or(columns);
                joined = new Rel.Join(joined, group, JoinKind.INNER, Expressions.and(takeCovered(open, both)));
            }
        }
        return open.isEmpty() ? joined : new Rel.Filter(joined, Expressions.and(open));
    }

    /** The first input of a group: a filtered one that something is joined to, or the first as written. */
    private static Rel takeFirst(List<Rel> inputs, List<Expr> open) {
        for (Rel input : inputs) {
            BitSet columns = Expressions.columns(input);
            boolean isJoined = open.stream()
                    .anyMatch(c -> FunctionFacts.isEquality(c) && Expressions.reads(c, columns::get));
            if (isJoined && input instanceof Rel.Filter) {
                inputs.remove(input);
                return input;
            }
        }
        return inputs.removeFirst();
    }

    private Rel takeConnected(List<Rel> inputs, BitSet columns, List<Expr> open) {
        Rel best = null;
        int bestRank = Integer.MAX_VALUE;
        for (Rel input : inputs) {
            effort.check();
            int rank = rank(input, columns, open);
            if (rank < bestRank) {
                best = input;
                bestRank = rank;
            }
        }
        if (best != null) {
            inputs.remove(best);
        }
        return best;
    }

    private static int rank(Rel input, BitSet columns, List<Expr> open) {
        BitSet own = Expressions.columns(input);
        BitSet equated = new BitSet();
        boolean isConnected = false;
        for (Expr condition : open) {
            BitSet read = Expressions.columns(condition);
            if (!read.intersects(columns) || !read.intersects(own)) {
                continue;
            }
            BitSet rest = (BitSet) read.clone();
            rest.andNot(columns);
            rest.andNot(own);
            if (rest.isEmpty() && FunctionFacts.isEquality(condition)) {
                isConnected = true;
                read.and(own);
                equated.or(read);
            }
        }
        if (!isConnected) {
            return Integer.MAX_VALUE;
        }
        boolean isByKey = UniqueKeys.of(input).stream().anyMatch(key -> contains(equated, key));
        return (isByKey ? 0 : 2) + (input instanceof Rel.Filter ? 0 : 1);
    }

    private static boolean contains(BitSet columns, BitSet key) {
        BitSet missing = (BitSet) key.clone();
        missing.andNot(columns);
        return missing.isEmpty();
    }

    private static List<Expr> takeCovered(List<Expr> open, BitSet columns) {
        List<Expr> covered = open.stream().filter(c -> Expressions.readsOnly(c, columns)).toList();
        open.removeAll(covered);
        return covered;
    }
}

package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.Consolidation;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.StateTable;

/**
 * WITH RECURSIVE … UNION whose term R is linear in the recursion's rows and grows with everything it reads: the
 * result S is the least set with S = distinct(B + R(S)). Rows may hold each other in S in a circle, so that a count of
 * derivations says nothing when some go. Δ, delete and derive again: first all that goes from the inputs is taken from
 * the term; every row of S that loses a derivation, whatever others it has, is taken out of S and, as that, from the
 * term, until no row loses any. What is left is derived without circles. Then what comes to the inputs is added, and
 * every row outside S that has a derivation by rows within is put into S and into the term, until there is none.
 *
 * <p>The two halves of the inputs' changes never meet in one step of the term, so that no loss hides behind a gain.
 * Each half costs in proportion to the derivations of the rows it touches.
 */
final class SetRecursionOperator implements Operator {

    private final Schema schema;
    private final LoopBody body;
    private final IterationLimit limit;
    private final RecursionMembers members;
    private final Consolidation consolidation;
    private final List<Consolidation> others;
    private boolean isHolding;

    /** @param others consolidates each of the inputs beside the base */
    SetRecursionOperator(
            Schema schema, LoopBody body, IterationLimit limit, RecursionMembers members, List<Consolidation> others) {
        this.schema = schema;
        this.body = body;
        this.limit = limit;
        this.members = members;
        this.others = List.copyOf(others);
        consolidation = new Consolidation(schema);
    }

    @Override
    public List<StateTable> state() {
        List<StateTable> all = new ArrayList<>(body.state());
        all.add(limit.waiting.table());
        all.add(members.table());
        return all;
    }

    @Override
    public List<Dataflow.NodeStatistics> inside() {
        return body.statistics();
    }

    @Override
    public boolean isHolding() {
        return isHolding;
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        if (!isHolding) {
            limit.begin();
        }
        List<DeltaBatch> changed = new ArrayList<>();
        for (int i = 1; i < inputs.length; i++) {
            changed.add(others.get(i - 1).consolidate(inputs[i]));
        }
        DeltaBatch base = consolidation.consolidate(inputs[0]);
        DeltaBatch removed = remove(step, base, changed);
        members.count(part(base, 1));
        members.count(body.feedOthers(step, parts(changed, 1)));
        List<DeltaBatch> candidates =
                new ArrayList<>(List.of(limit.waiting.takeAll(), removed, members.takeCandidates()));
        if (step.isLoading()) {
            isHolding = true;
            limit.waiting.add(DeltaBatch.concat(schema, candidates));
            return removed.negate();
        }
        DeltaBatch added = derive(step, DeltaBatch.concat(schema, candidates));
        return consolidation.consolidate(DeltaBatch.concat(schema, List.of(removed.negate(), added)));
    }

    /** Takes from the term what goes, and out of the set whatever that may have held there. */
    private DeltaBatch remove(Step step, DeltaBatch base, List<DeltaBatch> changed) {
        members.count(part(base, -1));
        members.count(body.feedOthers(step, parts(changed, -1)));
        List<DeltaBatch> removed = new ArrayList<>();
        for (DeltaBatch rows = members.takeLosers(); !rows.isEmpty(); rows = members.takeLosers()) {
            removed.add(rows);
            members.count(body.feedRows(step, rows.negate()));
            step.pause().take(limit.bytes());
        }
        return DeltaBatch.concat(schema, removed);
    }

    /** Puts into the set what has a derivation and is not in it, and what follows from that. */
    private DeltaBatch derive(Step step, DeltaBatch candidates) {
        List<DeltaBatch> added = new ArrayList<>();
        DeltaBatch rows = members.enter(candidates);
        while (!rows.isEmpty()) {
            if (!limit.admits(rows)) {
                members.leave(rows);
                return isHolding ? stopped(step, added, rows) : takenBack(step, added, candidates);
            }
            added.add(rows);
            members.count(body.feedRows(step, rows));
            step.pause().take(limit.bytes());
            DeltaBatch next = members.takeCandidates();
            if (isHolding && limit.rests()) {
                limit.waiting.add(next);
                return DeltaBatch.concat(schema, added);
            }
            rows = members.enter(next);
        }
        isHolding = false;
        limit.end(step);
        return DeltaBatch.concat(schema, added);
    }

    private DeltaBatch stopped(Step step, List<DeltaBatch> added, DeltaBatch rows) {
        isHolding = false;
        limit.waiting.add(rows);
        limit.end(step);
        return DeltaBatch.concat(schema, added);
    }

    private DeltaBatch takenBack(Step step, List<DeltaBatch> added, DeltaBatch candidates) {
        DeltaBatch all = DeltaBatch.concat(schema, added);
        members.leave(all);
        members.countBack(body.feedRows(step, all.negate()));
        limit.waiting.add(candidates);
        limit.end(step);
        return DeltaBatch.empty(schema);
    }

    private static List<DeltaBatch> parts(List<DeltaBatch> batches, int sign) {
        return batches.stream().map(batch -> part(batch, sign)).toList();
    }

    /** The rows whose weight has this sign. */
    private static DeltaBatch part(DeltaBatch batch, int sign) {
        int[] rows = new int[batch.size()];
        int count = 0;
        for (int row = 0; row < batch.size(); row++) {
            if (Long.signum(batch.weight(row)) == sign) {
                rows[count++] = row;
            }
        }
        return count == batch.size() ? batch : batch.select(Arrays.copyOf(rows, count), count);
    }
}

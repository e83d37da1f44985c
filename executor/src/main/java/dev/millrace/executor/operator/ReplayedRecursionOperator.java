package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.Consolidation;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.expression.RowErrors;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.StateTable;

/**
 * WITH RECURSIVE with a term of any kind (aggregates, windows, outer joins): iterated anew, from the base on, in every
 * step that changes an input. W₀ = B, Wᵢ₊₁ = R(Wᵢ), less all rows before where it is UNION; the result is the sum.
 * Δ: −old +new. The term is fed with Wᵢ₊₁ − Wᵢ and, at the end, with −Wₙ, so that what it reads beside the recursion's
 * rows is kept up to date by changes, and only the iterations themselves are done again.
 */
final class ReplayedRecursionOperator implements Operator {

    private final Schema schema;
    private final boolean isAll;
    private final LoopBody body;
    private final IterationLimit limit;
    private final RowBag base;
    /** What the term gives for no rows: mostly nothing. */
    private final RowBag resting;
    private final RowBag result;
    private final StoredFailures failures;
    private final KeyEncoder encoder;
    private final Consolidation consolidation;
    private boolean isHolding;

    ReplayedRecursionOperator(
            Schema schema,
            boolean isAll,
            LoopBody body,
            IterationLimit limit,
            List<RowBag> bags,
            StoredFailures failures) {
        this.schema = schema;
        this.isAll = isAll;
        this.body = body;
        this.limit = limit;
        base = bags.get(0);
        resting = bags.get(1);
        result = bags.get(2);
        this.failures = failures;
        encoder = isAll ? null : KeyEncoder.of(schema, IntStream.range(0, schema.size()).boxed().toList());
        consolidation = new Consolidation(schema);
    }

    @Override
    public List<StateTable> state() {
        List<StateTable> all = new ArrayList<>(body.state());
        all.addAll(List.of(limit.waiting.table(), base.table(), resting.table(), result.table(), failures.table()));
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
        boolean isTouched = isHolding || step.isFirst() || Arrays.stream(inputs).anyMatch(input -> !input.isEmpty());
        if (!isTouched) {
            return DeltaBatch.empty(schema);
        }
        base.add(inputs[0]);
        resting.add(body.feedOthers(step, Arrays.asList(inputs).subList(1, inputs.length)));
        isHolding = step.isLoading();
        if (isHolding) {
            return DeltaBatch.empty(schema);
        }
        limit.begin();
        limit.waiting.takeAll();
        RowErrors failed = new RowErrors();
        DeltaBatch now = consolidated(iterate(step, failed));
        failures.replace(failed, step.errors());
        limit.end(step);
        DeltaBatch change = consolidated(List.of(result.content().negate(), now));
        result.add(change);
        return change;
    }

    private DeltaBatch consolidated(List<DeltaBatch> batches) {
        return consolidation.consolidate(DeltaBatch.concat(schema, batches));
    }

    private List<DeltaBatch> iterate(Step step, RowErrors failed) {
        List<DeltaBatch> iterations = new ArrayList<>();
        Set<Key> seen = new HashSet<>();
        RowErrors own = new RowErrors();
        Step inside = step.withErrors(own);
        DeltaBatch before = DeltaBatch.empty(schema);
        DeltaBatch made = resting.content();
        DeltaBatch rows = isAll ? base.content() : unseen(base.content(), seen);
        while (!rows.isEmpty()) {
            if (!limit.admits(rows)) {
                limit.waiting.add(rows);
                break;
            }
            iterations.add(rows);
            DeltaBatch change = body.feedRows(inside, consolidated(List.of(before.negate(), rows)));
            own.weights().forEach((failure, weight) -> failed.add(failure, weight));
            made = consolidated(List.of(made, change));
            before = rows;
            rows = isAll ? made : unseen(made, seen);
            step.pause().take(limit.bytes());
        }
        body.feedRows(step.withErrors(new RowErrors()), before.negate());
        return iterations;
    }

    /** A row's identity: its bytes where SQL's equality looks at them. */
    private record Key(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** Each row once that was not there before; of equal rows that look different the smallest by bytes. */
    private DeltaBatch unseen(DeltaBatch rows, Set<Key> seen) {
        DeltaBatch sorted = consolidation.sorted(rows);
        int[] kept = new int[sorted.size()];
        int count = 0;
        ByteBuilder key = new ByteBuilder();
        for (int row = 0; row < sorted.size(); row++) {
            key.clear();
            encoder.encode(sorted, row, key);
            if (seen.add(new Key(key.toBytes()))) {
                kept[count++] = row;
            }
        }
        return sorted.select(kept, count).withWeights(DeltaBatch.ones(count));
    }
}

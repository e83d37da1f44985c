package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.Consolidation;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.StateTable;

/**
 * WITH RECURSIVE … UNION ALL whose term R is linear in the recursion's rows. The result T is the sum of all
 * iterations: T = B + R(T). Δ: d = ΔB + (R′ − R)(T), then T += d and d = R′(d) until d is empty. R′(d) of a linear
 * term is the number of derivations that come or go, so that weights alone are exact here: the recursion ends only
 * where no row derives itself. The term's own operators remember T.
 *
 * <p>A recursion that does not end within its limit is taken back to where the epoch began, and d waits.
 */
final class BagRecursionOperator implements Operator {

    private final Schema schema;
    private final LoopBody body;
    private final IterationLimit limit;
    private final Consolidation consolidation;
    private boolean isHolding;

    BagRecursionOperator(Schema schema, LoopBody body, IterationLimit limit) {
        this.schema = schema;
        this.body = body;
        this.limit = limit;
        consolidation = new Consolidation(schema);
    }

    @Override
    public List<StateTable> state() {
        List<StateTable> all = new ArrayList<>(body.state());
        all.add(limit.waiting.table());
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
        DeltaBatch changed = body.feedOthers(step, Arrays.asList(inputs).subList(1, inputs.length));
        if (step.isLoading()) {
            limit.waiting.add(inputs[0]);
            limit.waiting.add(changed);
            isHolding = true;
            return DeltaBatch.empty(schema);
        }
        DeltaBatch first = consolidation.consolidate(
                DeltaBatch.concat(schema, List.of(limit.waiting.takeAll(), inputs[0], changed)));
        List<DeltaBatch> output = new ArrayList<>();
        DeltaBatch rows = first;
        while (!rows.isEmpty()) {
            if (!limit.admits(rows)) {
                return isHolding ? stopped(step, output, rows) : takenBack(step, output, first);
            }
            output.add(rows);
            rows = consolidation.consolidate(body.feedRows(step, rows));
            step.pause().take(limit.bytes());
            if (isHolding && limit.rests()) {
                limit.waiting.add(rows);
                return DeltaBatch.concat(schema, output);
            }
        }
        isHolding = false;
        limit.end(step);
        return DeltaBatch.concat(schema, output);
    }

    /** What was given out already, slice by slice, stays; the rest waits. */
    private DeltaBatch stopped(Step step, List<DeltaBatch> output, DeltaBatch rows) {
        isHolding = false;
        limit.waiting.add(rows);
        limit.end(step);
        return DeltaBatch.concat(schema, output);
    }

    private DeltaBatch takenBack(Step step, List<DeltaBatch> output, DeltaBatch first) {
        DeltaBatch all = consolidation.consolidate(DeltaBatch.concat(schema, output));
        body.feedRows(step, all.negate());
        limit.waiting.add(first);
        limit.end(step);
        return DeltaBatch.empty(schema);
    }
}

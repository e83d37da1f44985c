package dev.millrace.executor.operator;

import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.state.StateTable;

/**
 * The term of a recursion: a dataflow of its own, stepped as often in an epoch as the recursion needs. Like any other
 * it is fed with changes and says how its output changes; what its operators remember is what they were fed with so
 * far.
 */
final class LoopBody {

    private final Dataflow.Shard term;
    private final LoopInput rows;
    private final List<LoopInput> others;

    /** @param others in the order of {@code Recursion.others()} */
    LoopBody(Dataflow.Shard term, LoopInput rows, List<LoopInput> others) {
        this.term = term;
        this.rows = rows;
        this.others = others;
    }

    List<StateTable> state() {
        return term.stateTables();
    }

    List<Dataflow.NodeStatistics> statistics() {
        return term.statistics();
    }

    /** The change of the term's rows when those it reads beside the recursion's change. */
    DeltaBatch feedOthers(Step step, List<DeltaBatch> changes) {
        for (int i = 0; i < others.size(); i++) {
            others.get(i).arrive(changes.get(i));
        }
        return term.step(step.withLoading(false), Map.of(), null);
    }

    /** The change of the term's rows when the recursion's rows change. */
    DeltaBatch feedRows(Step step, DeltaBatch changes) {
        rows.arrive(changes);
        return term.step(step.withLoading(false).later(), Map.of(), null);
    }
}

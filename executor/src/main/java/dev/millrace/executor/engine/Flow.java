package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

import dev.millrace.executor.data.Consolidation;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.RowErrors;
import dev.millrace.executor.expression.RowErrors.Failure;
import dev.millrace.executor.operator.Dataflow;
import dev.millrace.executor.operator.Step;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.state.StateTable;

/**
 * A running plan: the dataflow of a view, a sink or a subscription, with its error collection. It may break by a
 * fault of
 * ours; then it answers nothing any more rather than something wrong.
 */
final class Flow implements AutoCloseable {

    private final Map<Long, TreeSet<Integer>> columns;
    private final Schema schema;
    private final Dataflow dataflow;
    private final Map<Failure, Long> failures = new HashMap<>();
    private final DeltaBatch empty;
    private final boolean readsClock;
    /** Whether nobody could tell from the output that the changes of an epoch came in several steps. */
    private final boolean isSliceable;
    private final Supplier<PendingChanges> pendingSource;
    private final Pace pace = new Pace();
    /** Null as long as nothing ever waited. */
    private PendingChanges pending;
    private Consolidation consolidation;
    private boolean isFirst;
    private String fault;

    /**
     * @param isFirst whether the dataflow has not been stepped in an earlier life
     * @param readsClock whether a row's result may depend on the epoch in which it comes
     * @param pending where changes wait when the flow does not follow at once; asked once
     */
    Flow(
            Plan plan,
            Dataflow dataflow,
            boolean isFirst,
            boolean readsClock,
            Supplier<PendingChanges> pending) {
        columns = PlanScans.columns(plan);
        this.dataflow = dataflow;
        schema = plan.schema();
        this.isFirst = isFirst;
        this.readsClock = readsClock;
        isSliceable = !PlanScans.closesWindows(plan);
        pendingSource = pending;
        empty = DeltaBatch.empty(schema);
    }

    Set<Long> inputs() {
        return columns.keySet();
    }

    /** What it reads of each of its inputs. */
    Map<Long, TreeSet<Integer>> columns() {
        return columns;
    }

    boolean readsClock() {
        return readsClock;
    }

    /** Columns of the output. */
    Schema schema() {
        return schema;
    }

    Dataflow dataflow() {
        return dataflow;
    }

    /** Net weights of failed evaluations, never 0. */
    Map<Failure, Long> failures() {
        return failures;
    }

    void restoreFailure(Failure failure, long weight) {
        failures.put(failure, weight);
    }

    Pace pace() {
        return pace;
    }

    /** The clock at which it has something to say though nothing comes in; {@code Long.MAX_VALUE} for never. */
    long due() {
        return fault != null ? Pace.NEVER : pace.isRealTime() ? timersDue() : pace.due(behindSinceMicros());
    }

    private long timersDue() {
        return readsClock ? dataflow.due() : Pace.NEVER;
    }

    /** The clock of the oldest thing that the flow has not seen: a change that waits, or a row's hour that has come. */
    long behindSinceMicros() {
        return Math.min(pace.behindSinceMicros(), timersDue());
    }

    /** Whether a step would change anything, in an epoch with these changes and this clock. */
    boolean isTouchedBy(Set<Long> changed, long clockMicros) {
        return isFirst || due() <= clockMicros || reads(changed);
    }

    private boolean reads(Set<Long> changed) {
        for (long input : columns.keySet()) {
            if (changed.contains(input)) {
                return true;
            }
        }
        return false;
    }

    /** Everything that it remembers: its operators, and what waits for them. */
    List<StateTable> stateTables() {
        List<StateTable> tables = dataflow.stateTables();
        if (pending != null) {
            tables.add(pending);
        }
        return tables;
    }

    long stateBytes() {
        long bytes = 0;
        for (StateTable table : stateTables()) {
            bytes += table.heapBytes();
        }
        return bytes;
    }

    /** What is wrong, or null. */
    String fault() {
        return fault;
    }

    void breakDown(String why) {
        fault = why;
    }

    /** The change of the output for the changes of the inputs; relations that the plan does not read are ignored. */
    DeltaBatch step(long epoch, long clockMicros, Map<Long, DeltaBatch> changes) {
        return step(epoch, clockMicros, changes, Step.Pause.NONE);
    }

    /** @param pause see {@link Step#pause}; when it throws, the flow is good for nothing any more */
    DeltaBatch step(long epoch, long clockMicros, Map<Long, DeltaBatch> changes, Step.Pause pause) {
        if (!isSliceable || !Slices.areNeeded(changes, columns.keySet())) {
            return step(epoch, clockMicros, changes, false, pause);
        }
        List<DeltaBatch> outputs = new ArrayList<>();
        Slices.forEach(changes, columns.keySet(), slice -> outputs.add(step(epoch, clockMicros, slice, false, pause)));
        DeltaBatch output = DeltaBatch.concat(schema, outputs);
        return output.hasOnlyInserts() ? output : consolidated(output);
    }

    // ---- flows that do not follow at once ---------------------------------------------------------------------------

    /** Goes on where it was in an earlier life. */
    void restore(Pace.Image image) {
        pace.restore(image);
        if (pace.isBehind()) {
            pending();
        }
    }

    private PendingChanges pending() {
        if (pending == null) {
            pending = pendingSource.get();
        }
        return pending;
    }

    /**
     * Keeps an epoch's changes for later.
     *
     * @param sinceMicros the clock of the oldest of them
     */
    void keep(long epoch, long sinceMicros, Map<Long, DeltaBatch> changes) {
        if (reads(changes.keySet())) {
            pace.waits(sinceMicros, pending().add(epoch, changes));
        }
    }

    /**
     * Takes in what waited, in one step or several; the net change of the output is theirs together.
     *
     * @param released told the number of a storage table that is not used any more
     */
    DeltaBatch catchUp(long epoch, long clockMicros, IntConsumer released) {
        List<DeltaBatch> outputs = new ArrayList<>();
        long[] taken = {0};
        if (pending != null) {
            pending.take(slice -> {
                taken[0] += rows(slice);
                outputs.add(step(epoch, clockMicros, slice));
            }, released);
        }
        if (outputs.isEmpty() && timersDue() <= clockMicros) {
            outputs.add(step(epoch, clockMicros, Map.of()));
        }
        DeltaBatch output = consolidated(DeltaBatch.concat(schema, outputs));
        pace.took(taken[0], output.size());
        pace.refreshed(clockMicros);
        return output;
    }

    private DeltaBatch consolidated(DeltaBatch output) {
        if (consolidation == null) {
            consolidation = new Consolidation(schema);
        }
        return consolidation.consolidate(output);
    }

    /** The change of the output in the epoch of the changes themselves. */
    DeltaBatch follow(long epoch, long clockMicros, Map<Long, DeltaBatch> changes) {
        DeltaBatch output = step(epoch, clockMicros, changes);
        long rows = rows(changes);
        pace.came(rows);
        pace.took(rows, output.size());
        pace.refreshed(clockMicros);
        return output;
    }

    private long rows(Map<Long, DeltaBatch> changes) {
        long rows = 0;
        for (long input : columns.keySet()) {
            DeltaBatch change = changes.get(input);
            rows += change == null ? 0 : change.size();
        }
        return rows;
    }

    /** A slice of the content to begin with, behind which more comes; {@link #isHolding} says what to do at its end. */
    DeltaBatch load(long epoch, long clockMicros, Map<Long, DeltaBatch> slice, Step.Pause pause) {
        return step(epoch, clockMicros, slice, true, pause);
    }

    /** Whether the end of the content has to be told by steps without changes, because an operator waits for it. */
    boolean isHolding() {
        return fault == null && dataflow.isHolding();
    }

    private DeltaBatch step(
            long epoch, long clockMicros, Map<Long, DeltaBatch> changes, boolean isLoading, Step.Pause pause) {
        if (fault != null) {
            return empty;
        }
        RowErrors errors = new RowErrors();
        DeltaBatch output = dataflow.step(new Step(epoch, clockMicros, isFirst, isLoading, errors, pause), changes);
        isFirst = false;
        errors.weights().forEach((failure, weight) -> failures.merge(failure, weight, (a, b) -> {
            long sum = a + b;
            return sum == 0 ? null : sum;
        }));
        return output;
    }

    @Override
    public void close() {
        dataflow.close();
    }
}

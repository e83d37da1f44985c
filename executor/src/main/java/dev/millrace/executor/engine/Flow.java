package dev.millrace.executor.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
    private boolean isFirst;
    private String fault;

    /**
     * @param isFirst whether the dataflow has not been stepped in an earlier life
     * @param readsClock whether a row's result may depend on the epoch in which it comes
     */
    Flow(Plan plan, Dataflow dataflow, boolean isFirst, boolean readsClock) {
        columns = PlanScans.columns(plan);
        this.dataflow = dataflow;
        schema = plan.schema();
        this.isFirst = isFirst;
        this.readsClock = readsClock;
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

    /** The clock at which it has something to say though nothing comes in; {@code Long.MAX_VALUE} for never. */
    long due() {
        return fault != null || !readsClock ? Long.MAX_VALUE : dataflow.due();
    }

    /** Whether a step would change anything, in an epoch with these changes and this clock. */
    boolean isTouchedBy(Set<Long> changed, long clockMicros) {
        if (isFirst || due() <= clockMicros) {
            return true;
        }
        for (long input : columns.keySet()) {
            if (changed.contains(input)) {
                return true;
            }
        }
        return false;
    }

    /** What the operators remember. */
    long stateBytes() {
        long bytes = 0;
        for (StateTable table : dataflow.stateTables()) {
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
        return step(epoch, clockMicros, changes, false, pause);
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

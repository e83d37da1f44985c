package dev.millrace.executor.operator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.RowErrors;
import dev.millrace.executor.plan.Plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Law 1 for operators: after every epoch, the accumulated output of the incremental dataflow equals the plan
 * interpreted naively over the accumulated input, errors included, however the changes are cut into epochs, whatever
 * was evicted, and however often the dataflow was restarted from its checkpoint.
 */
final class Oracle {

    private final Plan plan;
    private final Map<Long, Bag> inputs = new HashMap<>();
    private final Bag output = new Bag();
    private final RowErrors errors = new RowErrors();
    private MemoryState storage;
    private Dataflow dataflow;
    private boolean isFirst = true;
    private long epoch;

    private Oracle(Plan plan) {
        this.plan = plan;
        for (long relation = 1; relation <= 3; relation++) {
            inputs.put(relation, new Bag());
        }
    }

    static void check(Plan plan, History history) {
        new Oracle(plan).inMemory(history.epochs, 1);
        new Oracle(plan).inMemory(history.merged(4), 1);
        new Oracle(plan).inMemory(history.merged(1000), 1);
        new Oracle(plan).inMemory(history.oneByOne(), 1);
        new Oracle(plan).inMemory(history.epochs, 3);
        new Oracle(plan).loaded(history.epochs, 1);
        new Oracle(plan).loaded(history.epochs, 3);
        new Oracle(plan).stored(history.epochs, 1, 1000);
        new Oracle(plan).stored(history.epochs, 1, 3);
        new Oracle(plan).stored(history.oneByOne(), 1, 7);
        new Oracle(plan).stored(history.epochs, 3, 4);
    }

    /** Of changes that mean something else in another order: which of them are late, say. */
    static void checkInOrder(Plan plan, History history) {
        new Oracle(plan).inMemory(history.epochs, 1);
        new Oracle(plan).inMemory(history.merged(1000), 1);
        new Oracle(plan).inMemory(history.epochs, 3);
        new Oracle(plan).loaded(history.epochs, 1);
        new Oracle(plan).loaded(history.epochs, 3);
        new Oracle(plan).stored(history.epochs, 1, 1000);
        new Oracle(plan).stored(history.epochs, 1, 3);
        new Oracle(plan).stored(history.epochs, 3, 4);
    }

    private void inMemory(List<List<History.Change>> epochs, int shards) {
        dataflow = new DataflowBuilder(shards, StateTables.NONE, TestExpressions::compile).build(plan);
        epochs.forEach(this::step);
        dataflow.close();
    }

    /** The first half of the epochs are slices of the content to begin with, some of which is evicted on the way. */
    private void loaded(List<List<History.Change>> epochs, int shards) {
        storage = new MemoryState();
        open(shards);
        int half = epochs.size() / 2;
        for (List<History.Change> slice : epochs.subList(0, half)) {
            put(slice, true);
            checkpoint();
            dataflow.stateTables().forEach(table -> table.evict(Long.MAX_VALUE));
        }
        do {
            put(List.of(), false);
        } while (dataflow.isHolding());
        compare(List.of());
        epochs.subList(half, epochs.size()).forEach(this::step);
        dataflow.close();
    }

    /**
     * Evicts all that may go after every epoch, restarts every {@code restart} epochs with another number of shards.
     */
    private void stored(List<List<History.Change>> epochs, int shards, int restart) {
        storage = new MemoryState();
        int current = shards;
        open(current);
        int count = 0;
        for (List<History.Change> changes : epochs) {
            step(changes);
            dataflow.stateTables().forEach(table -> table.evict(Long.MAX_VALUE));
            // A whole step, with an eviction before and after it, finds the checkpoint cut but not yet readable.
            if (count % 3 == 2) {
                storage.settle(dataflow.stateTables());
            } else if (count % 3 == 0) {
                storage.write(dataflow.stateTables());
            }
            if (++count % restart == 0) {
                checkpoint();
                dataflow.close();
                storage.restart();
                current = current % shards + 1;
                open(current);
            }
        }
        checkpoint();
        dataflow.close();
        if (inputs.values().stream().allMatch(bag -> bag.weights.isEmpty())) {
            assertEquals(0, storage.entries(), "state of rows that are no more");
        }
    }

    private void checkpoint() {
        storage.settle(dataflow.stateTables());
        storage.write(dataflow.stateTables());
        storage.settle(dataflow.stateTables());
        dataflow.stateTables().forEach(table -> assertEquals(0, table.dirtyBytes()));
    }

    private void open(int shards) {
        dataflow = new DataflowBuilder(shards, storage, TestExpressions::compile).build(plan);
    }

    private void step(List<History.Change> changes) {
        put(changes, false);
        compare(changes);
    }

    private void put(List<History.Change> changes, boolean isLoading) {
        changes.forEach(change -> inputs.get(change.relation()).add(change.row(), change.weight()));
        Map<Long, DeltaBatch> batches = History.batches(changes);
        // The clock moves by one with every epoch.
        Step step = new Step(++epoch, epoch, isFirst, isLoading, errors, Step.Pause.NONE);
        output.addAll(dataflow.step(step, batches));
        isFirst = false;
        assertTrue(isLoading || dataflow.due() > epoch, "something is overdue");
    }

    private void compare(List<History.Change> changes) {
        ReferenceInterpreter reference = new ReferenceInterpreter(inputs, epoch);
        Bag expected = reference.evaluate(plan);
        assertEquals(expected.minus(output), output.minus(expected), () -> "after epoch " + epoch + " with " + changes);
        assertEquals(reference.errors.weights(), errors.weights(), () -> "errors after epoch " + epoch);
    }
}

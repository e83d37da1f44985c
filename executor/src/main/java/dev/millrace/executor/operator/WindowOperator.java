package dev.millrace.executor.operator;

import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.state.KeyGroups;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * Window functions. All rows are kept, in the order of their partition. Δ: for each changed row, the rows around it
 * whose value it may change, as far as the functions' {@code Reach} says; for these, −old +new where the value is
 * another, computed from as many rows around them as their frames need. Nothing else is read: what functions that run
 * on from the partition's start need of all rows before is saved at some rows ({@link SavedStates}).
 */
final class WindowOperator implements Operator {

    /** Rows put out at once of those that were held back, about. */
    private static final int HELD_ROWS = 16_384;

    private final String uid;
    private final OrderedTable rows;
    private final AffectedRows affected;
    private final WindowDifference difference;
    private final RunningRows running;
    private final PartitionedBatch batch;
    /** The key groups whose rows were kept while content was loaded, and are not put out yet. */
    private final BitSet heldGroups = new BitSet(KeyGroups.COUNT);
    /** The partition to go on with in the first of them; null at its start. */
    private byte[] nextHeld;

    /** @param running null unless functions run on from saved states */
    WindowOperator(
            Plan.Window plan,
            RowPlace place,
            OrderedTable rows,
            RunningRows running,
            AffectedRows affected,
            WindowDifference difference) {
        uid = plan.uid();
        this.rows = rows;
        this.affected = affected;
        this.difference = difference;
        this.running = running;
        batch = new PartitionedBatch(place);
    }

    @Override
    public List<StateTable> state() {
        return running == null ? List.of(rows) : List.of(rows, running.state());
    }

    @Override
    public boolean isHolding() {
        return !heldGroups.isEmpty();
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        DeltaBatch input = inputs[0];
        if (isHolding() && !step.isLoading()) {
            putOut(step, input.isEmpty());
        }
        if (input.isEmpty()) {
            return difference.build();
        }
        batch.begin(input);
        while (batch.next()) {
            if (step.isLoading()) {
                heldGroups.set(batch.group());
            } else {
                follow(step);
            }
            batch.changes().apply(rows);
        }
        if (rows.negativeEntries() != 0) {
            throw new IllegalStateException("window " + uid + ": a row was retracted that is not there");
        }
        return difference.build();
    }

    private void follow(Step step) {
        PartitionChanges changes = batch.changes();
        int change = 0;
        while (change < changes.count()) {
            if (running == null) {
                change = affected.find(rows, changes, change);
                difference.add(affected, WindowDifference.Origin.NONE, List.of(), step);
            } else {
                change = running.follow(rows, changes, change, step);
            }
        }
    }

    /**
     * Computes the rows that were only kept while content was loaded, partition by partition: once each, instead of
     * with every slice that brings more of them.
     *
     * @param isBounded enough of them, not all
     */
    private void putOut(Step step, boolean isBounded) {
        for (int group = heldGroups.nextSetBit(0); group >= 0; group = heldGroups.nextSetBit(group)) {
            byte[] ofGroup = {(byte) group};
            byte[] from = nextHeld == null ? ofGroup : nextHeld;
            OrderedTable.Cursor cursor = rows.seek(from, 0, from.length);
            while (cursor.startsWith(ofGroup, 0, 1)) {
                byte[] partition = PartitionChanges.prefix(cursor);
                if (isBounded && difference.size() >= HELD_ROWS) {
                    nextHeld = partition;
                    return;
                }
                affected.findAll(cursor, partition);
                computeAll(partition, step);
            }
            nextHeld = null;
            heldGroups.clear(group);
        }
    }

    private void computeAll(byte[] partition, Step step) {
        if (running == null) {
            difference.add(affected, WindowDifference.Origin.NONE, List.of(), step);
        } else {
            running.computeAll(partition, step);
        }
    }
}

package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.code.ProcessorCode;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.KeyedProcess;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.state.KeyGroups;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * A processor with state for each key. Its answer for a key is a function of the key's rows in the order of their time,
 * of the clock and of the watermark. Δ: rows behind all that has happened, and timers that are reached, are told to the
 * state that was kept; any other change has the key told anew, −old +new. All rows are kept for that.
 *
 * <p>What was put out for a key is what its rows come to at the clock and the watermark of the last time that it was
 * looked at, which are kept with its state: nothing has been reached since.
 */
final class KeyedProcessOperator implements Operator {

    /** Rows put out at once of those that were held back, about. */
    private static final int HELD_ROWS = 16_384;

    private final KeyedProcess plan;
    private final TimedRows timed;
    private final int[] groups;
    private final KeyedProcessState keys;
    private final ProcessedKey key;
    private final PartitionedBatch rows;
    private final PartitionedBatch initials;
    private final WatermarkTable marks;
    /** Null before it was looked up. */
    private Long watermark;
    /** The key groups whose rows were kept while content was loaded, and are not processed yet. */
    private final BitSet heldGroups = new BitSet(KeyGroups.COUNT);

    private KeyedProcessOperator(KeyedProcess plan, int[] groups, StateTables tables) {
        this.plan = plan;
        this.groups = groups;
        timed = new TimedRows(plan.order().getFirst().column());
        RowPlace place = new RowPlace(plan.input().schema(), plan.partition(), plan.order());
        RowPlace initialPlace = plan.initial() == null
                ? null
                : new RowPlace(plan.initial().schema(), plan.initialPartition(), List.<SortKey>of());
        rows = new PartitionedBatch(place);
        initials = initialPlace == null ? null : new PartitionedBatch(initialPlace);
        keys = new KeyedProcessState(plan, tables, groups);
        key = new ProcessedKey(
                plan, ProcessorCode.of(plan.jar(), plan.className()), keys, place.codec(),
                initialPlace == null ? null : initialPlace.codec());
        marks = new WatermarkTable(
                OrderedTables.of(tables, plan.uid(), KeyedProcessState.TABLES), plan.delaysMicros(), plan.standIns());
    }

    static Operator of(KeyedProcess plan, StateTables tables, int[] groups) {
        return new KeyedProcessOperator(plan, groups, tables);
    }

    @Override
    public List<StateTable> state() {
        List<StateTable> all = new ArrayList<>(keys.tables());
        all.add(marks.table());
        return all;
    }

    @Override
    public long due() {
        return keys.due(KeyedProcessState.CLOCK);
    }

    @Override
    public boolean isHolding() {
        return !heldGroups.isEmpty();
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        long before = watermark != null ? watermark : plan.latest().isEmpty() ? Long.MIN_VALUE : marks.now();
        int firstMark = plan.initial() == null ? 1 : 2;
        for (int stream = 0; stream < plan.latest().size(); stream++) {
            marks.observe(stream, inputs[firstMark + stream]);
        }
        watermark = plan.latest().isEmpty() ? Long.MIN_VALUE : marks.now();
        key.begin(step, watermark);
        if (isHolding() && !step.isLoading()) {
            processHeld(inputs[0].isEmpty());
        }
        if (initials != null) {
            initials.begin(inputs[1]);
            while (initials.next()) {
                changeInitials(initials.changes(), initials.group(), step);
            }
        }
        rows.begin(timed.of(inputs[0]));
        while (rows.next()) {
            changeRows(rows.changes(), rows.group(), step);
        }
        if (!step.isLoading()) {
            if (watermark < before) {
                // Timers that it had reached are ahead again.
                keys.all().forEach(this::again);
            }
            reach(KeyedProcessState.CLOCK, step.clockMicros());
            reach(KeyedProcessState.EVENT_TIME, watermark);
        }
        keys.check();
        return key.output();
    }

    private static byte[] prefix(PartitionChanges changes) {
        int start = changes.keyStart(0);
        return Arrays.copyOfRange(changes.array(), start, start + changes.prefixLength());
    }

    private void changeInitials(PartitionChanges changes, int group, Step step) {
        if (changes.count() == 0) {
            return;
        }
        if (step.isLoading()) {
            heldGroups.set(group);
            changes.apply(keys.initials());
            return;
        }
        byte[] prefix = prefix(changes);
        key.takeBack(prefix);
        changes.apply(keys.initials());
        key.tellAnew(prefix);
    }

    private void changeRows(PartitionChanges changes, int group, Step step) {
        if (changes.count() == 0) {
            return;
        }
        if (step.isLoading()) {
            heldGroups.set(group);
            changes.apply(keys.rows());
            return;
        }
        byte[] prefix = prefix(changes);
        if (isBehindAll(changes, prefix) && key.tell(prefix, changes)) {
            changes.apply(keys.rows());
            return;
        }
        key.takeBack(prefix);
        changes.apply(keys.rows());
        key.tellAnew(prefix);
    }

    /** Whether the changes are new rows, each behind every row that there is. */
    private boolean isBehindAll(PartitionChanges changes, byte[] prefix) {
        for (int change = 0; change < changes.count(); change++) {
            if (changes.weight(change) < 0) {
                return false;
            }
        }
        OrderedTable.Cursor cursor =
                keys.rows().seek(changes.array(), changes.keyStart(0), changes.keyEnd(0));
        return !cursor.startsWith(prefix, 0, prefix.length);
    }

    private void again(byte[] prefix) {
        key.takeBack(prefix);
        key.tellAnew(prefix);
    }

    /** Fires what a time has reached. */
    private void reach(int kind, long time) {
        if (keys.due(kind) > time) {
            return;
        }
        for (int group : groups) {
            for (byte[] prefix : keys.reached(kind, group, time)) {
                if (!key.tell(prefix, null)) {
                    again(prefix);
                }
            }
        }
    }

    /** Processes what was only kept while content was loaded, a group at a time. */
    private void processHeld(boolean isBounded) {
        for (int group = heldGroups.nextSetBit(0); group >= 0; group = heldGroups.nextSetBit(group + 1)) {
            if (isBounded && key.outputSize() >= HELD_ROWS) {
                return;
            }
            keys.partitions(group).forEach(key::tellAnew);
            heldGroups.clear(group);
        }
    }
}

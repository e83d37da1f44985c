package dev.millrace.executor.operator;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.SessionWindow;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.state.KeyGroups;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * Sessions. All rows are kept, in the order of their time. Δ: from each changed row to both sides, over the rows that
 * were and those that will be, until a pause ends every session of either moment; these rows, −old +new where their
 * session is another. So a late row that closes a pause joins two sessions, a retracted one may part them, and no other
 * session is looked at.
 */
final class SessionWindowOperator implements Operator {

    /** Rows put out at once of those that were held back, about. */
    private static final int HELD_ROWS = 16_384;

    private final String uid;
    private final TimedRows timed;
    private final OrderedTable rows;
    private final PartitionedBatch batch;
    private final SessionDifference difference;
    private final PlacedRow row = new PlacedRow();
    /** The key groups whose rows were kept while content was loaded, and are not put out yet. */
    private final BitSet heldGroups = new BitSet(KeyGroups.COUNT);
    /** The row to go on with in the first of them; null at its start. */
    private byte[] nextHeld;

    private SessionWindowOperator(SessionWindow plan, RowPlace place, OrderedTable rows) {
        uid = plan.uid();
        timed = new TimedRows(plan.timeColumn());
        this.rows = rows;
        batch = new PartitionedBatch(place);
        difference = new SessionDifference(plan, place.codec());
    }

    static Operator of(SessionWindow plan, StateTables tables) {
        List<SortKey> byTime = List.of(SortKey.ascending(plan.timeColumn()));
        RowPlace place = new RowPlace(plan.input().schema(), plan.partition(), byTime);
        return new SessionWindowOperator(plan, place, OrderedTables.of(tables, plan.uid(), 0));
    }

    @Override
    public List<StateTable> state() {
        return List.of(rows);
    }

    @Override
    public boolean isHolding() {
        return !heldGroups.isEmpty();
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        if (isHolding() && !step.isLoading()) {
            putOutHeld(step, inputs[0].isEmpty());
        }
        batch.begin(timed.of(inputs[0]));
        while (batch.next()) {
            PartitionChanges changes = batch.changes();
            if (step.isLoading()) {
                heldGroups.set(batch.group());
            } else {
                int change = 0;
                while (change < changes.count()) {
                    change = follow(changes, change, step);
                }
            }
            changes.apply(rows);
        }
        if (rows.negativeEntries() != 0) {
            throw new IllegalStateException("session " + uid + ": a row was retracted that is not there");
        }
        return difference.build();
    }

    /** Rows of sessions that no row can change any more, as they were put out, are needed no longer. */
    void forget(DeltaBatch closed) {
        batch.begin(closed);
        while (batch.next()) {
            batch.changes().retract(rows);
        }
    }

    /** Puts out what a change does, and others that it cannot be parted from; returns the first one behind these. */
    private int follow(PartitionChanges changes, int change, Step step) {
        changes.read(change, row);
        long time = SessionDifference.time(row);
        difference.begin();
        byte[] data = changes.array();
        int start = changes.keyStart(change);
        int end = changes.keyEnd(change);
        MergedCursor back = MergedCursor.backward(rows, changes, change, data, start, end);
        long first = time;
        while (back.read(row) && difference.isOneSession(SessionDifference.time(row), first)) {
            first = SessionDifference.time(row);
            difference.add(row);
            back.advance();
        }
        difference.reverse();
        MergedCursor on = MergedCursor.forward(rows, changes, change, data, start, end);
        long last = time;
        while (on.read(row) && difference.isOneSession(last, SessionDifference.time(row))) {
            last = SessionDifference.time(row);
            difference.add(row);
            on.advance();
        }
        difference.putOut(step);
        return on.nextChange();
    }

    /**
     * Puts out the rows that were only kept while content was loaded, session by session: once each, instead of with
     * every slice that adds to them.
     *
     * @param isBounded enough of them, not all
     */
    private void putOutHeld(Step step, boolean isBounded) {
        for (int group = heldGroups.nextSetBit(0); group >= 0; group = heldGroups.nextSetBit(group)) {
            byte[] ofGroup = {(byte) group};
            byte[] from = nextHeld == null ? ofGroup : nextHeld;
            OrderedTable.Cursor cursor = rows.seek(from, 0, from.length);
            while (cursor.startsWith(ofGroup, 0, 1)) {
                if (isBounded && difference.size() >= HELD_ROWS) {
                    nextHeld = Arrays.copyOfRange(cursor.data(), cursor.keyStart(), cursor.keyEnd());
                    return;
                }
                gatherSession(cursor);
                difference.putOut(step);
            }
            nextHeld = null;
            heldGroups.clear(group);
        }
    }

    private void gatherSession(OrderedTable.Cursor cursor) {
        byte[] partition = PartitionChanges.prefix(cursor);
        difference.begin();
        long last = 0;
        boolean isFirst = true;
        while (cursor.startsWith(partition, 0, partition.length)) {
            PartitionChanges.read(cursor, partition.length, row);
            row.before = 0;
            row.after = cursor.weight();
            if (!isFirst && !difference.isOneSession(last, SessionDifference.time(row))) {
                return;
            }
            isFirst = false;
            last = SessionDifference.time(row);
            difference.add(row);
            cursor.advance();
        }
    }
}

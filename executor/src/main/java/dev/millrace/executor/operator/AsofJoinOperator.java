package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.plan.AsofJoin;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.state.KeyGroups;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * ASOF join: each left row with the nearest right row of its key. Both sides are kept in the order of their time.
 * Out: A⋈ΔB, then ΔA⋈B′. A right row that comes or goes concerns the left rows between its time and its neighbour's,
 * which it takes from its other neighbour or gives to it: those and no others are read. Right rows that go are taken
 * away beginning with the one that its heir lies behind, those that come are added beginning at the other end, so that
 * no left row is handed on from one to the next.
 */
final class AsofJoinOperator implements Operator {

    /** Rows put out at once of those that were held back, about. */
    private static final int HELD_ROWS = 16_384;

    private final String uid;
    private final boolean isOuter;
    private final AsofMatch match;
    private final boolean looksBack;
    private final Side left;
    private final Side right;
    private final BatchBuilder out;
    private final PlacedRow row = new PlacedRow();
    private final PlacedRow rightRow = new PlacedRow();
    /** The key groups whose rows were kept while content was loaded, and are not put out yet. */
    private final BitSet heldGroups = new BitSet(KeyGroups.COUNT);
    /** The left row to go on with in the first of them; null at its start. */
    private byte[] nextHeld;

    private AsofJoinOperator(AsofJoin plan, Side left, Side right) {
        uid = plan.uid();
        isOuter = plan.isOuter();
        match = new AsofMatch(plan.match(), right.rows);
        looksBack = plan.match().looksBack();
        this.left = left;
        this.right = right;
        out = new BatchBuilder(plan.schema());
    }

    static Operator of(AsofJoin plan, StateTables tables) {
        return new AsofJoinOperator(
                plan,
                new Side(
                        plan.left().schema(), plan.leftKeys(), plan.leftTime(),
                        OrderedTables.of(tables, plan.uid(), 0)),
                new Side(
                        plan.right().schema(), plan.rightKeys(), plan.rightTime(),
                        OrderedTables.of(tables, plan.uid(), 1)));
    }

    /** One input: its rows that have a key and a time. */
    private static final class Side {
        private final RowPlace place;
        private final KeyEncoder matched;
        private final int columns;
        private final OrderedTable rows;
        private final PartitionedBatch batch;
        private int[] selected = new int[16];

        Side(Schema schema, List<Integer> keys, int time, OrderedTable rows) {
            List<SortKey> byTime = List.of(SortKey.ascending(time));
            place = new RowPlace(schema, keys, byTime);
            List<SortKey> all = new ArrayList<>(keys.stream().map(SortKey::ascending).toList());
            all.addAll(byTime);
            matched = KeyEncoder.ordered(schema, all);
            columns = schema.size();
            this.rows = rows;
            batch = new PartitionedBatch(place);
        }

        /** The rows that may match something, or those that never do. */
        DeltaBatch matchable(DeltaBatch input, boolean isMatchable) {
            int count = 0;
            selected = selected.length < input.size() ? new int[input.size()] : selected;
            for (int i = 0; i < input.size(); i++) {
                if (matched.hasNull(input, i) != isMatchable) {
                    selected[count++] = i;
                }
            }
            return count == input.size() ? input : input.select(selected, count);
        }
    }

    @Override
    public List<StateTable> state() {
        return List.of(left.rows, right.rows);
    }

    @Override
    public boolean isHolding() {
        return !heldGroups.isEmpty();
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        if (isHolding() && !step.isLoading()) {
            putOutHeld(step, inputs[0].isEmpty() && inputs[1].isEmpty());
        }
        right.batch.begin(right.matchable(inputs[1], true));
        while (right.batch.next()) {
            if (step.isLoading()) {
                heldGroups.set(right.batch.group());
                right.batch.changes().apply(right.rows);
            } else {
                followRight(right.batch.changes(), step);
            }
        }
        left.batch.begin(left.matchable(inputs[0], true));
        while (left.batch.next()) {
            if (step.isLoading()) {
                heldGroups.set(left.batch.group());
            } else {
                followLeft(left.batch.changes(), step);
            }
            left.batch.changes().apply(left.rows);
        }
        if (isOuter) {
            passOn(left.matchable(inputs[0], false));
        }
        if (left.rows.negativeEntries() != 0 || right.rows.negativeEntries() != 0) {
            throw new IllegalStateException("asof join " + uid + ": a row was retracted that is not there");
        }
        return out.build();
    }

    // ---- changes of the right side ----------------------------------------------------------------------------------

    private void followRight(PartitionChanges changes, Step step) {
        for (int i = 0; i < changes.count(); i++) {
            int change = looksBack ? i : changes.count() - 1 - i;
            if (changes.weight(change) < 0) {
                followRight(changes, change, step);
            }
        }
        for (int i = changes.count() - 1; i >= 0; i--) {
            int change = looksBack ? i : changes.count() - 1 - i;
            if (changes.weight(change) > 0) {
                followRight(changes, change, step);
            }
        }
    }

    private void followRight(PartitionChanges changes, int change, Step step) {
        changes.read(change, rightRow);
        long after = right.rows.add(
                changes.array(), changes.keyStart(change), changes.keyEnd(change), changes.weight(change),
                changes.array(), changes.keyEnd(change), rightRow.rowEnd);
        boolean was = after - changes.weight(change) > 0;
        if (was == after > 0) {
            return;
        }
        byte[] itself = Arrays.copyOfRange(rightRow.rowData, rightRow.rowStart, rightRow.rowEnd);
        AsofMatch.Concerned concerned = match.concerned(rightRow, changes, change);
        byte[] from = concerned.from();
        int prefixLength = changes.prefixLength();
        OrderedTable.Cursor cursor = left.rows.seek(from, 0, from.length);
        while (cursor.startsWith(from, 0, prefixLength) && isBefore(cursor, concerned.to())) {
            PartitionChanges.read(cursor, prefixLength, row);
            put(row, was ? itself : concerned.other(), -cursor.weight());
            put(row, was ? concerned.other() : itself, cursor.weight());
            pauseNow(step);
            cursor.advance();
        }
    }

    private static boolean isBefore(OrderedTable.Cursor cursor, byte[] end) {
        return end == null
                || Arrays.compareUnsigned(cursor.data(), cursor.keyStart(), cursor.keyEnd(), end, 0, end.length) < 0;
    }

    // ---- changes of the left side -----------------------------------------------------------------------------------

    private void followLeft(PartitionChanges changes, Step step) {
        for (int change = 0; change < changes.count(); change++) {
            changes.read(change, row);
            byte[] matched = match.of(row, changes.array(), changes.prefixLength());
            put(row, matched, changes.weight(change));
            pauseNow(step);
        }
    }

    private void passOn(DeltaBatch unmatched) {
        for (int i = 0; i < unmatched.size(); i++) {
            for (int column = 0; column < left.columns; column++) {
                out.column(column).append(unmatched.column(column), i);
            }
            endUnmatched(unmatched.weight(i));
        }
    }

    private void put(PlacedRow leftRow, byte[] matched, long weight) {
        if (matched == null && !isOuter) {
            return;
        }
        left.place.codec().decode(leftRow.rowData, leftRow.rowStart, out, 0);
        if (matched == null) {
            endUnmatched(weight);
        } else {
            right.place.codec().decode(matched, 0, out, left.columns);
            out.endRow(weight);
        }
    }

    private void endUnmatched(long weight) {
        for (int column = 0; column < right.columns; column++) {
            out.column(left.columns + column).appendNull();
        }
        out.endRow(weight);
    }

    private void pauseNow(Step step) {
        if (out.size() % Step.PAUSE_ROWS == 0) {
            step.pause().take(out.heapBytes());
        }
    }

    // ---- content ----------------------------------------------------------------------------------------------------

    /**
     * Matches the rows that were only kept while content was loaded: once each, instead of with every slice of the
     * other side.
     *
     * @param isBounded enough of them, not all
     */
    private void putOutHeld(Step step, boolean isBounded) {
        for (int group = heldGroups.nextSetBit(0); group >= 0; group = heldGroups.nextSetBit(group)) {
            byte[] ofGroup = {(byte) group};
            byte[] from = nextHeld == null ? ofGroup : nextHeld;
            OrderedTable.Cursor cursor = left.rows.seek(from, 0, from.length);
            for (; cursor.startsWith(ofGroup, 0, 1); cursor.advance()) {
                if (isBounded && out.size() >= HELD_ROWS) {
                    nextHeld = Arrays.copyOfRange(cursor.data(), cursor.keyStart(), cursor.keyEnd());
                    return;
                }
                byte[] prefix = PartitionChanges.prefix(cursor);
                PartitionChanges.read(cursor, prefix.length, row);
                put(row, match.of(row, prefix, prefix.length), cursor.weight());
                pauseNow(step);
            }
            nextHeld = null;
            heldGroups.clear(group);
        }
    }
}

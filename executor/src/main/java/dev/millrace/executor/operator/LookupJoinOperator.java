package dev.millrace.executor.operator;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyEncoder;
import dev.millrace.executor.plan.LookupJoin;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.state.KeyGroups;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * Lookup join: ΔA⋈B′, and nothing for ΔB. B′ holds the right side's changes of the same epoch: who is written together
 * with what it looks up finds it. What a left row was given is remembered ({@link Arrivals}) where left rows may go.
 *
 * <p>While content is loaded left rows wait until the right side is whole.
 */
final class LookupJoinOperator implements Operator {

    /** Rows put out at once of those that were held back, about. */
    private static final int HELD_ROWS = 16_384;

    private final LookupJoin plan;
    private final Side left;
    private final Side right;
    private final OrderedTable rightRows;
    private final OrderedTable waiting;
    /** Null where left rows never go. */
    private final Arrivals arrivals;
    private final BatchBuilder out;
    private final PlacedRow row = new PlacedRow();
    private final PlacedRow rightRow = new PlacedRow();
    /** The key groups of left rows that wait. */
    private final BitSet heldGroups = new BitSet(KeyGroups.COUNT);

    private LookupJoinOperator(
            LookupJoin plan, OrderedTable rightRows, OrderedTable waiting, OrderedTable given) {
        this.plan = plan;
        left = new Side(plan.left().schema(), plan.leftKeys());
        right = new Side(plan.right().schema(), plan.rightKeys());
        this.rightRows = rightRows;
        this.waiting = waiting;
        arrivals = given == null ? null : new Arrivals(given);
        out = new BatchBuilder(plan.schema());
    }

    /** @param isLeftAppendOnly whether left rows never go */
    static Operator of(LookupJoin plan, StateTables tables, boolean isLeftAppendOnly) {
        return new LookupJoinOperator(
                plan, OrderedTables.of(tables, plan.uid(), 0), OrderedTables.of(tables, plan.uid(), 1),
                isLeftAppendOnly ? null : OrderedTables.of(tables, plan.uid(), 2));
    }

    /** One input, dealt by its keys; a key with NULL in it matches nothing. */
    private static final class Side {
        private final RowPlace place;
        private final KeyEncoder key;
        private final PartitionedBatch batch;

        Side(Schema schema, List<Integer> keys) {
            place = new RowPlace(schema, keys, List.of());
            key = KeyEncoder.ordered(schema, keys.stream().map(SortKey::ascending).toList());
            batch = new PartitionedBatch(place);
        }

        /** The rows that may match something, or those that never do. */
        DeltaBatch rows(DeltaBatch input, boolean mayMatch) {
            int[] selected = new int[input.size()];
            int count = 0;
            for (int i = 0; i < input.size(); i++) {
                if (key.hasNull(input, i) != mayMatch) {
                    selected[count++] = i;
                }
            }
            return count == input.size() ? input : input.select(selected, count);
        }
    }

    @Override
    public List<StateTable> state() {
        return arrivals == null ? List.of(rightRows, waiting) : List.of(rightRows, waiting, arrivals.table());
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
        right.batch.begin(right.rows(inputs[1], true));
        while (right.batch.next()) {
            right.batch.changes().apply(rightRows);
        }
        left.batch.begin(left.rows(inputs[0], true));
        while (left.batch.next()) {
            if (step.isLoading()) {
                heldGroups.set(left.batch.group());
                left.batch.changes().apply(waiting);
            } else {
                follow(left.batch.changes(), step);
            }
        }
        if (plan.isOuter()) {
            passOn(left.rows(inputs[0], false));
        }
        if (rightRows.negativeEntries() != 0 || !step.isLoading() && waiting.negativeEntries() != 0) {
            throw new IllegalStateException("lookup join " + plan.uid() + ": a row was retracted that is not there");
        }
        return out.build();
    }

    private void follow(PartitionChanges changes, Step step) {
        for (int change = 0; change < changes.count(); change++) {
            changes.read(change, row);
            byte[] key = Arrivals.key(changes.array(), changes.keyStart(change), changes.keyEnd(change));
            long weight = changes.weight(change);
            if (weight > 0) {
                arrive(key, changes.array(), changes.prefixLength(), weight);
            } else {
                leave(key, -weight);
            }
            pauseNow(step);
        }
    }

    /** The left row, wherever {@link #row} is, meets what is there now. */
    private void arrive(byte[] key, byte[] prefix, int prefixLength, long weight) {
        if (arrivals != null) {
            arrivals.begin(key, weight);
        }
        boolean isMatched = false;
        OrderedTable.Cursor cursor = rightRows.seek(prefix, 0, prefixLength);
        for (; cursor.startsWith(prefix, 0, prefixLength); cursor.advance()) {
            PartitionChanges.read(cursor, prefixLength, rightRow);
            put(rightRow.rowData, rightRow.rowStart, weight * cursor.weight());
            if (arrivals != null) {
                arrivals.add(rightRow, cursor.weight());
            }
            isMatched = true;
        }
        if (!isMatched) {
            putUnmatched(weight);
        }
    }

    private void leave(byte[] key, long weight) {
        if (arrivals == null) {
            throw new IllegalStateException("lookup join " + plan.uid() + ": a row of what only grows was retracted");
        }
        for (long rest = weight; rest > 0;) {
            Arrivals.Given given = arrivals.takeBack(key, rest);
            if (given == null) {
                throw new IllegalStateException(
                        "lookup join " + plan.uid() + ": a row was retracted that is not there");
            }
            given.rows().forEach(matched -> put(matched.row(), 0, -given.weight() * matched.weight()));
            if (given.rows().isEmpty()) {
                putUnmatched(-given.weight());
            }
            rest -= given.weight();
        }
    }

    private void passOn(DeltaBatch unmatched) {
        for (int i = 0; i < unmatched.size(); i++) {
            for (int column = 0; column < unmatched.columnCount(); column++) {
                out.column(column).append(unmatched.column(column), i);
            }
            endUnmatched(unmatched.weight(i));
        }
    }

    private void put(byte[] matched, int start, long weight) {
        left.place.codec().decode(row.rowData, row.rowStart, out, 0);
        right.place.codec().decode(matched, start, out, plan.left().schema().size());
        out.endRow(weight);
    }

    private void putUnmatched(long weight) {
        if (plan.isOuter()) {
            left.place.codec().decode(row.rowData, row.rowStart, out, 0);
            endUnmatched(weight);
        }
    }

    private void endUnmatched(long weight) {
        for (int column = plan.left().schema().size(); column < plan.schema().size(); column++) {
            out.column(column).appendNull();
        }
        out.endRow(weight);
    }

    private void pauseNow(Step step) {
        if (out.size() % Step.PAUSE_ROWS == 0) {
            step.pause().take(out.heapBytes());
        }
    }

    /** @param isBounded enough of those that wait, not all */
    private void putOutHeld(Step step, boolean isBounded) {
        for (int group = heldGroups.nextSetBit(0); group >= 0; group = heldGroups.nextSetBit(group)) {
            byte[] ofGroup = {(byte) group};
            OrderedTable.Cursor cursor = waiting.seek(ofGroup, 0, 1);
            while (cursor.startsWith(ofGroup, 0, 1)) {
                if (isBounded && out.size() >= HELD_ROWS) {
                    return;
                }
                byte[] prefix = PartitionChanges.prefix(cursor);
                byte[] entry = Arrays.copyOfRange(cursor.data(), cursor.keyStart(), cursor.valueEnd());
                int keyLength = cursor.keyEnd() - cursor.keyStart();
                long weight = cursor.weight();
                PartitionChanges.read(cursor, prefix.length, row);
                row.rowStart -= cursor.keyStart();
                row.rowData = entry;
                arrive(Arrivals.key(entry, 0, keyLength), prefix, prefix.length, weight);
                waiting.add(entry, 0, keyLength, -weight, entry, 0, 0);
                pauseNow(step);
                cursor = waiting.seek(entry, 0, keyLength);
            }
            heldGroups.clear(group);
        }
    }
}

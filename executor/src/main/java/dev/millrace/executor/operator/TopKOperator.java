package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.DistinctKeys;
import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.state.KeyGroups;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateTable;

/**
 * The rows at some positions of each partition, in an order. All rows are kept, in order; Δ: for each partition that
 * a step touches, the rows that left the window and those that came into it, found by reading the window before and
 * after. A partition all of whose changes lie behind a full window is only stored.
 *
 * <p>Without a limit and a rank the window is everything but the first {@code offset} rows: out(Δ) = Δ minus the
 * change of those.
 */
final class TopKOperator implements Operator {

    private final String uid;
    private final boolean isIdentity;
    private final boolean isComplement;
    private final long offset;
    private final long limit;
    private final boolean withTies;
    private final RowPlace place;
    private final OrderedTable rows;
    private final WindowOutput output;

    private final EncodedKeys partitionKeys = new EncodedKeys();
    private final DistinctKeys partitions = new DistinctKeys();
    private final ByteBuilder entryKey = new ByteBuilder();
    private final ByteBuilder entryValue = new ByteBuilder();

    TopKOperator(Plan.TopK plan, OrderedTable rows) {
        this.rows = rows;
        uid = plan.uid();
        boolean isRanked = plan.rank();
        isIdentity = plan.limit() < 0 && plan.offset() == 0 && !isRanked;
        isComplement = plan.limit() < 0 && plan.offset() > 0 && !isRanked;
        offset = isComplement ? 0 : plan.offset();
        limit = isComplement ? plan.offset() : plan.limit();
        withTies = plan.withTies() && plan.limit() > 0;
        place = new RowPlace(plan);
        output = new WindowOutput(plan, isComplement);
    }

    @Override
    public List<StateTable> state() {
        return isIdentity ? List.of() : List.of(rows);
    }

    /** What a partition puts out, and the last entry that decided it; null when the window is not full. */
    private record Window(List<WindowOutput.Taken> taken, byte[] lastOrder, byte[] lastKey) {}

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        DeltaBatch input = inputs[0];
        if (isIdentity || input.isEmpty()) {
            return isIdentity ? input : output.build();
        }
        partitionKeys.encode(place.partition(), input);
        partitions.find(partitionKeys);
        int[] nextRow = partitions.nextRows(input.size());
        if (isComplement) {
            output.passOn(input);
        }
        if (!rows.isComplete()) {
            want(input);
        }
        // One partition after the other, so that its three visits find the same leaf.
        for (int partition = 0; partition < partitions.count(); partition++) {
            Window before = window(partition);
            boolean isTouched = false;
            for (int row = partitions.firstRow(partition); row >= 0; row = nextRow[row]) {
                isTouched |= apply(input, row, before);
            }
            if (isTouched) {
                output.difference(before.taken(), window(partition).taken());
            }
        }
        if (rows.negativeEntries() != 0) {
            throw new IllegalStateException("top-k " + uid + ": a row was retracted that is not there");
        }
        return output.build();
    }

    private int prefix(int partition) {
        int row = partitions.firstRow(partition);
        entryKey.clear();
        entryKey.append(KeyGroups.of(partitionKeys.hash(row)));
        entryKey.append(partitionKeys.array(), partitionKeys.start(row), partitionKeys.end(row));
        return entryKey.size();
    }

    /** Only the window is looked at: of the changed rows behind it just those entries are read. */
    private void want(DeltaBatch input) {
        for (int row = 0; row < input.size(); row++) {
            encode(input, row, prefix(partitions.ofRow(row)));
            rows.want(entryKey.array(), 0, entryKey.size());
        }
        rows.loadWanted();
    }

    /** Fills the entry's key behind the prefix, and its value; returns where the order ends in the key. */
    private int encode(DeltaBatch input, int row, int orderStart) {
        place.order().encode(input, row, entryKey);
        int orderEnd = entryKey.size();
        entryValue.clear();
        entryValue.appendLittleEndian(orderEnd - orderStart);
        place.codec().encode(input, row, entryValue);
        place.appendRest(input, row, entryKey, entryValue, 8);
        return orderEnd;
    }

    /** Stores a change; answers whether it can concern the window. */
    private boolean apply(DeltaBatch input, int row, Window before) {
        int orderStart = prefix(partitions.ofRow(row));
        int orderEnd = encode(input, row, orderStart);
        rows.add(
                entryKey.array(), 0, entryKey.size(), input.weight(row), entryValue.array(), 0, entryValue.size());
        if (before.lastKey() == null) {
            return true;
        }
        byte[] last = withTies ? before.lastOrder() : before.lastKey();
        int end = withTies ? orderEnd : entryKey.size();
        return Arrays.compareUnsigned(entryKey.array(), orderStart, end, last, 0, last.length) <= 0;
    }

    private Window window(int partition) {
        int prefix = prefix(partition);
        List<WindowOutput.Taken> taken = new ArrayList<>();
        long end = limit < 0 ? Long.MAX_VALUE : offset + limit;
        if (end == 0) {
            return new Window(taken, new byte[0], new byte[0]);
        }
        byte[] lastOrder = null;
        byte[] lastKey = null;
        long position = 0;
        OrderedTable.Cursor cursor = rows.seek(entryKey.array(), 0, prefix);
        for (; cursor.startsWith(entryKey.array(), 0, prefix); cursor.advance()) {
            byte[] data = cursor.data();
            int keyStart = cursor.keyStart() + prefix;
            int orderEnd = keyStart + (int) PayloadWords.get(data, cursor.keyEnd());
            boolean isTie = lastOrder != null
                    && withTies
                    && Arrays.equals(data, keyStart, orderEnd, lastOrder, 0, lastOrder.length);
            if (position >= end && !isTie) {
                break;
            }
            long next = position + cursor.weight();
            long from = Math.max(position, offset);
            long to = withTies ? next : Math.min(next, end);
            if (to > from) {
                taken.add(new WindowOutput.Taken(
                        Arrays.copyOfRange(data, keyStart, cursor.keyEnd()),
                        Arrays.copyOfRange(data, cursor.keyEnd() + 8, cursor.valueEnd()),
                        from,
                        to - from));
            }
            if (position < end && next >= end) {
                lastOrder = Arrays.copyOfRange(data, keyStart, orderEnd);
                lastKey = Arrays.copyOfRange(data, keyStart, cursor.keyEnd());
            }
            position = next;
        }
        return new Window(taken, lastOrder, lastKey);
    }
}

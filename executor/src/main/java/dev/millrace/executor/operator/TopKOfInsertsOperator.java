package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.state.KeyedTable;
import dev.millrace.executor.state.StateTable;

/**
 * The rows at the first positions of each partition, over an input of which no row is ever taken back: what has
 * fallen behind the window cannot return, so the window is all that is kept, in one record a partition. Δ: for each
 * partition that a step touches, the window before and after; most rows are turned away by one look at its last entry.
 *
 * <p>An entry is kept with the bytes of the order that was asked for. What decides between rows that are equal in it
 * follows from the row and is put together only when there are such rows.
 */
final class TopKOfInsertsOperator implements Operator {

    /** Weight, then the lengths of order and row. */
    private static final int ENTRY_HEADER = 16;

    private final String uid;
    private final long offset;
    private final long end;
    private final RowPlace place;
    private final KeyedTable table;
    private final TouchedEntries touched;
    private final WindowOutput output;
    private final BatchBuilder tied;

    private final EncodedKeys keys = new EncodedKeys();
    private final ByteBuilder order = new ByteBuilder();
    private final ByteBuilder encodedRow = new ByteBuilder();
    private final ByteBuilder rest = new ByteBuilder();
    private final ByteBuilder otherRest = new ByteBuilder();
    private final ByteBuilder payload = new ByteBuilder();
    private int[] firstRow = new int[16];
    private int[] nextRow = new int[16];
    /** Bytes of a window of one entry, about. */
    private int expected;

    /** Equal rows of the window, {@code count} of them. */
    private record Entry(byte[] order, byte[] row, long count) {}

    TopKOfInsertsOperator(Plan.TopK plan, KeyedTable table) {
        this.table = table;
        uid = plan.uid();
        offset = plan.offset();
        end = plan.offset() + plan.limit();
        place = new RowPlace(plan);
        touched = new TouchedEntries(table);
        output = new WindowOutput(plan, false);
        tied = new BatchBuilder(plan.input().schema());
    }

    @Override
    public List<StateTable> state() {
        return List.of(table);
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        DeltaBatch input = inputs[0];
        if (input.isEmpty()) {
            return output.build();
        }
        keys.encode(place.partition(), input);
        touched.find(keys);
        chain(input.size());
        for (int partition = 0; partition < touched.count(); partition++) {
            advance(input, partition);
        }
        return output.build();
    }

    private void advance(DeltaBatch input, int partition) {
        int address = touched.address(partition);
        List<Entry> before = null;
        List<Entry> after = null;
        boolean isChanged = false;
        for (int row = firstRow[partition]; row >= 0; row = nextRow[row]) {
            if (input.weight(row) <= 0) {
                throw new IllegalStateException(
                        "top-k " + uid + ": a row was retracted from an input without retractions");
            }
            order.clear();
            place.order().encode(input, row, order);
            if (before == null) {
                if (isTurnedAway(address)) {
                    continue;
                }
                before = read(address);
                after = new ArrayList<>(before);
            }
            isChanged |= insert(input, row, after);
        }
        if (isChanged) {
            output.replaced(window(before), window(after));
            write(address, after);
        }
    }

    /** Links the rows of each partition, in their order. */
    private void chain(int rows) {
        if (firstRow.length < touched.count()) {
            firstRow = new int[Math.max(touched.count(), 2 * firstRow.length)];
        }
        if (nextRow.length < rows) {
            nextRow = new int[Math.max(rows, 2 * nextRow.length)];
        }
        Arrays.fill(firstRow, 0, touched.count(), -1);
        for (int row = rows - 1; row >= 0; row--) {
            int partition = touched.ofRow(row);
            nextRow[row] = firstRow[partition];
            firstRow[partition] = row;
        }
    }

    /** Whether a row of this order stands behind the end of the window, as far as the order alone says so. */
    private boolean isTurnedAway(int address) {
        byte[] page = table.page(address);
        int at = table.payload(address);
        int payloadEnd = at + table.payloadLength(address);
        int lastOrder = at;
        int lastEnd = at;
        long count = 0;
        while (at < payloadEnd) {
            count += PayloadWords.get(page, at);
            long lengths = PayloadWords.get(page, at + 8);
            lastOrder = at + ENTRY_HEADER;
            lastEnd = lastOrder + (int) lengths;
            at = lastEnd + (int) (lengths >>> 32);
        }
        return count >= end && Arrays.compareUnsigned(order.array(), 0, order.size(), page, lastOrder, lastEnd) > 0;
    }

    /** Puts the row into its place if that is before the end of the window, and takes out what is pushed behind it. */
    private boolean insert(DeltaBatch input, int row, List<Entry> entries) {
        rest.clear();
        encodedRow.clear();
        int at = 0;
        int comparison = 1;
        long position = 0;
        while (at < entries.size() && position < end) {
            comparison = compare(input, row, entries.get(at));
            if (comparison <= 0) {
                break;
            }
            position += entries.get(at++).count();
        }
        if (position >= end) {
            return false;
        }
        if (at < entries.size() && comparison == 0) {
            Entry same = entries.get(at);
            entries.set(at, new Entry(same.order(), same.row(), Math.addExact(same.count(), input.weight(row))));
        } else {
            encodeRow(input, row);
            entries.add(at, new Entry(order.toBytes(), encodedRow.toBytes(), input.weight(row)));
        }
        while (at < entries.size() && position < end) {
            position += entries.get(at++).count();
        }
        if (at < entries.size()) {
            entries.subList(at, entries.size()).clear();
        }
        return true;
    }

    private void encodeRow(DeltaBatch input, int row) {
        if (encodedRow.size() == 0) {
            place.codec().encode(input, row, encodedRow);
        }
    }

    /** How a row, whose order is ready, stands to an entry. */
    private int compare(DeltaBatch input, int row, Entry entry) {
        int comparison = Arrays.compareUnsigned(order.array(), 0, order.size(), entry.order(), 0, entry.order().length);
        if (comparison != 0) {
            return comparison;
        }
        if (rest.size() == 0) {
            encodeRow(input, row);
            place.appendRest(input, row, rest, encodedRow, 0);
        }
        place.codec().decode(entry.row(), 0, tied, 0);
        tied.endRow(1);
        payload.clear();
        payload.append(entry.row(), 0, entry.row().length);
        otherRest.clear();
        place.appendRest(tied.build(), 0, otherRest, payload, 0);
        return Arrays.compareUnsigned(rest.array(), 0, rest.size(), otherRest.array(), 0, otherRest.size());
    }

    /** All entries, with what of them is in the window. */
    private List<WindowOutput.Taken> window(List<Entry> entries) {
        List<WindowOutput.Taken> taken = new ArrayList<>(entries.size());
        long position = 0;
        for (Entry entry : entries) {
            long next = position + entry.count();
            long from = Math.clamp(position, offset, end);
            long to = Math.clamp(next, offset, end);
            taken.add(new WindowOutput.Taken(entry.order(), entry.row(), from, to - from));
            position = next;
        }
        return taken;
    }

    private List<Entry> read(int address) {
        List<Entry> entries = new ArrayList<>();
        byte[] page = table.page(address);
        int at = table.payload(address);
        int payloadEnd = at + table.payloadLength(address);
        while (at < payloadEnd) {
            long lengths = PayloadWords.get(page, at + 8);
            int orderStart = at + ENTRY_HEADER;
            int rowStart = orderStart + (int) lengths;
            int rowEnd = rowStart + (int) (lengths >>> 32);
            entries.add(new Entry(
                    Arrays.copyOfRange(page, orderStart, rowStart),
                    Arrays.copyOfRange(page, rowStart, rowEnd),
                    PayloadWords.get(page, at)));
            at = rowEnd;
        }
        return entries;
    }

    private void write(int address, List<Entry> entries) {
        payload.clear();
        for (Entry entry : entries) {
            payload.appendLittleEndian(entry.count());
            payload.appendLittleEndian((long) entry.row().length << 32 | entry.order().length);
            payload.append(entry.order(), 0, entry.order().length);
            payload.append(entry.row(), 0, entry.row().length);
        }
        int target = address;
        if (table.payloadLength(address) != payload.size()) {
            target = table.resize(address, payload.size());
        }
        System.arraycopy(payload.array(), 0, table.page(target), table.payload(target), payload.size());
        table.changed(target);
        if (entries.size() == 1) {
            expected += (payload.size() - expected) / 8;
            table.expect(expected + expected / 8);
        }
    }
}

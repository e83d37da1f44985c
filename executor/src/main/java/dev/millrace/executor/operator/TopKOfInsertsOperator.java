package dev.millrace.executor.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
 */
final class TopKOfInsertsOperator implements Operator {

    /** Weight, length of the key, length of the row. */
    private static final int ENTRY_HEADER = 24;

    private final String uid;
    private final long offset;
    private final long end;
    private final RowPlace place;
    private final KeyedTable table;
    private final TouchedEntries touched;
    private final WindowOutput output;

    private final EncodedKeys keys = new EncodedKeys();
    private final ByteBuilder key = new ByteBuilder();
    private final ByteBuilder encodedRow = new ByteBuilder();
    private final ByteBuilder payload = new ByteBuilder();
    private int[] firstRow = new int[16];
    private int[] nextRow = new int[16];

    /** Equal rows of the window, {@code count} of them. */
    private record Entry(byte[] key, byte[] row, long count) {}

    TopKOfInsertsOperator(Plan.TopK plan, KeyedTable table) {
        this.table = table;
        uid = plan.uid();
        offset = plan.offset();
        end = plan.offset() + plan.limit();
        place = new RowPlace(plan);
        touched = new TouchedEntries(table);
        output = new WindowOutput(plan, false);
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
            List<Entry> before = read(touched.address(partition));
            List<Entry> after = null;
            for (int row = firstRow[partition]; row >= 0; row = nextRow[row]) {
                List<Entry> now = after == null ? before : after;
                if (comesIn(input, row, now)) {
                    after = after == null ? new ArrayList<>(before) : after;
                    insert(input, row, after);
                }
            }
            if (after != null) {
                output.difference(window(before), window(after));
                write(partition, after);
            }
        }
        return output.build();
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

    /** Whether the row stands before the end of the window; if so its key and bytes are ready in the buffers. */
    private boolean comesIn(DeltaBatch input, int row, List<Entry> now) {
        if (input.weight(row) <= 0) {
            throw new IllegalStateException("top-k " + uid + ": a row was retracted from an input without retractions");
        }
        key.clear();
        place.order().encode(input, row, key);
        byte[] last = isFull(now) ? now.getLast().key() : null;
        if (last != null && Arrays.compareUnsigned(
                key.array(), 0, key.size(), last, 0, Math.min(last.length, key.size())) > 0) {
            return false;
        }
        encodedRow.clear();
        place.codec().encode(input, row, encodedRow);
        place.appendRest(input, row, key, encodedRow, 0);
        return last == null || Arrays.compareUnsigned(key.array(), 0, key.size(), last, 0, last.length) < 0;
    }

    private boolean isFull(List<Entry> entries) {
        long count = 0;
        for (Entry entry : entries) {
            count += entry.count();
        }
        return count >= end;
    }

    private void insert(DeltaBatch input, int row, List<Entry> entries) {
        int at = 0;
        int order = 1;
        while (at < entries.size() && order > 0) {
            byte[] other = entries.get(at).key();
            order = Arrays.compareUnsigned(key.array(), 0, key.size(), other, 0, other.length);
            at += order > 0 ? 1 : 0;
        }
        if (at < entries.size() && order == 0) {
            Entry same = entries.get(at);
            long count = Math.addExact(same.count(), input.weight(row));
            entries.set(at, new Entry(same.key(), same.row(), count));
        } else {
            entries.add(at, new Entry(key.toBytes(), encodedRow.toBytes(), input.weight(row)));
        }
        long position = 0;
        int kept = 0;
        while (kept < entries.size() && position < end) {
            position += entries.get(kept++).count();
        }
        entries.subList(kept, entries.size()).clear();
    }

    private List<WindowOutput.Taken> window(List<Entry> entries) {
        List<WindowOutput.Taken> taken = new ArrayList<>(entries.size());
        long position = 0;
        for (Entry entry : entries) {
            long next = position + entry.count();
            long from = Math.max(position, offset);
            long to = Math.min(next, end);
            if (to > from) {
                taken.add(new WindowOutput.Taken(entry.key(), entry.row(), from, to - from));
            }
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
            int keyStart = at + ENTRY_HEADER;
            int rowStart = keyStart + (int) PayloadWords.get(page, at + 8);
            int rowEnd = rowStart + (int) PayloadWords.get(page, at + 16);
            entries.add(new Entry(
                    Arrays.copyOfRange(page, keyStart, rowStart),
                    Arrays.copyOfRange(page, rowStart, rowEnd),
                    PayloadWords.get(page, at)));
            at = rowEnd;
        }
        return entries;
    }

    private void write(int partition, List<Entry> entries) {
        payload.clear();
        for (Entry entry : entries) {
            payload.appendLittleEndian(entry.count());
            payload.appendLittleEndian(entry.key().length);
            payload.appendLittleEndian(entry.row().length);
            payload.append(entry.key(), 0, entry.key().length);
            payload.append(entry.row(), 0, entry.row().length);
        }
        int address = touched.address(partition);
        if (table.payloadLength(address) != payload.size()) {
            address = table.resize(address, payload.size());
        }
        System.arraycopy(payload.array(), 0, table.page(address), table.payload(address), payload.size());
        table.changed(address);
    }
}

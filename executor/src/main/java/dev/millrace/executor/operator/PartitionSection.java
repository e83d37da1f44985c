package dev.millrace.executor.operator;

import java.util.Arrays;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.window.WindowRows;

/**
 * Consecutive rows of a partition as it is and as it will be, copied out of the state; before them, with others left
 * out between, the rows of a lead, which are among the {@link #rows} but have no index here.
 */
final class PartitionSection {

    private final NeededColumns needed;
    /** Null in a lead itself, and as long as nothing was put there. */
    private PartitionSection lead;
    private final ByteBuilder bytes = new ByteBuilder(1024);
    private int[] starts = new int[64];
    private int[] orderEnds = new int[64];
    private int[] placeEnds = new int[64];
    private int[] ends = new int[64];
    private long[] before = new long[64];
    private long[] after = new long[64];
    private int stored;
    /** How many of the rows were put in front; they lie backwards. */
    private int inFront;

    PartitionSection(NeededColumns needed) {
        this.needed = needed;
    }

    void clear() {
        if (lead != null) {
            lead.clear();
        }
        bytes.clear();
        stored = 0;
        inFront = 0;
    }

    int size() {
        return stored;
    }

    /** Bytes that it holds. */
    long heapBytes() {
        return bytes.size() + 32L * stored + (lead == null ? 0 : lead.heapBytes());
    }

    /** Puts a row before all others; no more of these once one was put behind. */
    void addBefore(PlacedRow row) {
        addBehind(row);
        inFront++;
    }

    void addBehind(PlacedRow row) {
        if (stored == starts.length) {
            starts = Arrays.copyOf(starts, 2 * stored);
            orderEnds = Arrays.copyOf(orderEnds, 2 * stored);
            placeEnds = Arrays.copyOf(placeEnds, 2 * stored);
            ends = Arrays.copyOf(ends, 2 * stored);
            before = Arrays.copyOf(before, 2 * stored);
            after = Arrays.copyOf(after, 2 * stored);
        }
        starts[stored] = bytes.size();
        orderEnds[stored] = bytes.size() + row.orderEnd - row.placeStart;
        bytes.append(row.data, row.placeStart, row.placeEnd);
        placeEnds[stored] = bytes.size();
        bytes.append(row.rowData, row.rowStart, row.rowEnd);
        ends[stored] = bytes.size();
        before[stored] = row.before;
        after[stored++] = row.after;
    }

    /** Puts a row behind the others of the lead; the section is not changed any more. */
    void addLeading(PlacedRow row) {
        if (lead == null) {
            lead = new PartitionSection(needed);
        }
        lead.addBehind(row);
    }

    /** Whether a row stands before all others. */
    boolean isBefore(PlacedRow row) {
        int at = stored(0);
        return Arrays.compareUnsigned(
                row.data, row.placeStart, row.placeEnd, bytes.array(), starts[at], placeEnds[at]) < 0;
    }

    private int stored(int index) {
        return index < inFront ? inFront - 1 - index : index;
    }

    /** How many rows were put in front. */
    int inFront() {
        return inFront;
    }

    /** Whether the row before is there and no peer. */
    boolean isFirstPeer(int index, boolean isAfter) {
        int previous = index - 1;
        while (previous >= 0 && weight(previous, isAfter) == 0) {
            previous--;
        }
        return previous >= 0 && !isPeer(stored(previous), stored(index));
    }

    long weight(int index, boolean isAfter) {
        return isAfter ? after[stored(index)] : before[stored(index)];
    }

    /** Appends the place of the rows at an index. */
    void appendPlace(int index, ByteBuilder out) {
        int at = stored(index);
        out.append(bytes.array(), starts[at], placeEnds[at]);
    }

    /** The first of the rows at an index among {@link #rows}. */
    int[] firstRows(boolean isAfter) {
        int[] first = new int[stored + 1];
        first[0] = lead == null ? 0 : lead.firstRows(isAfter)[lead.stored];
        for (int i = 0; i < stored; i++) {
            first[i + 1] = Math.toIntExact(first[i] + weight(i, isAfter));
        }
        return first;
    }

    /** The rows at one of the two moments, those of the lead first. */
    WindowRows rows(boolean isAfter) {
        StretchBuilder stretch = new StretchBuilder(needed, stored);
        if (lead != null) {
            lead.appendTo(stretch, isAfter);
        }
        appendTo(stretch, isAfter);
        return stretch.build();
    }

    private void appendTo(StretchBuilder stretch, boolean isAfter) {
        int last = -1;
        for (int i = 0; i < stored; i++) {
            int at = stored(i);
            long weight = isAfter ? after[at] : before[at];
            if (weight != 0) {
                stretch.add(bytes.array(), placeEnds[at], weight, last >= 0 && isPeer(last, at));
                last = at;
            }
        }
    }

    private boolean isPeer(int left, int right) {
        byte[] data = bytes.array();
        return Arrays.equals(data, starts[left], orderEnds[left], data, starts[right], orderEnds[right]);
    }

    /** Appends the columns of the row at an index; the caller ends the row. */
    void appendTo(BatchBuilder out, int index) {
        needed.codec().decode(bytes.array(), placeEnds[stored(index)], out, 0);
    }

    /** The needed columns of the row at an index. */
    DeltaBatch single(int index) {
        return single(bytes.array(), placeEnds[stored(index)]);
    }

    /** The needed columns of one row. */
    DeltaBatch single(PlacedRow row) {
        return single(row.rowData, row.rowStart);
    }

    private DeltaBatch single(byte[] data, int at) {
        ColumnBuilder[] columns = needed.builders(1);
        needed.codec().decode(data, at, columns);
        return DeltaBatch.inserts(needed.built(columns, 0), 1);
    }
}

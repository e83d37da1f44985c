package dev.millrace.executor.operator;

import java.util.Arrays;
import java.util.BitSet;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.window.WindowRows;

/** Consecutive rows of a partition as it is and as it will be, copied out of the state. */
final class PartitionSection {

    private final Schema schema;
    private final RowCodec codec;
    private final BitSet needed;
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

    /** @param needed the columns that functions read */
    PartitionSection(Schema schema, BitSet needed) {
        this.schema = schema;
        this.needed = needed;
        codec = new RowCodec(schema);
    }

    void clear() {
        bytes.clear();
        stored = 0;
        inFront = 0;
    }

    int size() {
        return stored;
    }

    /** Bytes that it holds. */
    long heapBytes() {
        return bytes.size() + 32L * stored;
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
        for (int i = 0; i < stored; i++) {
            first[i + 1] = Math.toIntExact(first[i] + weight(i, isAfter));
        }
        return first;
    }

    /** The rows at one of the two moments. */
    WindowRows rows(boolean isAfter) {
        ColumnBuilder[] columns = new ColumnBuilder[schema.size()];
        needed.stream().forEach(column -> columns[column] = new ColumnBuilder(schema.type(column).layout(), stored));
        ColumnBuilder places = new ColumnBuilder(SqlType.Layout.WORD, stored);
        int[] groupOf = new int[stored];
        int[] groupStart = new int[16];
        int size = 0;
        int groups = 0;
        int last = -1;
        for (int i = 0; i < stored; i++) {
            int at = stored(i);
            long weight = isAfter ? after[at] : before[at];
            if (weight == 0) {
                continue;
            }
            if (last < 0 || !isPeer(last, at)) {
                if (groups + 1 >= groupStart.length) {
                    groupStart = Arrays.copyOf(groupStart, 2 * groupStart.length);
                }
                groupStart[groups++] = size;
            }
            last = at;
            for (long copy = 0; copy < weight; copy++) {
                if (size == groupOf.length) {
                    groupOf = Arrays.copyOf(groupOf, 2 * size);
                }
                groupOf[size] = groups - 1;
                codec.decode(bytes.array(), placeEnds[at], columns);
                places.appendWord(size++);
            }
        }
        groupStart[groups] = size;
        Column[] built = new Column[columns.length + 1];
        for (int i = 0; i < columns.length; i++) {
            built[i] = columns[i] == null ? null : columns[i].build();
        }
        built[columns.length] = places.build();
        return new WindowRows(DeltaBatch.inserts(built, size), size, groupOf, groupStart, groups, 0, 0);
    }

    private boolean isPeer(int left, int right) {
        byte[] data = bytes.array();
        return Arrays.equals(data, starts[left], orderEnds[left], data, starts[right], orderEnds[right]);
    }

    /** Appends the columns of the row at an index; the caller ends the row. */
    void appendTo(BatchBuilder out, int index) {
        codec.decode(bytes.array(), placeEnds[stored(index)], out, 0);
    }

    /** The needed columns of one row. */
    DeltaBatch single(PlacedRow row) {
        Column[] built = new Column[schema.size()];
        ColumnBuilder[] columns = new ColumnBuilder[schema.size()];
        needed.stream().forEach(column -> columns[column] = new ColumnBuilder(schema.type(column).layout(), 1));
        codec.decode(row.rowData, row.rowStart, columns);
        needed.stream().forEach(column -> built[column] = columns[column].build());
        return DeltaBatch.inserts(built, 1);
    }
}

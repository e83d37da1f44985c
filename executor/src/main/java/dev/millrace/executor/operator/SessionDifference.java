package dev.millrace.executor.operator;

import java.util.Arrays;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.RowCodec;
import dev.millrace.executor.plan.SessionWindow;

/** A stretch of rows that no session crosses the ends of: cut into sessions as it was and as it is. */
final class SessionDifference {

    private final RowCodec codec;
    private final int inputColumns;
    private final long gapMicros;
    private final BatchBuilder out;
    private final ByteBuilder bytes = new ByteBuilder();
    private int count;
    private int[] rowStarts = new int[16];
    private long[] times = new long[16];
    private long[] before = new long[16];
    private long[] after = new long[16];
    private final Bounds was = new Bounds();
    private final Bounds is = new Bounds();

    /** The session of each row. */
    private static final class Bounds {
        private long[] starts = new long[16];
        private long[] ends = new long[16];
    }

    SessionDifference(SessionWindow plan, RowCodec codec) {
        this.codec = codec;
        inputColumns = plan.input().schema().size();
        gapMicros = plan.gapMicros();
        out = new BatchBuilder(plan.schema());
    }

    /** Rows put out so far. */
    int size() {
        return out.size();
    }

    DeltaBatch build() {
        return out.build();
    }

    void begin() {
        count = 0;
        bytes.clear();
    }

    void add(PlacedRow row) {
        if (count == times.length) {
            rowStarts = Arrays.copyOf(rowStarts, 2 * count);
            times = Arrays.copyOf(times, 2 * count);
            before = Arrays.copyOf(before, 2 * count);
            after = Arrays.copyOf(after, 2 * count);
        }
        rowStarts[count] = bytes.size();
        bytes.append(row.rowData, row.rowStart, row.rowEnd);
        times[count] = time(row);
        before[count] = row.before;
        after[count++] = row.after;
    }

    /** The rows gathered so far stand in the wrong order. */
    void reverse() {
        for (int low = 0, high = count - 1; low < high; low++, high--) {
            int start = rowStarts[low];
            rowStarts[low] = rowStarts[high];
            rowStarts[high] = start;
            swap(times, low, high);
            swap(before, low, high);
            swap(after, low, high);
        }
    }

    private static void swap(long[] values, int left, int right) {
        long value = values[left];
        values[left] = values[right];
        values[right] = value;
    }

    /** The time of a row whose order is its time. */
    static long time(PlacedRow row) {
        return ByteBuilder.bigEndian(row.data, row.placeStart + 1) ^ Long.MIN_VALUE;
    }

    /** Whether one session can hold both rows and nothing between them. */
    boolean isOneSession(long earlier, long later) {
        return end(earlier) > later;
    }

    /** Where a session ends whose last row has this time; at infinity where no time is that late. */
    private long end(long last) {
        return last >= Long.MAX_VALUE - gapMicros ? Long.MAX_VALUE : last + gapMicros;
    }

    void putOut(Step step) {
        cut(before, was);
        cut(after, is);
        for (int row = 0; row < count; row++) {
            boolean isSame = was.starts[row] == is.starts[row] && was.ends[row] == is.ends[row];
            if (before[row] > 0 && after[row] > 0 && isSame) {
                emit(row, is, after[row] - before[row]);
            } else {
                emit(row, was, -before[row]);
                emit(row, is, after[row]);
            }
            if (out.size() % Step.PAUSE_ROWS == 0) {
                step.pause().take(out.heapBytes() + bytes.size());
            }
        }
    }

    /** Rows of no weight belong to no session and hold none together. */
    private void cut(long[] weights, Bounds bounds) {
        if (bounds.starts.length < count) {
            bounds.starts = new long[times.length];
            bounds.ends = new long[times.length];
        }
        int first = -1;
        int last = -1;
        for (int row = 0; row < count; row++) {
            if (weights[row] <= 0) {
                continue;
            }
            if (first < 0) {
                first = row;
            } else if (!isOneSession(times[last], times[row])) {
                fill(bounds, first, last);
                first = row;
            }
            last = row;
        }
        if (first >= 0) {
            fill(bounds, first, last);
        }
    }

    private void fill(Bounds bounds, int first, int last) {
        Arrays.fill(bounds.starts, first, last + 1, times[first]);
        Arrays.fill(bounds.ends, first, last + 1, end(times[last]));
    }

    private void emit(int row, Bounds bounds, long weight) {
        if (weight != 0) {
            codec.decode(bytes.array(), rowStarts[row], out, 0);
            out.column(inputColumns).appendWord(bounds.starts[row]);
            out.column(inputColumns + 1).appendWord(bounds.ends[row]);
            out.endRow(weight);
        }
    }
}

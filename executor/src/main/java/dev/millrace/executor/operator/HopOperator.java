package dev.millrace.executor.operator;

import java.util.Arrays;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.TimeWindows;

/**
 * Copies each row into every window that contains its time and appends the window's bounds. Linear: out(Δ) = hop(Δ),
 * weights unchanged, no state: windows are a function of the row alone, late or not.
 */
final class HopOperator implements Operator {

    private static final int WINDOWS_MAX = 1 << 20;

    private final int timeColumn;
    private final TimeWindows windows;
    private int[] rows = new int[16];
    private long[] starts = new long[16];
    private long[] ends = new long[16];
    private int count;

    HopOperator(Plan.Hop plan) {
        timeColumn = plan.timeColumn();
        windows = plan.windows();
        long size = windows.sizeMicros();
        long slide = windows.slideMicros();
        if (size <= 0 || slide <= 0 || size / slide > WINDOWS_MAX) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "window size and slide must be positive, and "
                    + "a time may lie in at most " + WINDOWS_MAX + " windows");
        }
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        DeltaBatch input = inputs[0];
        WordColumn times = input.words(timeColumn);
        count = 0;
        for (int row = 0; row < input.size(); row++) {
            long time = times.values()[row];
            if (times.isNull(row) || time == Long.MIN_VALUE || time == Long.MAX_VALUE) {
                continue;
            }
            if (windows.grows()) {
                grow(row, time, step);
            } else {
                slide(row, time, step);
            }
        }
        DeltaBatch selected = input.select(rows, count);
        Column[] columns = new Column[input.columnCount() + 2];
        for (int i = 0; i < input.columnCount(); i++) {
            columns[i] = selected.column(i);
        }
        long[] windowStarts = new long[count];
        long[] windowEnds = new long[count];
        for (int i = 0; i < count; i++) {
            windowStarts[i] = starts[i];
            windowEnds[i] = ends[i];
        }
        columns[input.columnCount()] = new WordColumn(windowStarts, null, count);
        columns[input.columnCount() + 1] = new WordColumn(windowEnds, null, count);
        return selected.withColumns(columns);
    }

    /** The last window that starts at or before the time, then backwards while windows still reach it. */
    private void slide(int row, long time, Step step) {
        long size = windows.sizeMicros();
        long last = Math.subtractExact(time, Math.floorMod(time - windows.offsetMicros(), windows.slideMicros()));
        for (long start = last; start > time - size; start -= windows.slideMicros()) {
            add(row, start, start + size, step);
        }
    }

    /** The one start before the time, and every end behind it. */
    private void grow(int row, long time, Step step) {
        long start = Math.subtractExact(time, Math.floorMod(time - windows.offsetMicros(), windows.sizeMicros()));
        long first = start + ((time - start) / windows.slideMicros() + 1) * windows.slideMicros();
        for (long end = first; end <= start + windows.sizeMicros(); end += windows.slideMicros()) {
            add(row, start, end, step);
        }
    }

    private void add(int row, long start, long end, Step step) {
        if (count == rows.length) {
            step.pause().take(20L * count);
            rows = Arrays.copyOf(rows, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        rows[count] = row;
        starts[count] = start;
        ends[count++] = end;
    }
}

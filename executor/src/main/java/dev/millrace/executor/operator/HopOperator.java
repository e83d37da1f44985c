package dev.millrace.executor.operator;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * Copies each row into every window that contains its time and appends the window's bounds. Linear: out(Δ) = hop(Δ),
 * weights unchanged, no state: windows are a function of the row alone, late or not.
 */
final class HopOperator implements Operator {

    private static final int WINDOWS_MAX = 1 << 20;

    private final int timeColumn;
    private final long size;
    private final long slide;
    private final long offset;
    private int[] rows = new int[16];
    private long[] starts = new long[16];

    HopOperator(Plan.Hop plan) {
        timeColumn = plan.timeColumn();
        size = plan.sizeMicros();
        slide = plan.slideMicros();
        offset = plan.offsetMicros();
        if (size <= 0 || slide <= 0 || size / slide > WINDOWS_MAX) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "window size and slide must be positive, and "
                    + "a time may lie in at most " + WINDOWS_MAX + " windows");
        }
    }

    @Override
    public DeltaBatch step(Step step, DeltaBatch[] inputs) {
        DeltaBatch input = inputs[0];
        WordColumn times = input.words(timeColumn);
        int count = 0;
        for (int row = 0; row < input.size(); row++) {
            long time = times.values()[row];
            if (times.isNull(row) || time == Long.MIN_VALUE || time == Long.MAX_VALUE) {
                continue;
            }
            // The last window that starts at or before the time, then backwards while windows still reach it.
            long last = Math.subtractExact(time, Math.floorMod(time - offset, slide));
            for (long start = last; start > time - size; start -= slide) {
                if (count == rows.length) {
                    step.pause().take(12L * count);
                    rows = java.util.Arrays.copyOf(rows, count * 2);
                    starts = java.util.Arrays.copyOf(starts, count * 2);
                }
                rows[count] = row;
                starts[count++] = start;
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
            windowEnds[i] = starts[i] + size;
        }
        columns[input.columnCount()] = new WordColumn(windowStarts, null, count);
        columns[input.columnCount() + 1] = new WordColumn(windowEnds, null, count);
        return selected.withColumns(columns);
    }
}

package dev.millrace.executor.operator;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;

/** Picks the rows that have a time: neither NULL nor infinite. One thread at a time. */
final class TimedRows {

    private final int timeColumn;
    private int[] selected = new int[0];

    TimedRows(int timeColumn) {
        this.timeColumn = timeColumn;
    }

    DeltaBatch of(DeltaBatch input) {
        WordColumn times = input.words(timeColumn);
        int count = 0;
        selected = selected.length < input.size() ? new int[input.size()] : selected;
        for (int i = 0; i < input.size(); i++) {
            long time = times.values()[i];
            if (!times.isNull(i) && time != Long.MIN_VALUE && time != Long.MAX_VALUE) {
                selected[count++] = i;
            }
        }
        return count == input.size() ? input : input.select(selected, count);
    }
}

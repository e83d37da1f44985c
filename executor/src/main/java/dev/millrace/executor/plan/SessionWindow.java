package dev.millrace.executor.plan;

import java.util.List;

/**
 * Assigns each row to its session: the rows of a partition between which no pause is as long as the gap. Appends
 * window_start, the time of the session's first row, and window_end, the gap after its last one, of the time column's
 * type. A row without a time belongs to no session.
 *
 * @param partition empty for one partition over everything
 * @param timeColumn TIMESTAMP or TIMESTAMPTZ column
 * @param schema the input's columns, then the two
 */
public record SessionWindow(
        String uid, Plan input, List<Integer> partition, int timeColumn, long gapMicros, Schema schema)
        implements Plan {

    public SessionWindow {
        partition = List.copyOf(partition);
    }

    @Override
    public List<Plan> inputs() {
        return List.of(input);
    }

    @Override
    public Plan withInputs(String uid, List<Plan> inputs) {
        return new SessionWindow(uid, inputs.getFirst(), partition, timeColumn, gapMicros, schema);
    }
}

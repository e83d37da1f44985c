package dev.millrace.executor.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rows of windows that are closed: whose end is at or before the watermark. The watermark is a relation of one row, the
 * latest time that any row of a stream had, less a delay; of several streams the earliest counts. A stream that may
 * fall idle has no row there while it is, and then holds nothing back; when all are idle, the latest of their
 * stand-ins counts.
 *
 * @param latest for each stream a relation with one row and one column, in every shard: its latest time, or NULL;
 *     behind those the stand-ins
 * @param delaysMicros how far each one's watermark lies behind its latest time
 * @param standIns for each stream the place in {@code latest} of what counts when all are idle, or -1 for a stream
 *     that never is
 * @param endColumn of the input, a time; never NULL
 * @param key columns by which the input is dealt to shards; none for all in one place
 * @param isFinal no row comes any more into a window that is closed: nothing needs to be remembered of it
 */
public record WindowClose(
        String uid,
        Plan input,
        List<Plan> latest,
        List<Long> delaysMicros,
        List<Integer> standIns,
        int endColumn,
        List<Integer> key,
        boolean isFinal)
        implements Plan {

    public WindowClose {
        latest = List.copyOf(latest);
        delaysMicros = List.copyOf(delaysMicros);
        standIns = List.copyOf(standIns);
        key = List.copyOf(key);
    }

    /** Of streams that never are idle. */
    public WindowClose(
            String uid, Plan input, List<Plan> latest, List<Long> delaysMicros, int endColumn, List<Integer> key,
            boolean isFinal) {
        this(uid, input, latest, delaysMicros, Collections.nCopies(latest.size(), -1), endColumn, key, isFinal);
    }

    @Override
    public Schema schema() {
        return input.schema();
    }

    @Override
    public List<Plan> inputs() {
        List<Plan> all = new ArrayList<>();
        all.add(input);
        all.addAll(latest);
        return all;
    }

    @Override
    public Plan withInputs(String uid, List<Plan> inputs) {
        return new WindowClose(
                uid, inputs.getFirst(), inputs.subList(1, inputs.size()), delaysMicros, standIns, endColumn, key,
                isFinal);
    }
}

package dev.millrace.executor.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * What somebody's processor puts out for the rows of each partition, in the order of their time: the partition's
 * columns, then those that it declares. A row without a time is left out.
 *
 * @param initial rows of initial state, or null
 * @param latest what the watermark is made of, as in {@link WindowClose}; none where there is no watermark
 * @param partition columns of the input; empty for one partition over everything
 * @param initialPartition columns of {@code initial} that stand for those
 * @param order the time first, ascending
 * @param rows the input's columns as the processor calls them
 * @param initialRows likewise; null without initial state
 * @param jar digest of the code
 */
public record KeyedProcess(
        String uid,
        Plan input,
        Plan initial,
        List<Plan> latest,
        List<Long> delaysMicros,
        List<Integer> standIns,
        List<Integer> partition,
        List<Integer> initialPartition,
        List<SortKey> order,
        Schema rows,
        Schema initialRows,
        String jar,
        String className,
        Schema schema)
        implements Plan {

    public KeyedProcess {
        latest = List.copyOf(latest);
        delaysMicros = List.copyOf(delaysMicros);
        standIns = List.copyOf(standIns);
        partition = List.copyOf(partition);
        initialPartition = List.copyOf(initialPartition);
        order = List.copyOf(order);
    }

    /** What the processor declares. */
    public Schema declared() {
        return new Schema(schema.fields().subList(partition.size(), schema.size()));
    }

    @Override
    public List<Plan> inputs() {
        List<Plan> all = new ArrayList<>();
        all.add(input);
        if (initial != null) {
            all.add(initial);
        }
        all.addAll(latest);
        return all;
    }

    @Override
    public KeyedProcess withInputs(String uid, List<Plan> inputs) {
        int first = initial == null ? 1 : 2;
        return new KeyedProcess(
                uid, inputs.getFirst(), initial == null ? null : inputs.get(1), inputs.subList(first, inputs.size()),
                delaysMicros, standIns, partition, initialPartition, order, rows,
                initialRows, jar, className, schema);
    }
}

package dev.millrace.planner.logical;

import java.util.ArrayList;
import java.util.List;

/**
 * What a processor puts out for the rows of each partition; see {@code executor.plan.KeyedProcess}.
 *
 * @param initial null where there is no initial state
 * @param rows the input's columns, as the processor calls them
 * @param initialRows likewise
 * @param partition columns of {@code rows}, which come first in the result
 * @param order the time first
 * @param declared what the processor puts out
 */
public record KeyedProcess(
        Rel input,
        Rel initial,
        List<Column> rows,
        List<Column> initialRows,
        List<Integer> partition,
        List<Integer> initialPartition,
        List<Order> order,
        String jar,
        String className,
        List<Column> declared)
        implements Rel {

    public KeyedProcess {
        rows = List.copyOf(rows);
        initialRows = List.copyOf(initialRows);
        partition = List.copyOf(partition);
        initialPartition = List.copyOf(initialPartition);
        order = List.copyOf(order);
        declared = List.copyOf(declared);
    }

    /** The column of {@code rows} that says when a row is. */
    public Column time() {
        return Expressions.columnOf(rows, order.getFirst().column());
    }

    @Override
    public List<Column> columns() {
        List<Column> all = new ArrayList<>();
        partition.forEach(id -> all.add(Expressions.columnOf(rows, id)));
        all.addAll(declared);
        return all;
    }

    @Override
    public List<Rel> inputs() {
        return initial == null ? List.of(input) : List.of(input, initial);
    }

    @Override
    public KeyedProcess withInputs(List<Rel> inputs) {
        return new KeyedProcess(
                inputs.getFirst(), initial == null ? null : inputs.get(1), rows, initialRows, partition,
                initialPartition, order, jar, className, declared);
    }
}

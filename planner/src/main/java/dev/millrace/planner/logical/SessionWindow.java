package dev.millrace.planner.logical;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Expr;

/** Assigns rows to the sessions of their partition; see {@code executor.plan.SessionWindow}. */
public record SessionWindow(
        Rel input, List<Integer> partition, Column time, long gapMicros, Column start, Column end) implements Rel {

    public SessionWindow {
        partition = List.copyOf(partition);
    }

    /** The same sessions, apart for every value of some columns. */
    public SessionWindow partitionedBy(List<Integer> columns) {
        return new SessionWindow(input, columns, time, gapMicros, start, end);
    }

    @Override
    public List<Column> columns() {
        List<Column> all = new ArrayList<>(input.columns());
        all.add(start);
        all.add(end);
        return all;
    }

    @Override
    public List<Rel> inputs() {
        return List.of(input);
    }

    @Override
    public SessionWindow withInputs(List<Rel> inputs) {
        return new SessionWindow(inputs.getFirst(), partition, time, gapMicros, start, end);
    }

    @Override
    public List<Expr> expressions() {
        return List.of(time.reference());
    }
}

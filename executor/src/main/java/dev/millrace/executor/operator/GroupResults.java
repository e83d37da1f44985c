package dev.millrace.executor.operator;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.aggregate.Accumulator;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/** The computed values of all groups that a step touches, at one moment: before its rows, or after. */
final class GroupResults implements Accumulator.Failures {

    private final ColumnBuilder[] builders;
    private final Column[] columns;
    private boolean[] exists = new boolean[16];
    private SqlException[] failures;
    private int groups;

    /** @param layouts of the values */
    GroupResults(List<SqlType.Layout> layouts) {
        builders = layouts.stream().map(ColumnBuilder::new).toArray(ColumnBuilder[]::new);
        columns = new Column[builders.length];
    }

    /**
     * Computes them all.
     *
     * @param rowCounts of each group
     * @param always whether a group without rows is there nevertheless
     */
    void compute(List<AggregateOperator.Computed> computed, long[] rowCounts, int count, boolean always) {
        if (exists.length < count) {
            exists = new boolean[Math.max(count, exists.length * 2)];
        }
        groups = count;
        failures = null;
        for (int group = 0; group < count; group++) {
            exists[group] = always || rowCounts[group] > 0;
        }
        for (int i = 0; i < columns.length; i++) {
            computed.get(i).accumulator().results(exists, count, builders[i], this);
            columns[i] = builders[i].build();
        }
    }

    @Override
    public void failed(int group, SqlException failure) {
        if (failures == null) {
            failures = new SqlException[groups];
        }
        if (failures[group] == null) {
            failures[group] = failure;
        }
    }

    boolean exists(int group) {
        return exists[group];
    }

    /** Why the group has no row though it exists; null when it has one. */
    SqlException failure(int group) {
        return failures == null ? null : failures[group];
    }

    Column column(int index) {
        return columns[index];
    }

    /** For each group, whether its row is the same in both. */
    void compare(GroupResults other, boolean[] isSame) {
        for (int group = 0; group < groups; group++) {
            isSame[group] = exists[group] && other.exists[group];
        }
        if (failures != null || other.failures != null) {
            for (int group = 0; group < groups; group++) {
                isSame[group] &= hasSameFailure(other, group);
            }
        }
        for (int i = 0; i < columns.length; i++) {
            compare(columns[i], other.columns[i], isSame);
        }
    }

    private void compare(Column left, Column right, boolean[] isSame) {
        if (left.nulls() != null || right.nulls() != null) {
            for (int group = 0; group < groups; group++) {
                isSame[group] = isSame[group] && SameValue.at(left, right, group);
            }
            return;
        }
        switch (left) {
            case WordColumn words -> {
                long[] mine = words.values();
                long[] others = ((WordColumn) right).values();
                for (int group = 0; group < groups; group++) {
                    isSame[group] &= mine[group] == others[group];
                }
            }
            case BytesColumn bytes -> {
                BytesColumn others = (BytesColumn) right;
                for (int group = 0; group < groups; group++) {
                    isSame[group] = isSame[group] && Arrays.equals(
                            bytes.data(), bytes.start(group), bytes.end(group),
                            others.data(), others.start(group), others.end(group));
                }
            }
        }
    }

    private boolean hasSameFailure(GroupResults other, int group) {
        SqlException mine = failure(group);
        SqlException its = other.failure(group);
        return mine == null || its == null
                ? mine == its
                : mine.sqlState().equals(its.sqlState()) && mine.getMessage().equals(its.getMessage());
    }
}

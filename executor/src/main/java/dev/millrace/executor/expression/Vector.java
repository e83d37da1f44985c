package dev.millrace.executor.expression;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/**
 * The values of an expression for the rows of a {@link Frame}.
 *
 * @param isConstant the column has one row, which holds for every row of the frame
 * @param failures per row of the column the reason why there is no value, or null when none failed; a failed row's
 *     value is NULL, so that strict functions pass over it
 */
record Vector(Column column, boolean isConstant, SqlException[] failures) {

    static Vector of(Column column) {
        return new Vector(column, false, null);
    }

    static Vector constant(Column column) {
        return new Vector(column, true, null);
    }

    /** What to {@code &} a row of the frame with to get the row of the column. */
    int mask() {
        return isConstant ? 0 : -1;
    }

    SqlException failure(int row) {
        return failures == null ? null : failures[row & mask()];
    }

    long[] words() {
        return ((WordColumn) column).values();
    }

    /** The same values, one for each row. */
    Vector expand(int size) {
        if (!isConstant) {
            return this;
        }
        return new Vector(repeat(column, size), false, expandedFailures(size));
    }

    /** The failures, one entry for each row of a frame. */
    SqlException[] expandedFailures(int size) {
        if (!isConstant || failures == null) {
            return failures;
        }
        SqlException[] all = new SqlException[size];
        java.util.Arrays.fill(all, failures[0]);
        return all;
    }

    private static Column repeat(Column column, int size) {
        boolean isWord = column instanceof WordColumn;
        ColumnBuilder builder = new ColumnBuilder(isWord ? SqlType.Layout.WORD : SqlType.Layout.BYTES);
        if (column.isNull(0)) {
            for (int i = 0; i < size; i++) {
                builder.appendNull();
            }
            return builder.build();
        }
        return switch (column) {
            case WordColumn words -> {
                long[] values = new long[size];
                java.util.Arrays.fill(values, words.values()[0]);
                yield new WordColumn(values, null, size);
            }
            case BytesColumn bytes -> {
                for (int i = 0; i < size; i++) {
                    builder.append(bytes, 0);
                }
                yield builder.build();
            }
        };
    }

    /** The first failure of each row in either, or null. */
    static SqlException[] unite(SqlException[] first, SqlException[] second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        SqlException[] united = first.clone();
        for (int row = 0; row < united.length; row++) {
            if (united[row] == null) {
                united[row] = second[row];
            }
        }
        return united;
    }
}

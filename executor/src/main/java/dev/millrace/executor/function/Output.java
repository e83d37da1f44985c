package dev.millrace.executor.function;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

/** What one run of a {@link Loop} writes: the results in row order, which rows are NULL, and which failed. */
public final class Output {

    private final int size;
    private final long[] words;
    private final ColumnBuilder bytes;
    private long[] nulls;
    private SqlException[] failures;

    /** @param skip the rows that will not be called for: NULL in the result */
    public Output(SqlType.Layout layout, int size, long[] skip) {
        this.size = size;
        this.words = layout == SqlType.Layout.WORD ? new long[size] : null;
        this.bytes = layout == SqlType.Layout.BYTES ? new ColumnBuilder(layout) : null;
        this.nulls = skip == null || words == null ? null : skip.clone();
    }

    /** The values' array, which a loop writes directly. */
    long[] words() {
        return words;
    }

    /** A row that is skipped. */
    void skip(int row) {
        if (bytes != null) {
            bytes.appendNull();
        }
    }

    void fail(int row, SqlException reason) {
        if (failures == null) {
            failures = new SqlException[size];
        }
        failures[row] = reason;
        putNull(row);
    }

    void putNull(int row) {
        if (bytes != null) {
            bytes.appendNull();
            return;
        }
        words[row] = 0;
        if (nulls == null) {
            nulls = Column.newNulls(size);
        }
        nulls[row >> 6] |= 1L << row;
    }

    void put(int row, Text value) {
        if (value == null) {
            putNull(row);
        } else {
            bytes.appendBytes(value.data(), value.start(), value.end());
        }
    }

    void put(int row, String value) {
        if (value == null) {
            putNull(row);
        } else {
            bytes.appendText(value);
        }
    }

    void put(int row, byte[] value) {
        if (value == null) {
            putNull(row);
        } else {
            bytes.appendBytes(value);
        }
    }

    void put(int row, Numeric value) {
        if (value == null) {
            putNull(row);
        } else {
            value.appendTo(bytes);
        }
    }

    /** A numeric {@code unscaled * 10^-scale}. @param scale at most {@link Numeric#COMPACT_SCALE_MAX} */
    void putDecimal(long unscaled, int scale) {
        Numeric.append(bytes, unscaled, scale);
    }

    void put(int row, Interval value) {
        if (value == null) {
            putNull(row);
        } else {
            value.appendTo(bytes);
        }
    }

    void put(int row, Long value) {
        if (value == null) {
            putNull(row);
        } else {
            words[row] = value;
        }
    }

    void put(int row, Integer value) {
        if (value == null) {
            putNull(row);
        } else {
            words[row] = value;
        }
    }

    void put(int row, Boolean value) {
        if (value == null) {
            putNull(row);
        } else {
            words[row] = value ? 1 : 0;
        }
    }

    void put(int row, Double value) {
        if (value == null) {
            putNull(row);
        } else {
            words[row] = Double.doubleToLongBits(value);
        }
    }

    /** Per row, or null when none failed. */
    public SqlException[] failures() {
        return failures;
    }

    public Column column() {
        return bytes != null ? bytes.buildLast() : WordColumn.clearingNulls(words, nulls, size);
    }
}

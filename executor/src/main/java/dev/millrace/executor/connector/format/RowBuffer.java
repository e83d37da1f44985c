package dev.millrace.executor.connector.format;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** The values of one record, one for each column of the relation, before it is known whether the record is a row. */
final class RowBuffer {

    private static final byte NULL = 0;
    private static final byte WORD = 1;
    private static final byte BYTES = 2;
    /** A numeric: the word is its unscaled value, the start its scale. */
    private static final byte DECIMAL = 3;

    private final Schema schema;
    private final int[] columns;
    private final boolean[] isRequired;
    private final byte[] forms;
    private final long[] words;
    private final byte[][] sources;
    private final int[] starts;
    private final int[] ends;

    /** @param columns which of the schema's columns {@link #appendTo} appends */
    RowBuffer(Schema schema, List<Integer> columns) {
        this.schema = schema;
        this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
        int size = schema.size();
        isRequired = new boolean[size];
        for (int i = 0; i < size; i++) {
            isRequired[i] = !schema.field(i).nullable();
        }
        forms = new byte[size];
        words = new long[size];
        sources = new byte[size][];
        starts = new int[size];
        ends = new int[size];
    }

    /** Makes every value NULL. */
    void clear() {
        Arrays.fill(forms, NULL);
    }

    void setNull(int column) {
        forms[column] = NULL;
    }

    void setWord(int column, long value) {
        forms[column] = WORD;
        words[column] = value;
    }

    /** The bytes must stay as they are until the row is appended. */
    void setBytes(int column, byte[] source, int start, int end) {
        forms[column] = BYTES;
        sources[column] = source;
        starts[column] = start;
        ends[column] = end;
    }

    void setDecimal(int column, long unscaled, int scale) {
        forms[column] = DECIMAL;
        words[column] = unscaled;
        starts[column] = scale;
    }

    /** Takes the only value of a column. */
    void set(int column, Column value) {
        switch (value) {
            case WordColumn single -> setWord(column, single.value(0));
            case BytesColumn single -> setBytes(column, single.data(), single.start(0), single.end(0));
        }
    }

    /** Refuses a record that has no value where one must be. */
    void check() {
        for (int i = 0; i < isRequired.length; i++) {
            if (isRequired[i] && forms[i] == NULL) {
                throw new SqlException(
                        SqlState.NOT_NULL_VIOLATION,
                        "null value in column \"" + schema.field(i).name() + "\" violates not-null constraint");
            }
        }
    }

    void appendTo(BatchBuilder batch) {
        for (int i = 0; i < columns.length; i++) {
            append(columns[i], batch.column(i));
        }
        batch.endRow(1);
    }

    void append(int column, ColumnBuilder target) {
        switch (forms[column]) {
            case WORD -> target.appendWord(words[column]);
            case BYTES -> target.appendBytes(sources[column], starts[column], ends[column]);
            case DECIMAL -> Numeric.append(target, words[column], starts[column]);
            default -> target.appendNull();
        }
    }
}

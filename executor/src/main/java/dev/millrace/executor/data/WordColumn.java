package dev.millrace.executor.data;

/**
 * Values of layout WORD.
 *
 * @param values at least {@code size} long; the word of a NULL is 0
 * @param nulls see {@link Column#nulls}
 */
public record WordColumn(long[] values, long[] nulls, int size) implements Column {

    /** The column of values that were computed without regard to NULL: clears the words of the NULLs. */
    public static WordColumn clearingNulls(long[] values, long[] nulls, int size) {
        if (nulls != null) {
            for (int i = 0; i < size + 63 >> 6; i++) {
                for (long bits = nulls[i]; bits != 0; bits &= bits - 1) {
                    int row = (i << 6) + Long.numberOfTrailingZeros(bits);
                    if (row < size) {
                        values[row] = 0;
                    }
                }
            }
        }
        return new WordColumn(values, nulls, size);
    }

    public long value(int row) {
        return values[row];
    }

    public double doubleValue(int row) {
        return Double.longBitsToDouble(values[row]);
    }

    @Override
    public WordColumn select(int[] rows, int count) {
        long[] selected = new long[count];
        for (int i = 0; i < count; i++) {
            selected[i] = values[rows[i]];
        }
        return new WordColumn(selected, Column.selectNulls(nulls, rows, count), count);
    }

    @Override
    public long heapBytes() {
        return 8L * values.length + (nulls == null ? 0 : 8L * nulls.length);
    }
}

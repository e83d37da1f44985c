package dev.millrace.executor.data;

/** The values of one field for the rows of a batch. Immutable; arrays handed out must not be written. */
public sealed interface Column permits WordColumn, BytesColumn {

    int size();

    /** Bit {@code row & 63} of word {@code row >> 6} is set where the value is NULL; null when no value is. */
    long[] nulls();

    default boolean isNull(int row) {
        long[] nulls = nulls();
        return nulls != null && (nulls[row >> 6] >>> row & 1) != 0;
    }

    /** The values at {@code rows[0..count)}, in that order; a row may repeat. */
    Column select(int[] rows, int count);

    /** Bytes this column keeps alive. */
    long heapBytes();

    /** A null bitmap for {@code size} rows, all clear. */
    static long[] newNulls(int size) {
        return new long[(size + 63) >> 6];
    }

    /** The null bitmap of a selection, or null when no selected value is NULL. */
    static long[] selectNulls(long[] nulls, int[] rows, int count) {
        if (nulls == null) {
            return null;
        }
        long[] selected = newNulls(count);
        long any = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            long bit = nulls[row >> 6] >>> row & 1;
            selected[i >> 6] |= bit << i;
            any |= bit;
        }
        return any == 0 ? null : selected;
    }
}

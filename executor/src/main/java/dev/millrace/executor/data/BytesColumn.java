package dev.millrace.executor.data;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Values of layout BYTES.
 *
 * @param data the bytes of all values
 * @param offsets {@code size + 1} ascending positions in {@code data}; value i is {@code [offsets[i], offsets[i + 1])},
 *     empty where NULL
 * @param nulls see {@link Column#nulls}
 */
public record BytesColumn(byte[] data, int[] offsets, long[] nulls, int size) implements Column {

    public int start(int row) {
        return offsets[row];
    }

    public int end(int row) {
        return offsets[row + 1];
    }

    public int length(int row) {
        return offsets[row + 1] - offsets[row];
    }

    /** A copy of the value's bytes. */
    public byte[] bytes(int row) {
        return Arrays.copyOfRange(data, offsets[row], offsets[row + 1]);
    }

    /** The value as text; for tests, messages and functions off the hot path. */
    public String text(int row) {
        return new String(data, offsets[row], offsets[row + 1] - offsets[row], UTF_8);
    }

    @Override
    public BytesColumn select(int[] rows, int count) {
        int[] selectedOffsets = new int[count + 1];
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += length(rows[i]);
            selectedOffsets[i + 1] = Math.toIntExact(total);
        }
        byte[] selected = new byte[(int) total];
        for (int i = 0; i < count; i++) {
            int from = offsets[rows[i]];
            System.arraycopy(data, from, selected, selectedOffsets[i], selectedOffsets[i + 1] - selectedOffsets[i]);
        }
        return new BytesColumn(selected, selectedOffsets, Column.selectNulls(nulls, rows, count), count);
    }

    @Override
    public long heapBytes() {
        return data.length + 4L * offsets.length + (nulls == null ? 0 : 8L * nulls.length);
    }
}

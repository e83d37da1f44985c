package dev.millrace.executor.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Many rows at rest, column by column: what it costs to write and read a row is hardly more than to copy its bytes, and
 * columns that nobody asks for are passed over.
 *
 * <p>Form: rows 4, then the weights and each column as a block of its length 4 and its content. Words lie as distances
 * from the least of them, in as few bytes each as hold the greatest distance; of other values come the lengths, as such
 * words, and then the bytes. The weights are words, too.
 */
public final class RowChunk {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The first byte of a column: how its values lie. */
    private static final int WITHOUT_NULLS = 0;
    private static final int WITH_NULLS = 1;

    private RowChunk() {}

    /**
     * Appends rows {@code from} to {@code to} of a batch, their first columns.
     *
     * @param columns how many of them
     */
    public static void encode(DeltaBatch batch, int columns, int from, int to, ByteBuilder out) {
        int start = out.extend(Integer.BYTES);
        INT.set(out.array(), start, to - from);
        start = out.extend(Integer.BYTES);
        putWords(batch.weights(), from, to, out);
        endBlock(start, out);
        for (int i = 0; i < columns; i++) {
            start = out.extend(Integer.BYTES);
            Column column = batch.column(i);
            putNulls(column, from, to, out);
            switch (column) {
                case WordColumn words -> putWords(words.values(), from, to, out);
                case BytesColumn bytes -> putBytes(bytes, from, to, out);
            }
            endBlock(start, out);
        }
    }

    private static void endBlock(int start, ByteBuilder out) {
        INT.set(out.array(), start, out.size() - start - Integer.BYTES);
    }

    private static void putNulls(Column column, int from, int to, ByteBuilder out) {
        boolean hasNulls = false;
        for (int row = from; row < to && column.nulls() != null && !hasNulls; row++) {
            hasNulls = column.isNull(row);
        }
        out.append(hasNulls ? WITH_NULLS : WITHOUT_NULLS);
        for (int first = from; first < to && hasNulls; first += Byte.SIZE) {
            int bits = 0;
            for (int row = first; row < Math.min(to, first + Byte.SIZE); row++) {
                bits |= column.isNull(row) ? 1 << row - first : 0;
            }
            out.append(bits);
        }
    }

    private static void putWords(long[] values, int from, int to, ByteBuilder out) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int row = from; row < to; row++) {
            least = Math.min(least, values[row]);
            greatest = Math.max(greatest, values[row]);
        }
        // As an unsigned number right even where it is too large for a long.
        int width = bytesOf(greatest - least);
        out.append(width);
        out.appendLittleEndian(least);
        // Each value is written as eight bytes, of which the next one overwrites what the width does not cover.
        int at = out.extend(width * (to - from) + Long.BYTES);
        byte[] target = out.array();
        for (int row = from; row < to && width > 0; row++, at += width) {
            LONG.set(target, at, values[row] - least);
        }
        out.truncate(out.size() - Long.BYTES);
    }

    private static int bytesOf(long unsigned) {
        return Long.BYTES - Long.numberOfLeadingZeros(unsigned) / Byte.SIZE;
    }

    private static void putBytes(BytesColumn column, int from, int to, ByteBuilder out) {
        int longest = 0;
        for (int row = from; row < to; row++) {
            longest = Math.max(longest, column.length(row));
        }
        int width = bytesOf(longest);
        out.append(width);
        int at = out.extend(width * (to - from) + Long.BYTES);
        byte[] target = out.array();
        for (int row = from; row < to && width > 0; row++, at += width) {
            LONG.set(target, at, (long) column.length(row));
        }
        out.truncate(out.size() - Long.BYTES);
        out.append(column.data(), column.start(from), column.start(to));
    }

    /**
     * Reads some columns of a chunk; the rows keep their weights.
     *
     * @param isWord by column of the chunk, whether its values are words
     */
    public static DeltaBatch decode(byte[] data, int start, boolean[] isWord, List<Integer> columns) {
        int rows = (int) INT.get(data, start);
        int at = start + Integer.BYTES;
        long[] weights = words(data, at + Integer.BYTES, rows);
        at += Integer.BYTES + (int) INT.get(data, at);
        Column[] read = new Column[columns.size()];
        for (int i = 0; i < isWord.length; i++) {
            int place = columns.indexOf(i);
            if (place >= 0) {
                read[place] = column(data, at + Integer.BYTES, rows, isWord[i]);
                for (int other = place + 1; other < read.length; other++) {
                    read[other] = columns.get(other) == i ? read[place] : read[other];
                }
            }
            at += Integer.BYTES + (int) INT.get(data, at);
        }
        return new DeltaBatch(read, weights, rows);
    }

    private static Column column(byte[] data, int start, int rows, boolean isWord) {
        boolean hasNulls = data[start] == WITH_NULLS;
        int at = start + 1;
        long[] nulls = null;
        if (hasNulls) {
            nulls = Column.newNulls(rows);
            int bytes = rows + Byte.SIZE - 1 >> 3;
            for (int i = 0; i < bytes; i++) {
                nulls[i >> 3] |= (data[at + i] & 0xFFL) << (i & 7) * Byte.SIZE;
            }
            at += bytes;
        }
        return isWord ? new WordColumn(words(data, at, rows), nulls, rows) : bytes(data, at, rows, nulls);
    }

    private static long[] words(byte[] data, int start, int rows) {
        int width = data[start];
        long least = (long) LONG.get(data, start + 1);
        long[] values = new long[rows];
        int at = start + 1 + Long.BYTES;
        for (int row = 0; row < rows; row++, at += width) {
            values[row] = least + word(data, at, width);
        }
        return values;
    }

    private static BytesColumn bytes(byte[] data, int start, int rows, long[] nulls) {
        int width = data[start];
        int at = start + 1;
        int[] offsets = new int[rows + 1];
        for (int row = 0; row < rows; row++, at += width) {
            offsets[row + 1] = offsets[row] + (int) word(data, at, width);
        }
        byte[] values = new byte[offsets[rows]];
        System.arraycopy(data, at, values, 0, values.length);
        return new BytesColumn(values, offsets, nulls, rows);
    }

    private static long word(byte[] data, int at, int width) {
        if (width == 0) {
            return 0;
        }
        if (at + Long.BYTES <= data.length) {
            return (long) LONG.get(data, at) & -1L >>> (Long.BYTES - width) * Byte.SIZE;
        }
        long word = 0;
        for (int i = width - 1; i >= 0; i--) {
            word = word << Byte.SIZE | data[at + i] & 0xFF;
        }
        return word;
    }
}

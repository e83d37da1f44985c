package dev.millrace.executor.data;

import java.util.Arrays;
import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

/**
 * Rows at rest: the exact values of a row as one run of bytes. Two rows are the same row of a Z-set exactly when
 * these bytes are equal (so 1.0 and 1.00 are two rows, though one key; see {@link KeyEncoder}).
 *
 * <p>Form: a bit a column that is set where NULL, in as many bytes as needed; then the values in column order, NULLs
 * left out: eight bytes for a word, a length and the bytes for the rest.
 */
public final class RowCodec {

    private static final int LENGTH_BYTES_MAX = 5;

    private final boolean[] isWord;
    private final int nullBytes;
    /** Every column. */
    private final boolean[] all;

    public RowCodec(Schema schema) {
        this(schema.fields().stream().map(Schema.Field::type).toList());
    }

    public RowCodec(List<SqlType> types) {
        isWord = new boolean[types.size()];
        for (int i = 0; i < isWord.length; i++) {
            isWord[i] = types.get(i).layout() == SqlType.Layout.WORD;
        }
        nullBytes = (isWord.length + 7) >> 3;
        all = new boolean[isWord.length];
        Arrays.fill(all, true);
    }

    public int columnCount() {
        return isWord.length;
    }

    public void encode(DeltaBatch batch, int row, ByteBuilder out) {
        long longest = nullBytes;
        for (int i = 0; i < isWord.length; i++) {
            longest += isWord[i] ? Long.BYTES : LENGTH_BYTES_MAX + batch.bytes(i).length(row);
        }
        // Room for the longest at once, so that nothing has to be looked at again for each value.
        int nulls = out.extend(Math.toIntExact(longest));
        byte[] target = out.array();
        Arrays.fill(target, nulls, nulls + nullBytes, (byte) 0);
        int at = nulls + nullBytes;
        for (int i = 0; i < isWord.length; i++) {
            Column column = batch.column(i);
            if (column.nulls() != null && column.isNull(row)) {
                target[nulls + (i >> 3)] |= (byte) (1 << (i & 7));
            } else if (isWord[i]) {
                ByteBuilder.setLittleEndian(target, at, ((WordColumn) column).values()[row]);
                at += Long.BYTES;
            } else {
                BytesColumn bytes = (BytesColumn) column;
                int start = bytes.start(row);
                int length = bytes.end(row) - start;
                at = putLength(target, at, length);
                System.arraycopy(bytes.data(), start, target, at, length);
                at += length;
            }
        }
        out.truncate(at);
    }

    /** Seven bits a byte, lowest first; returns where it ended. */
    private static int putLength(byte[] target, int start, int length) {
        int at = start;
        int rest = length;
        while ((rest & ~0x7F) != 0) {
            target[at++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }

    /** Appends the values of some columns, those for which {@code wanted} is true; the caller ends nothing. */
    public void decode(byte[] data, int start, BatchBuilder out, int first, boolean[] wanted) {
        int at = start + nullBytes;
        for (int i = 0; i < isWord.length; i++) {
            boolean isNull = (data[start + (i >> 3)] >>> (i & 7) & 1) != 0;
            if (isNull) {
                if (wanted[i]) {
                    out.column(first + i).appendNull();
                }
            } else if (isWord[i]) {
                if (wanted[i]) {
                    out.column(first + i).appendWord(ByteBuilder.littleEndian(data, at));
                }
                at += 8;
            } else {
                int length = data[at++];
                if (length < 0) {
                    length = longLength(length, data, at);
                    at += varintTail(length);
                }
                if (wanted[i]) {
                    out.column(first + i).appendBytes(data, at, at + length);
                }
                at += length;
            }
        }
    }

    /** A length whose first byte, {@code first}, says that more follow from {@code at} on. */
    private static int longLength(int first, byte[] data, int at) {
        int length = first & 0x7F;
        int shift = 7;
        int next;
        do {
            next = data[at++];
            length |= (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return length;
    }

    /** How many bytes of a length come after its first. */
    private static int varintTail(int length) {
        return (31 - Integer.numberOfLeadingZeros(length)) / 7;
    }

    /** Appends the values of the columns whose builder is not null. */
    public void decode(byte[] data, int start, ColumnBuilder[] columns) {
        int at = start + nullBytes;
        for (int i = 0; i < isWord.length; i++) {
            ColumnBuilder column = columns[i];
            boolean isNull = (data[start + (i >> 3)] >>> (i & 7) & 1) != 0;
            if (isNull) {
                if (column != null) {
                    column.appendNull();
                }
            } else if (isWord[i]) {
                if (column != null) {
                    column.appendWord(ByteBuilder.littleEndian(data, at));
                }
                at += 8;
            } else {
                int length = data[at++];
                if (length < 0) {
                    length = longLength(length, data, at);
                    at += varintTail(length);
                }
                if (column != null) {
                    column.appendBytes(data, at, at + length);
                }
                at += length;
            }
        }
    }

    /** Appends the row to the columns {@code first, first + 1, ...} of a builder; the caller ends the row. */
    public void decode(byte[] data, int start, BatchBuilder out, int first) {
        decode(data, start, out, first, all);
    }
}

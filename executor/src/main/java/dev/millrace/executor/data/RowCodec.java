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
        int nulls = out.extend(nullBytes);
        for (int i = 0; i < nullBytes; i++) {
            out.array()[nulls + i] = 0;
        }
        for (int i = 0; i < isWord.length; i++) {
            Column column = batch.column(i);
            if (column.isNull(row)) {
                out.array()[nulls + (i >> 3)] |= (byte) (1 << (i & 7));
                continue;
            }
            switch (column) {
                case WordColumn words -> out.appendLittleEndian(words.values()[row]);
                case BytesColumn bytes -> {
                    out.appendVarint(bytes.length(row));
                    out.append(bytes.data(), bytes.start(row), bytes.end(row));
                }
            }
        }
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

    /** Appends the row to the columns {@code first, first + 1, ...} of a builder; the caller ends the row. */
    public void decode(byte[] data, int start, BatchBuilder out, int first) {
        decode(data, start, out, first, all);
    }
}

package dev.millrace.executor.data;

import dev.millrace.storage.ByteReader;
import dev.millrace.storage.ByteWriter;

/**
 * Batches as bytes, column by column, for the commit log and for what waits in storage. Self-describing in layout,
 * not in
 * meaning: the reader knows the schema.
 */
public final class BatchCodec {

    private static final int WORDS = 0;
    private static final int BYTES = 1;
    private static final int HAS_NULLS = 2;

    private BatchCodec() {}

    public static void encode(DeltaBatch batch, ByteWriter out) {
        int rows = batch.size();
        out.putVarLong(rows);
        out.putVarLong(batch.columnCount());
        encodeWeights(batch, out);
        for (int i = 0; i < batch.columnCount(); i++) {
            Column column = batch.column(i);
            int flags = column.nulls() == null ? 0 : HAS_NULLS;
            switch (column) {
                case WordColumn words -> {
                    out.putByte(WORDS | flags);
                    encodeNulls(words, out);
                    for (int row = 0; row < rows; row++) {
                        out.putVarLong(zigzag(words.value(row)));
                    }
                }
                case BytesColumn bytes -> {
                    out.putByte(BYTES | flags);
                    encodeNulls(bytes, out);
                    for (int row = 0; row < rows; row++) {
                        out.putVarLong(bytes.length(row));
                    }
                    out.putBytes(bytes.data(), bytes.start(0), bytes.start(rows) - bytes.start(0));
                }
            }
        }
    }

    /** All ones, as in most batches, is one byte. */
    private static void encodeWeights(DeltaBatch batch, ByteWriter out) {
        boolean allOnes = true;
        for (int row = 0; row < batch.size() && allOnes; row++) {
            allOnes = batch.weight(row) == 1;
        }
        out.putByte(allOnes ? 1 : 0);
        for (int row = 0; row < batch.size() && !allOnes; row++) {
            out.putVarLong(zigzag(batch.weight(row)));
        }
    }

    private static void encodeNulls(Column column, ByteWriter out) {
        if (column.nulls() != null) {
            for (int word = 0; word < (column.size() + 63) >> 6; word++) {
                out.putLong(column.nulls()[word]);
            }
        }
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    private static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }

    public static DeltaBatch decode(ByteReader in) {
        int rows = Math.toIntExact(in.getVarLong());
        Column[] columns = new Column[Math.toIntExact(in.getVarLong())];
        long[] weights = DeltaBatch.ones(rows);
        if (in.getByte() == 0) {
            for (int row = 0; row < rows; row++) {
                weights[row] = unzigzag(in.getVarLong());
            }
        }
        for (int i = 0; i < columns.length; i++) {
            int flags = in.getByte();
            long[] nulls = (flags & HAS_NULLS) == 0 ? null : decodeNulls(in, rows);
            columns[i] = (flags & BYTES) == 0 ? decodeWords(in, rows, nulls) : decodeBytes(in, rows, nulls);
        }
        return new DeltaBatch(columns, weights, rows);
    }

    private static long[] decodeNulls(ByteReader in, int rows) {
        long[] nulls = Column.newNulls(rows);
        for (int word = 0; word < nulls.length; word++) {
            nulls[word] = in.getLong();
        }
        return nulls;
    }

    private static WordColumn decodeWords(ByteReader in, int rows, long[] nulls) {
        long[] values = new long[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = unzigzag(in.getVarLong());
        }
        return new WordColumn(values, nulls, rows);
    }

    private static BytesColumn decodeBytes(ByteReader in, int rows, long[] nulls) {
        int[] offsets = new int[rows + 1];
        for (int row = 0; row < rows; row++) {
            offsets[row + 1] = Math.addExact(offsets[row], Math.toIntExact(in.getVarLong()));
        }
        return new BytesColumn(in.getBytes(offsets[rows]), offsets, nulls, rows);
    }
}

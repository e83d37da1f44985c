package dev.millrace.executor.relation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.RowChunk;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.storage.ByteReader;
import dev.millrace.storage.Cursor;

/**
 * Growing rows: what an epoch brings is cut into chunks, each an entry under its epoch and its number there. Nothing is
 * sorted, merged or looked up; every key lies behind those before it, in runs and in storage.
 */
final class Chunks {

    /** What a reader of few rows has to read for the first of them, and what a row costs beyond its own bytes. */
    private static final int ROWS_MAX = 512;
    private static final int BYTES_MAX = 128 << 10;
    private static final int KEY_BYTES = Long.BYTES + Integer.BYTES;

    private Chunks() {}

    /** The first key of the rows from a place on. */
    static byte[] key(long epoch, int number) {
        ByteBuilder key = new ByteBuilder(KEY_BYTES);
        appendKey(epoch, number, key);
        return key.toBytes();
    }

    private static void appendKey(long epoch, int number, ByteBuilder out) {
        out.appendBigEndian(epoch);
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.append(number >>> shift);
        }
    }

    /** A change as chunks. @param number of the first one in its epoch */
    static SortedRun write(DeltaBatch delta, int columns, long epoch, int number) {
        for (int row = 0; row < delta.size(); row++) {
            if (delta.weight(row) < 0) {
                throw new IllegalStateException("a row is taken back from a relation that only grows");
            }
        }
        ByteBuilder keys = new ByteBuilder();
        // As much as it can be: an array that grows is written several times.
        long expected = bytes(delta, columns, 0, delta.size()) + delta.size() * 6L * columns + 64L * columns;
        ByteBuilder values = new ByteBuilder((int) Math.min(expected, 1 << 30));
        List<Integer> ends = new ArrayList<>();
        for (int from = 0; from < delta.size(); ) {
            int to = end(delta, columns, from);
            appendKey(epoch, Math.addExact(number, ends.size()), keys);
            RowChunk.encode(delta, columns, from, to, values);
            ends.add(values.size());
            from = to;
        }
        int[] keyOffsets = new int[ends.size() + 1];
        int[] valueOffsets = new int[ends.size() + 1];
        for (int i = 1; i < keyOffsets.length; i++) {
            keyOffsets[i] = i * KEY_BYTES;
            valueOffsets[i] = ends.get(i - 1);
        }
        boolean isTight = values.size() >= values.array().length / 4 * 3;
        return new SortedRun(
                keys.toBytes(), keyOffsets, isTight ? values.array() : values.toBytes(), valueOffsets,
                DeltaBatch.ones(ends.size()), ends.size(), epoch);
    }

    /** Where the chunk that begins at a row ends. */
    private static int end(DeltaBatch delta, int columns, int from) {
        int rows = Math.min(ROWS_MAX, delta.size() - from);
        while (rows > 1 && bytes(delta, columns, from, from + rows) > BYTES_MAX) {
            rows /= 2;
        }
        return from + rows;
    }

    private static long bytes(DeltaBatch delta, int columns, int from, int to) {
        long bytes = 0;
        for (int i = 0; i < columns; i++) {
            if (delta.column(i) instanceof BytesColumn column) {
                bytes += column.start(to) - column.start(from);
            }
        }
        return bytes;
    }

    /** Reads the rows of a range, or all, in the order in which they came. */
    static final class Reader implements AutoCloseable {

        private final Schema schema;
        private final boolean[] isWord;
        private final KeyRange range;
        private final List<Integer> columns;
        private final List<SortedRun> runs;
        private final Cursor base;
        private boolean hasBase;
        private int run;
        private int entry;
        /** The chunk being read, and how many of its rows are. */
        private DeltaBatch chunk;
        private int read;

        Reader(RelationSnapshot relation, KeyRange range, List<Integer> columns) {
            this.range = range;
            this.columns = columns;
            Schema all = relation.layout().schema();
            schema = all.select(columns);
            isWord = new boolean[all.size()];
            for (int i = 0; i < isWord.length; i++) {
                isWord[i] = all.type(i).layout() == SqlType.Layout.WORD;
            }
            runs = relation.runs();
            base = relation.base() == null
                    ? null
                    : relation.base().scan(relation.storageTable(), range.from(), range.to());
            hasBase = base != null;
        }

        /** The next rows, so many at the most; null at the end. */
        DeltaBatch next(int maxRows) {
            List<DeltaBatch> parts = new ArrayList<>();
            int rows = 0;
            while (rows < maxRows && (chunk != null || advance())) {
                int taken = Math.min(maxRows - rows, chunk.size() - read);
                parts.add(taken == chunk.size()
                        ? chunk
                        : chunk.select(IntStream.range(read, read + taken).toArray(), taken));
                rows += taken;
                read += taken;
                chunk = read == chunk.size() ? null : chunk;
            }
            return parts.isEmpty() ? null : DeltaBatch.concat(schema, parts);
        }

        /** Reads the next chunk; false when there is none. */
        private boolean advance() {
            read = 0;
            hasBase = hasBase && base.next();
            if (hasBase) {
                ByteReader value = base.value();
                chunk = RowChunk.decode(value.array(), value.position(), isWord, columns);
                return true;
            }
            for (; run < runs.size(); run++, entry = 0) {
                SortedRun current = runs.get(run);
                if (entry == 0 && range.from() != null) {
                    entry = current.lowerBound(range.from(), 0, range.from().length);
                }
                if (entry < current.size() && RelationSnapshot.isBefore(
                        current.keys(), current.keyStart(entry), current.keyEnd(entry), range.to())) {
                    chunk = RowChunk.decode(current.values(), current.valueStart(entry), isWord, columns);
                    entry++;
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() {
            if (base != null) {
                base.close();
            }
        }
    }
}

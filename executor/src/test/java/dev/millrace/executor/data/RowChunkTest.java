package dev.millrace.executor.data;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.plan.SqlType;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Chunks of random rows, read back whole and in part. */
class RowChunkTest {

    private static final List<SqlType> TYPES = List.of(SqlType.BIGINT, SqlType.TEXT, SqlType.DOUBLE, SqlType.NUMERIC);
    private static final boolean[] IS_WORD = {true, false, true, false};

    private final Random random = new Random(5);

    @Test
    void anyPartOfABatchIsReadBack() {
        for (int round = 0; round < 400; round++) {
            int bits = random.nextInt(65);
            int lengthMax = random.nextInt(3) == 0 ? 300 : 4;
            DeltaBatch batch = batch(1 + random.nextInt(40), bits, lengthMax, round % 3 == 0);
            int from = random.nextInt(batch.size());
            int to = from + 1 + random.nextInt(batch.size() - from);
            ByteBuilder out = new ByteBuilder();
            // It need not be the first, nor the last.
            out.append(7);
            int start = out.size();
            RowChunk.encode(batch, TYPES.size(), from, to, out);
            if (random.nextBoolean()) {
                out.appendLittleEndian(-1);
            }
            byte[] data = out.toBytes();
            check(batch, from, to, List.of(0, 1, 2, 3), RowChunk.decode(data, start, IS_WORD, List.of(0, 1, 2, 3)));
            check(batch, from, to, List.of(), RowChunk.decode(data, start, IS_WORD, List.of()));
            check(batch, from, to, List.of(3, 0, 3), RowChunk.decode(data, start, IS_WORD, List.of(3, 0, 3)));
        }
    }

    @Test
    void wordsLieInAsFewBytesAsTheyDifferIn() {
        BatchBuilder rows = new BatchBuilder(List.of(SqlType.BIGINT));
        for (int row = 0; row < 100; row++) {
            rows.column(0).appendWord(1_000_000_000_000L + row);
            rows.endRow(1);
        }
        ByteBuilder out = new ByteBuilder();
        RowChunk.encode(rows.build(), 1, 0, 100, out);
        assertEquals(4 + 4 + 9 + 4 + 1 + 9 + 100, out.size());
    }

    private DeltaBatch batch(int rows, int bits, int lengthMax, boolean hasNulls) {
        BatchBuilder batch = new BatchBuilder(TYPES);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < IS_WORD.length; column++) {
                ColumnBuilder target = batch.column(column);
                if (hasNulls && random.nextInt(4) == 0) {
                    target.appendNull();
                } else if (IS_WORD[column]) {
                    target.appendWord(bits == 0 ? 0 : random.nextLong() >> Long.SIZE - bits);
                } else {
                    byte[] bytes = new byte[random.nextInt(lengthMax)];
                    random.nextBytes(bytes);
                    target.appendBytes(bytes);
                }
            }
            batch.endRow(random.nextInt(5) == 0 ? random.nextInt(1000) : 1);
        }
        return batch.build();
    }

    private static void check(DeltaBatch batch, int from, int to, List<Integer> columns, DeltaBatch read) {
        assertEquals(to - from, read.size());
        assertEquals(columns.size(), read.columnCount());
        for (int row = from; row < to; row++) {
            assertEquals(batch.weight(row), read.weight(row - from));
            for (int i = 0; i < columns.size(); i++) {
                Column expected = batch.column(columns.get(i));
                Column column = read.column(i);
                assertEquals(expected.isNull(row), column.isNull(row - from));
                if (expected instanceof WordColumn words) {
                    assertEquals(words.value(row), ((WordColumn) column).value(row - from));
                } else {
                    assertArrayEquals(((BytesColumn) expected).bytes(row), ((BytesColumn) column).bytes(row - from));
                }
            }
        }
    }
}

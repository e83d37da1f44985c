package dev.millrace.executor.data;

import java.util.Arrays;

import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Appends values of one layout and hands them over as a {@link Column}. Not thread-safe; reusable after build. */
public final class ColumnBuilder {

    private static final int INITIAL_ROWS = 4;
    private static final long[] NO_WORDS = {};
    private static final byte[] NO_DATA = {};
    private static final int[] NO_OFFSETS = {0};

    private final boolean isWord;
    private long[] words;
    private byte[] data;
    private int[] offsets;
    private long[] nulls;
    private int size;
    /** How much the arrays hold from the first value on; before it there are none. */
    private int expectedRows;
    private int expectedBytes;

    public ColumnBuilder(SqlType.Layout layout) {
        this(layout, INITIAL_ROWS);
    }

    /** @param expectedRows of the first column built; it may have more */
    public ColumnBuilder(SqlType.Layout layout, int expectedRows) {
        isWord = layout == SqlType.Layout.WORD;
        int rows = Math.max(expectedRows, INITIAL_ROWS);
        reset(rows, rows * 8);
    }

    private void reset(int rows, int bytes) {
        size = 0;
        nulls = null;
        words = NO_WORDS;
        data = NO_DATA;
        offsets = NO_OFFSETS;
        expectedRows = rows;
        expectedBytes = bytes;
    }

    public int size() {
        return size;
    }

    /** Bytes appended so far, for callers that cut batches by size. */
    public long heapBytes() {
        return isWord ? 8L * size : offsets[size] + 4L * size;
    }

    public void appendWord(long value) {
        if (size == words.length) {
            growWords(size + 1);
        }
        words[size++] = value;
    }

    /** Appends the first {@code count} words of an array. */
    public void appendWords(long[] values, int count) {
        if (size + count > words.length) {
            growWords(Math.addExact(size, count));
        }
        System.arraycopy(values, 0, words, size, count);
        size += count;
    }

    public void appendDouble(double value) {
        appendWord(Double.doubleToLongBits(value));
    }

    public void appendBytes(byte[] source, int start, int end) {
        int length = end - start;
        int from = offsets[size];
        if (from + length > data.length || from + length < 0) {
            growData(Math.addExact(from, length));
        }
        System.arraycopy(source, start, data, from, length);
        endBytes(from + length);
    }

    public void appendBytes(byte[] source) {
        appendBytes(source, 0, source.length);
    }

    /** Appends one byte and the {@code length} most significant bytes of a word. */
    void appendTagged(byte first, long word, int length) {
        endBytes(putTagged(first, word, length, 0));
    }

    /** Returns where it ended, with room for {@code more} bytes behind it. */
    private int putTagged(byte first, long word, int length, int more) {
        int from = offsets[size];
        int end = from + 1 + length;
        if (end + more > data.length) {
            growData(end + more);
        }
        data[from] = first;
        for (int i = from + 1; i < end; i++) {
            data[i] = (byte) (word >>> 56);
            word <<= 8;
        }
        return end;
    }

    /** Appends one byte, the {@code length} most significant bytes of a word, and another word. */
    void appendTagged(byte first, long high, int length, long low) {
        int from = putTagged(first, high, length, Long.BYTES);
        ByteBuilder.setBigEndian(data, from, low);
        endBytes(from + Long.BYTES);
    }

    /** Appends two words, big-endian: a value of 16 bytes. */
    void appendPair(long high, long low) {
        int from = offsets[size];
        int end = from + 16;
        if (end > data.length) {
            growData(end);
        }
        for (int i = 0; i < 8; i++) {
            data[from + i] = (byte) (high >>> (56 - 8 * i));
            data[from + 8 + i] = (byte) (low >>> (56 - 8 * i));
        }
        endBytes(end);
    }

    public void appendText(String text) {
        appendBytes(text.getBytes(UTF_8));
    }

    public void appendNull() {
        int row = size;
        if (isWord) {
            appendWord(0);
        } else {
            endBytes(offsets[size]);
        }
        if (nulls == null) {
            nulls = Column.newNulls(Math.max(INITIAL_ROWS, size));
        } else if (nulls.length <= row >> 6) {
            nulls = Arrays.copyOf(nulls, Math.max(nulls.length * 2, (row >> 6) + 1));
        }
        nulls[row >> 6] |= 1L << row;
    }

    /** Appends row {@code row} of a column of the same layout. */
    public void append(Column source, int row) {
        if (source.isNull(row)) {
            appendNull();
            return;
        }
        switch (source) {
            case WordColumn column -> appendWord(column.values()[row]);
            case BytesColumn column -> appendBytes(column.data(), column.start(row), column.end(row));
        }
    }

    /** Appends all values of a column of the same layout. */
    void appendAll(Column source) {
        if (source.nulls() != null) {
            for (int row = 0; row < source.size(); row++) {
                append(source, row);
            }
            return;
        }
        switch (source) {
            case WordColumn column -> appendWords(column.values(), column.size());
            case BytesColumn column -> {
                int count = column.size();
                int from = offsets[size];
                int shift = from - column.start(0);
                int end = Math.addExact(shift, column.offsets()[count]);
                if (end > data.length) {
                    growData(end);
                }
                System.arraycopy(column.data(), column.start(0), data, from, end - from);
                if (size + count >= offsets.length) {
                    growOffsets(size + count + 1);
                }
                for (int i = 1; i <= count; i++) {
                    offsets[size + i] = column.offsets()[i] + shift;
                }
                size += count;
            }
        }
    }

    /** Appends the values at {@code rows[0..count)} of a column of the same layout, in that order. */
    public void appendSelected(Column source, int[] rows, int count) {
        if (source.nulls() != null) {
            for (int i = 0; i < count; i++) {
                append(source, rows[i]);
            }
            return;
        }
        switch (source) {
            case WordColumn column -> {
                if (size + count > words.length) {
                    growWords(Math.addExact(size, count));
                }
                long[] values = column.values();
                for (int i = 0; i < count; i++) {
                    words[size + i] = values[rows[i]];
                }
                size += count;
            }
            case BytesColumn column -> {
                for (int i = 0; i < count; i++) {
                    appendBytes(column.data(), column.start(rows[i]), column.end(rows[i]));
                }
            }
        }
    }

    private void endBytes(int end) {
        if (size + 1 == offsets.length) {
            growOffsets(size + 2);
        }
        offsets[++size] = end;
    }

    private static int withSlack(int used) {
        return used + (used >> 3);
    }

    private void growWords(int needed) {
        words = Arrays.copyOf(words, grown(words.length, expectedRows, needed));
    }

    private void growData(int needed) {
        data = Arrays.copyOf(data, grown(data.length, expectedBytes, needed));
    }

    private void growOffsets(int needed) {
        offsets = Arrays.copyOf(offsets, grown(offsets.length, expectedRows + 1, needed));
    }

    private static int grown(int length, int expected, int needed) {
        return (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(length <= 1 ? expected : length * 2L, needed));
    }

    /** The values so far; the builder starts anew, with room for as many again: batches come in like sizes. */
    public Column build() {
        Column built = built();
        int bytes = isWord ? 0 : Math.max(INITIAL_ROWS * 8, withSlack(offsets[size]));
        reset(Math.max(INITIAL_ROWS, withSlack(size)), bytes);
        return built;
    }

    /** The values so far; the builder is good for nothing any more. */
    public Column buildLast() {
        Column built = built();
        words = null;
        data = null;
        offsets = null;
        nulls = null;
        return built;
    }

    private Column built() {
        long[] bitmap = nulls == null ? null : Arrays.copyOf(nulls, (size + 63) >> 6);
        return isWord ? new WordColumn(words, bitmap, size) : new BytesColumn(data, offsets, bitmap, size);
    }
}

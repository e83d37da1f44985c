package dev.millrace.executor.window;

import java.util.Arrays;

import dev.millrace.executor.data.ByteBuilder;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.WordColumn;

/**
 * One value in a saved state: its kind and length, then its bytes.
 *
 * @param bytes null for NULL
 * @param end where it ends in the state that it was read from
 */
record SavedValue(boolean isWord, byte[] bytes, int end) {

    private static final int NULL = 0;
    private static final int WORD = 1;
    private static final int BYTES = 2;

    static SavedValue of(Column column, int row) {
        if (column.isNull(row)) {
            return new SavedValue(false, null, 0);
        }
        return switch (column) {
            case WordColumn words -> {
                ByteBuilder bytes = new ByteBuilder();
                bytes.appendLittleEndian(words.value(row));
                yield new SavedValue(true, bytes.toBytes(), 0);
            }
            case BytesColumn bytes -> new SavedValue(false, bytes.bytes(row), 0);
        };
    }

    static SavedValue read(byte[] state, int at) {
        if (state[at] == NULL) {
            return new SavedValue(false, null, at + 1);
        }
        int length = (int) SavedWords.get(state, at + 1);
        int start = at + 1 + Long.BYTES;
        return new SavedValue(state[at] == WORD, Arrays.copyOfRange(state, start, start + length), start + length);
    }

    void write(ByteBuilder out) {
        if (bytes == null) {
            out.append(NULL);
            return;
        }
        out.append(isWord ? WORD : BYTES);
        out.appendLittleEndian(bytes.length);
        out.append(bytes, 0, bytes.length);
    }

    void appendTo(ColumnBuilder out) {
        if (bytes == null) {
            out.appendNull();
        } else if (isWord) {
            out.appendWord(SavedWords.get(bytes, 0));
        } else {
            out.appendBytes(bytes);
        }
    }
}

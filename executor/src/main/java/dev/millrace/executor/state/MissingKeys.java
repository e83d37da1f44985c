package dev.millrace.executor.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import dev.millrace.executor.data.EncodedKeys;

/**
 * The keys of a batch that are to be read from storage, as storage keys: sorted, each once, a bounded number at a
 * time.
 */
final class MissingKeys {

    private static final int CHUNK = 4096;

    private final List<byte[]> keys = new ArrayList<>();

    void clear() {
        keys.clear();
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    void add(EncodedKeys source, int row) {
        add(source, row, source.array(), 0, 0);
    }

    /** A key with {@code data[from, to)} behind it. */
    void add(EncodedKeys source, int row, byte[] data, int from, int to) {
        int start = source.start(row);
        int length = source.end(row) - start;
        byte[] key = new byte[1 + length + to - from];
        key[0] = (byte) KeyGroups.of(source.hash(row));
        System.arraycopy(source.array(), start, key, 1, length);
        System.arraycopy(data, from, key, 1 + length, to - from);
        keys.add(key);
    }

    void add(byte[] key) {
        keys.add(key);
    }

    void forEachChunk(Consumer<byte[][]> action) {
        keys.sort(Arrays::compareUnsigned);
        List<byte[]> chunk = new ArrayList<>();
        byte[] last = null;
        for (byte[] key : keys) {
            if (last == null || !Arrays.equals(last, key)) {
                chunk.add(key);
            }
            last = key;
            if (chunk.size() == CHUNK) {
                action.accept(chunk.toArray(byte[][]::new));
                chunk.clear();
            }
        }
        if (!chunk.isEmpty()) {
            action.accept(chunk.toArray(byte[][]::new));
        }
    }
}

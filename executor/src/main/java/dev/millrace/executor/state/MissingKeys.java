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
        int start = source.start(row);
        int end = source.end(row);
        byte[] key = new byte[end - start + 1];
        key[0] = (byte) KeyGroups.of(source.hash(row));
        System.arraycopy(source.array(), start, key, 1, end - start);
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

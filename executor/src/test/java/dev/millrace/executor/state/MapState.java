package dev.millrace.executor.state;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/** One table of storage on a sorted map. */
final class MapState {

    private MapState() {}

    static StateWriter writer(TreeMap<byte[], byte[]> storage) {
        return new StateWriter() {
            @Override
            public void put(int table, byte[] key, int from, int to, byte[] value, int valueFrom, int valueTo) {
                storage.put(Arrays.copyOfRange(key, from, to), Arrays.copyOfRange(value, valueFrom, valueTo));
            }

            @Override
            public void delete(int table, byte[] key, int from, int to) {
                storage.remove(Arrays.copyOfRange(key, from, to));
            }
        };
    }

    static StateReader reader(TreeMap<byte[], byte[]> storage) {
        return new StateReader() {
            @Override
            public byte[] get(int table, byte[] key) {
                return storage.get(key);
            }

            @Override
            public byte[][] get(int table, byte[][] keys) {
                return Arrays.stream(keys).map(storage::get).toArray(byte[][]::new);
            }

            @Override
            public void scanRange(int table, byte[] from, byte[] to, EntryVisitor visitor) {
                visit(range(from, to), visitor);
            }

            @Override
            public void scanRangeDescending(int table, byte[] from, byte[] to, EntryVisitor visitor) {
                visit(range(from, to).descendingMap(), visitor);
            }

            private NavigableMap<byte[], byte[]> range(byte[] from, byte[] to) {
                NavigableMap<byte[], byte[]> tail = storage.tailMap(from, true);
                return to == null ? tail : tail.headMap(to, false);
            }

            private static void visit(NavigableMap<byte[], byte[]> range, EntryVisitor visitor) {
                for (var entry : range.entrySet()) {
                    byte[] key = entry.getKey();
                    byte[] value = entry.getValue();
                    if (!visitor.entry(key, key.length, value, value.length)) {
                        return;
                    }
                }
            }
        };
    }
}

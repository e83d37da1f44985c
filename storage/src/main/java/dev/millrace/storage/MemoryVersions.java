package dev.millrace.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Sorted entries of all tables in the versions that somebody may still see, newest first, as RocksDB keeps them. One
 * thread writes while others read.
 */
final class MemoryVersions {
    private final ConcurrentSkipListMap<VersionedKey, Entry> entries = new ConcurrentSkipListMap<>();

    /** Changes that may hide older versions of the same key. */
    private final List<VersionedKey> superseding = new ArrayList<>();

    /** Bytes that compare by content, unsigned. */
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] array) implements Comparable<Bytes> {
        static Bytes of(byte[] array, int offset, int length) {
            return new Bytes(Arrays.copyOfRange(array, offset, offset + length));
        }

        @Override
        public int compareTo(Bytes other) {
            return Arrays.compareUnsigned(array, other.array);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(array);
        }
    }

    /** A key as of a version; the newest version of a key comes first. */
    record VersionedKey(int table, Bytes key, long version) implements Comparable<VersionedKey> {
        @Override
        public int compareTo(VersionedKey other) {
            int order = Integer.compareUnsigned(table, other.table);
            if (order == 0) {
                order = key.compareTo(other.key);
            }
            return order != 0 ? order : Long.compare(other.version, version);
        }

        boolean isSameKey(VersionedKey other) {
            return other != null && table == other.table && key.equals(other.key);
        }
    }

    /** A value, or null for a deletion that hides older versions. */
    @SuppressWarnings("ArrayRecordComponent")
    record Entry(byte[] value) {}

    /** The value that the version sees, or null. */
    byte[] get(long version, int table, Bytes key) {
        VersionedKey newest = new VersionedKey(table, key, version);
        Map.Entry<VersionedKey, Entry> found = entries.ceilingEntry(newest);
        if (found == null || !newest.isSameKey(found.getKey()) || found.getValue().value() == null) {
            return null;
        }
        return found.getValue().value().clone();
    }

    /** All versions of the table's entries in a range of keys. */
    ConcurrentNavigableMap<VersionedKey, Entry> range(int table, byte[] from, byte[] to) {
        VersionedKey first = before(table, from == null ? new byte[0] : from);
        if (to == null) {
            return table == -1
                    ? entries.tailMap(first, true)
                    : entries.subMap(first, true, before(table + 1, new byte[0]), false);
        }
        VersionedKey end = before(table, to);
        return end.compareTo(first) <= 0 ? new ConcurrentSkipListMap<>() : entries.subMap(first, true, end, false);
    }

    private static VersionedKey before(int table, byte[] key) {
        return new VersionedKey(table, new Bytes(key), Long.MAX_VALUE);
    }

    /** The tables that have entries. */
    int[] tables() {
        return entries.keySet().stream().mapToInt(VersionedKey::table).distinct().toArray();
    }

    /** Adds a version of a key; it is seen once its version is published. */
    void put(int table, Bytes key, long version, Entry entry) {
        VersionedKey added = new VersionedKey(table, key, version);
        entries.put(added, entry);
        superseding.add(added);
    }

    void deleteTable(int table, long version) {
        for (VersionedKey present : List.copyOf(range(table, null, null).keySet())) {
            put(table, present.key(), version, new Entry(null));
        }
    }

    /** Removes what is hidden from everybody who sees the version or a later one. */
    void removeHidden(long oldestVersion) {
        superseding.removeIf(changed -> {
            if (changed.version() > oldestVersion) {
                return false;
            }
            VersionedKey next = entries.higherKey(changed);
            while (changed.isSameKey(next)) {
                entries.remove(next);
                next = entries.higherKey(changed);
            }
            // Last, because until now it hid the older versions from readers.
            entries.computeIfPresent(changed, (_, entry) -> entry.value() == null ? null : entry);
            return true;
        });
    }
}

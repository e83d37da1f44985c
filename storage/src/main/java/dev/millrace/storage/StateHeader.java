package dev.millrace.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What a checkpoint says about itself, immutable: its epoch, the caller's notes, and under which key prefix each
 * table's rows lie. One entry of the database, so that it changes together with the rows.
 *
 * <p>A table's prefix is given out when it is first written, and never again to another. Deleting a table is therefore
 * forgetting its prefix: constant time, atomic with everything else in the checkpoint, and the rows, which nobody can
 * find any more, are removed later.
 */
record StateHeader(long epoch, int nextPrefix, Map<Integer, Integer> prefixes, Map<String, byte[]> metadata) {
    /** Under this prefix lies the header itself, under an empty key. */
    static final int HEADER_PREFIX = 0;

    /** What {@link #prefix} answers for a table without rows. */
    static final int NO_PREFIX = 0;

    private static final int VERSION = 1;

    static final StateHeader EMPTY = new StateHeader(StateStore.NO_EPOCH, 1, Map.of(), Map.of());

    StateHeader {
        prefixes = Map.copyOf(prefixes);
        metadata = Map.copyOf(metadata);
    }

    int prefix(int table) {
        return prefixes.getOrDefault(table, NO_PREFIX);
    }

    /** A copy of what was noted under the name, or null. */
    byte[] note(String name) {
        byte[] value = metadata.get(name);
        return value == null ? null : value.clone();
    }

    /** The header after a checkpoint; null as a prefix or a note removes it. */
    StateHeader with(
            long newEpoch, int newNextPrefix, Map<Integer, Integer> changedPrefixes, Map<String, byte[]> notes) {
        Map<Integer, Integer> newPrefixes = new HashMap<>(prefixes);
        changedPrefixes.forEach((table, prefix) -> putOrRemove(newPrefixes, table, prefix));
        Map<String, byte[]> newMetadata = new HashMap<>(metadata);
        notes.forEach((name, value) -> putOrRemove(newMetadata, name, value));
        return new StateHeader(newEpoch, newNextPrefix, newPrefixes, newMetadata);
    }

    private static <K, V> void putOrRemove(Map<K, V> map, K key, V value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }

    byte[] encode() {
        ByteWriter writer = new ByteWriter(256);
        writer.putByte(VERSION);
        writer.putLong(epoch);
        writer.putInt(nextPrefix);
        writer.putInt(prefixes.size());
        new TreeMap<>(prefixes).forEach((table, prefix) -> {
            writer.putInt(table);
            writer.putInt(prefix);
        });
        writer.putInt(metadata.size());
        new TreeMap<>(metadata).forEach((name, value) -> {
            putBlock(writer, name.getBytes(UTF_8));
            putBlock(writer, value);
        });
        return writer.toByteArray();
    }

    private static void putBlock(ByteWriter writer, byte[] bytes) {
        writer.putInt(bytes.length);
        writer.putBytes(bytes);
    }

    /** Throws an unchecked exception if these are not the bytes of a header. */
    static StateHeader decode(byte[] bytes) {
        ByteReader reader = new ByteReader(bytes);
        int version = reader.getByte();
        if (version != VERSION) {
            throw new IllegalArgumentException("unknown version " + version);
        }
        long epoch = reader.getLong();
        int nextPrefix = reader.getInt();
        Map<Integer, Integer> prefixes = new HashMap<>();
        for (int left = reader.getInt(); left > 0; left--) {
            prefixes.put(reader.getInt(), reader.getInt());
        }
        Map<String, byte[]> metadata = new HashMap<>();
        for (int left = reader.getInt(); left > 0; left--) {
            String name = new String(reader.getBytes(reader.getInt()), UTF_8);
            metadata.put(name, reader.getBytes(reader.getInt()));
        }
        return new StateHeader(epoch, nextPrefix, prefixes, metadata);
    }
}

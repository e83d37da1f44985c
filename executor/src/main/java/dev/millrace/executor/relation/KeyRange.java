package dev.millrace.executor.relation;

import dev.millrace.storage.OrderedBytes;

/**
 * Keys {@code from <= key < to} in the order of a relation's key encoding; null is unbounded.
 *
 * @param isPoint whether {@code from} is the only key that can be in the range
 */
public record KeyRange(byte[] from, byte[] to, boolean isPoint) {

    public KeyRange(byte[] from, byte[] to) {
        this(from, to, false);
    }

    public static final KeyRange ALL = new KeyRange(null, null);

    /** Exactly the keys that start with these bytes: one row when they are a whole key of a keyed relation. */
    public static KeyRange prefix(byte[] prefix) {
        return prefix.length == 0
                ? ALL
                : new KeyRange(prefix, OrderedBytes.prefixEnd(prefix));
    }

    /** A whole key of a relation with unique keys. */
    public static KeyRange point(byte[] key) {
        return new KeyRange(key, OrderedBytes.prefixEnd(key), true);
    }

    public boolean isAll() {
        return from == null && to == null;
    }
}

package dev.millrace.executor.relation;

import dev.millrace.storage.OrderedBytes;

/**
 * Keys {@code from <= key < to} in the order of a relation's key encoding; null is unbounded.
 */
public record KeyRange(byte[] from, byte[] to) {

    public static final KeyRange ALL = new KeyRange(null, null);

    /** Exactly the keys that start with these bytes: one row when they are a whole key of a keyed relation. */
    public static KeyRange prefix(byte[] prefix) {
        return prefix.length == 0
                ? ALL
                : new KeyRange(prefix, OrderedBytes.prefixEnd(prefix));
    }

    public boolean isAll() {
        return from == null && to == null;
    }
}

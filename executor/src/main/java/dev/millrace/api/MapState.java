package dev.millrace.api;

import java.util.Map;

/** Values by keys that a key of the relation remembers. */
public interface MapState<K, V> {

    /** Null for none. */
    V get(K key);

    void put(K key, V value);

    void remove(K key);

    /** A copy, in the order in which keys came first. */
    Map<K, V> all();
}

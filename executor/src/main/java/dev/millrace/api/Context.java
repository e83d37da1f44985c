package dev.millrace.api;

import java.time.Duration;
import java.time.Instant;

/** What a {@link Processor} may do while it is called; of no use afterwards. State is the key's own. */
public interface Context {

    /**
     * The time of the call: that of the row, or that of the timer. It never goes back from one call for a key to the
     * next.
     */
    Instant time();

    /**
     * Puts out a row: a value for each column of RETURNS TABLE, of the classes that {@link Row} names, or null. The
     * columns of PARTITION BY come before it by themselves.
     */
    void emit(Object... values);

    /** One value. @param type its class, one of those that {@link Row} names */
    default <T> ValueState<T> value(String name, Class<T> type) {
        return value(name, type, null);
    }

    /** One value that is gone when it has not been set for so long. */
    <T> ValueState<T> value(String name, Class<T> type, Duration timeToLive);

    /** Any number of values in their order. */
    default <T> ListState<T> list(String name, Class<T> type) {
        return list(name, type, null);
    }

    /** Any number of values, each gone so long after it was added. */
    <T> ListState<T> list(String name, Class<T> type, Duration timeToLive);

    /** Values by keys. */
    default <K, V> MapState<K, V> map(String name, Class<K> keyType, Class<V> valueType) {
        return map(name, keyType, valueType, null);
    }

    /** Values by keys, each gone when it has not been put for so long. */
    <K, V> MapState<K, V> map(String name, Class<K> keyType, Class<V> valueType, Duration timeToLive);

    /**
     * Wants a call. A time that has passed already means at once, behind this call; within a call for a timer the time
     * must be later than that timer's.
     */
    void setTimer(Timer.Kind kind, Instant time);

    /** Wants that call no more; nothing happens when it was not wanted. */
    void cancelTimer(Timer.Kind kind, Instant time);
}

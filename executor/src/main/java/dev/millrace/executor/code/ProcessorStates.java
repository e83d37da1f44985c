package dev.millrace.executor.code;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.api.ListState;
import dev.millrace.api.MapState;
import dev.millrace.api.ValueState;

/** The state of a key under its names, as a processor sees it. */
final class ProcessorStates {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** The kind of a slot is part of its name: one name may stand for a value and for a list. */
    private static final String VALUE = "v ";
    private static final String LIST = "l ";
    private static final String MAP = "m ";

    private ProcessorStates() {}

    private static long micros(Duration timeToLive) {
        if (timeToLive == null) {
            return Long.MAX_VALUE;
        }
        if (timeToLive.isNegative() || timeToLive.isZero()) {
            throw new IllegalArgumentException("a time to live must be positive");
        }
        return Math.addExact(
                Math.multiplyExact(timeToLive.getSeconds(), MICROS_PER_SECOND),
                timeToLive.getNano() / NANOS_PER_MICRO);
    }

    /** What is kept must not change behind anyone's back. */
    private static Object kept(Object value) {
        KeyedStateCodec.check(value);
        return switch (value) {
            case byte[] bytes -> bytes.clone();
            case List<?> list -> new ArrayList<>(list);
            default -> value;
        };
    }

    private static <T> T given(Object value, Class<T> type) {
        return type.cast(value instanceof byte[] bytes ? bytes.clone() : value);
    }

    static <T> ValueState<T> value(KeyedState state, String name, Class<T> type, Duration timeToLive) {
        long micros = micros(timeToLive);
        String slot = VALUE + name;
        return new ValueState<>() {
            @Override
            public T get() {
                return given(state.get(slot, null), type);
            }

            @Override
            public void set(T value) {
                if (value == null) {
                    state.remove(slot, null);
                } else {
                    state.put(slot, null, kept(value), micros);
                }
            }
        };
    }

    static <T> ListState<T> list(KeyedState state, String name, Class<T> type, Duration timeToLive) {
        long micros = micros(timeToLive);
        String slot = LIST + name;
        return new ListState<>() {
            @Override
            public List<T> all() {
                List<T> all = new ArrayList<>();
                state.all(slot).values().forEach(value -> all.add(given(value, type)));
                return all;
            }

            @Override
            public void add(T value) {
                state.add(slot, kept(value), micros);
            }

            @Override
            public void clear() {
                state.clear(slot);
            }
        };
    }

    static <K, V> MapState<K, V> map(
            KeyedState state, String name, Class<K> keyType, Class<V> valueType, Duration timeToLive) {
        long micros = micros(timeToLive);
        String slot = MAP + name;
        return new MapState<>() {
            @Override
            public V get(K key) {
                return given(state.get(slot, key(key)), valueType);
            }

            @Override
            public void put(K key, V value) {
                state.put(slot, key(key), kept(value), micros);
            }

            @Override
            public void remove(K key) {
                state.remove(slot, key(key));
            }

            @Override
            public Map<K, V> all() {
                Map<K, V> all = new LinkedHashMap<>();
                state.all(slot).forEach((key, value) -> all.put(keyType.cast(key), given(value, valueType)));
                return all;
            }

            private Object key(K key) {
                if (key instanceof byte[]) {
                    throw new IllegalArgumentException("bytes are no key of a map");
                }
                return kept(key);
            }
        };
    }
}

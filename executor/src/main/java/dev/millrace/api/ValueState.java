package dev.millrace.api;

/** One value that a key remembers. */
public interface ValueState<T> {

    /** Null for none. */
    T get();

    /** The value, or another where there is none. */
    default T orElse(T otherwise) {
        T value = get();
        return value == null ? otherwise : value;
    }

    /** Null is to have none. */
    void set(T value);
}

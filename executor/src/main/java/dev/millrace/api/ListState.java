package dev.millrace.api;

import java.util.List;

/** Values that a key remembers, in the order in which they were added. */
public interface ListState<T> {

    /** A copy. */
    List<T> all();

    void add(T value);

    void clear();
}

package dev.millrace.storage;

import java.util.Arrays;

/**
 * Walks over entries of a {@link StateReader} in one direction. Belongs to one thread at a time.
 *
 * <pre>{@code
 * try (Cursor cursor = state.scan(table, from, to)) {
 *     while (cursor.next()) {
 *         decode(cursor.key(), cursor.value());
 *     }
 * }
 * }</pre>
 */
public interface Cursor extends AutoCloseable {
    /** Moves to the first or the next entry; false if there is none. */
    boolean next();

    /**
     * Moves an ascending cursor on to the first entry at or behind the key; false if there is none. The current entry,
     * if there is one, must be before it.
     */
    default boolean seek(byte[] target) {
        while (next()) {
            ByteReader at = key();
            if (Arrays.compareUnsigned(at.array(), at.position(), at.limit(), target, 0, target.length) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The current key, to be read from its start. The same object, refilled, for every entry. */
    ByteReader key();

    /** The current value, to be read from its start. The same object, refilled, for every entry. */
    ByteReader value();

    @Override
    void close();
}

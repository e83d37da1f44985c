package dev.millrace.storage;

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

    /** The current key, to be read from its start. The same object, refilled, for every entry. */
    ByteReader key();

    /** The current value, to be read from its start. The same object, refilled, for every entry. */
    ByteReader value();

    @Override
    void close();
}

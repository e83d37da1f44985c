package dev.millrace.storage;

/**
 * Reads consolidated state: for each table (a number that the caller chose) byte keys in unsigned lexicographic order,
 * each with a value.
 *
 * <p>Safe for many threads at once. A read that fails throws an {@link java.io.UncheckedIOException} whose cause is a
 * {@link CorruptionException} if a checksum did not match. Values are the caller's own copies.
 */
public interface StateReader {
    /** The value of a key, or null. */
    default byte[] get(int table, byte[] key) {
        return get(table, key, 0, key.length);
    }

    /** The value of the key that these bytes hold, or null. */
    byte[] get(int table, byte[] bytes, int offset, int length);

    /** The values of several keys, null where there is none. Sorted keys are read several times faster. */
    byte[][] multiGet(int table, byte[][] keys);

    /**
     * The entries with {@code from <= key < to}, in ascending order; a bound that is null is open. Close the cursor. It
     * shows the state at the moment of this call, whatever is committed meanwhile.
     */
    Cursor scan(int table, byte[] fromInclusive, byte[] toExclusive);

    /** The same entries as {@link #scan} with the same bounds, in descending order. */
    Cursor scanDescending(int table, byte[] fromInclusive, byte[] toExclusive);
}

package dev.millrace.storage;

import java.io.IOException;

/**
 * Changes to the state that take effect together at {@link #commit}, or not at all. Belongs to one thread at a time;
 * any number may be filled at once, while readers read.
 *
 * <p>Entries may come in any order; the later change of a key wins. They are sorted in memory, and beyond a budget in
 * files that nobody sees before the commit.
 */
public interface Checkpoint extends AutoCloseable {
    default void put(int table, byte[] key, byte[] value) throws IOException {
        put(table, key, 0, key.length, value, 0, value.length);
    }

    void put(
            int table, byte[] keyBytes, int keyOffset, int keyLength, byte[] valueBytes, int valueOffset,
            int valueLength) throws IOException;

    default void delete(int table, byte[] key) throws IOException {
        delete(table, key, 0, key.length);
    }

    void delete(int table, byte[] keyBytes, int keyOffset, int keyLength) throws IOException;

    /**
     * Removes all entries of the table, whatever their number, in constant time; what is put afterwards stays. No other
     * checkpoint may be writing the table: its commit would fail.
     */
    void deleteTable(int table);

    /**
     * What is called now and then while a caller has to wait, and by what takes long; it may throw to give up. Where it
     * has thrown, the checkpoint can only be closed.
     */
    void whileWaiting(Runnable pause);

    /** Notes a small value under a name, or forgets the name if it is null; names not mentioned stay. */
    void metadata(String name, byte[] value);

    /**
     * Makes all of it durable and visible at one instant. After an exception nothing of it is, and it is closed.
     *
     * @throws IllegalStateException if it was committed or closed before
     */
    void commit() throws IOException;

    /** Forgets everything, unless it was committed. */
    @Override
    void close();
}

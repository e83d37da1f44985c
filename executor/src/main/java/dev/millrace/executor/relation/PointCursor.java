package dev.millrace.executor.relation;

import dev.millrace.storage.ByteReader;
import dev.millrace.storage.Cursor;
import dev.millrace.storage.StateReader;

/** The stored entry of one key as a cursor: a lookup in storage costs a fraction of an iterator over one entry. */
final class PointCursor implements Cursor {

    private final byte[] keyBytes;
    private final byte[] valueBytes;
    private final ByteReader key = new ByteReader();
    private final ByteReader value = new ByteReader();
    private boolean isRead;

    PointCursor(StateReader base, int table, byte[] key) {
        keyBytes = key;
        valueBytes = base.get(table, key);
    }

    @Override
    public boolean next() {
        if (isRead || valueBytes == null) {
            return false;
        }
        isRead = true;
        key.set(keyBytes, 0, keyBytes.length);
        value.set(valueBytes, 0, valueBytes.length);
        return true;
    }

    @Override
    public ByteReader key() {
        return key;
    }

    @Override
    public ByteReader value() {
        return value;
    }

    @Override
    public void close() {
        // holds nothing
    }
}

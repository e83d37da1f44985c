package dev.millrace.storage;

import java.util.Arrays;

import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** A cursor over a range of RocksDB keys, both bounds known to RocksDB, so that it never looks beyond them. */
final class RocksCursor implements Cursor {
    private final Runnable onClose;
    private final byte[] from;
    private final Slice lower;
    private final Slice upper;
    private final ReadOptions options;
    private final RocksIterator iterator;
    private final boolean isDescending;
    private final ByteReader key = new ByteReader();
    private final ByteReader value = new ByteReader();
    private byte[] keyBytes = new byte[64];
    private byte[] valueBytes = new byte[256];
    private boolean isStarted;
    private boolean isOpen = true;

    RocksCursor(RocksDB db, Snapshot snapshot, byte[] from, byte[] to, boolean isDescending, Runnable onClose) {
        this.onClose = onClose;
        this.from = from;
        this.isDescending = isDescending;
        this.lower = new Slice(from);
        this.upper = new Slice(to);
        this.options = new ReadOptions()
                .setSnapshot(snapshot).setIterateLowerBound(lower).setIterateUpperBound(upper);
        this.iterator = db.newIterator(options);
    }

    @Override
    public boolean next() {
        if (!isOpen) {
            throw new IllegalStateException("the cursor is closed");
        }
        move();
        return isAtEntry();
    }

    @Override
    public boolean seek(byte[] target) {
        if (!isOpen || isDescending) {
            throw new IllegalStateException("the cursor is closed or descends");
        }
        iterator.seek(RocksKeys.key(RocksKeys.prefix(from), target, 0, target.length));
        isStarted = true;
        return isAtEntry();
    }

    private boolean isAtEntry() {
        if (!iterator.isValid()) {
            checkStatus();
            return false;
        }
        int keyLength = iterator.key(keyBytes, 0, keyBytes.length);
        if (keyLength > keyBytes.length) {
            keyBytes = Arrays.copyOf(keyBytes, Math.max(keyLength, 2 * keyBytes.length));
            iterator.key(keyBytes, 0, keyBytes.length);
        }
        int valueLength = iterator.value(valueBytes, 0, valueBytes.length);
        if (valueLength > valueBytes.length) {
            valueBytes = Arrays.copyOf(valueBytes, Math.max(valueLength, 2 * valueBytes.length));
            iterator.value(valueBytes, 0, valueBytes.length);
        }
        key.set(keyBytes, RocksKeys.PREFIX_BYTES, keyLength);
        value.set(valueBytes, 0, valueLength);
        return true;
    }

    private void move() {
        if (isStarted && isDescending) {
            iterator.prev();
        } else if (isStarted) {
            iterator.next();
        } else if (isDescending) {
            iterator.seekToLast();
        } else {
            iterator.seekToFirst();
        }
        isStarted = true;
    }

    private void checkStatus() {
        // Beyond the end a further move would be an error in RocksDB, and here is the end once more.
        isStarted = false;
        try {
            iterator.status();
        } catch (RocksDBException e) {
            throw RocksFaults.unchecked("cannot scan the state", e);
        }
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
        if (isOpen) {
            isOpen = false;
            iterator.close();
            options.close();
            lower.close();
            upper.close();
            onClose.run();
        }
    }
}

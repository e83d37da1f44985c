package dev.millrace.storage;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/** A RocksDB snapshot and the header that belongs to it. */
final class RocksSnapshot implements StateSnapshot {
    private static final Duration LONGEST_READ = Duration.ofMinutes(1);

    private final RocksDB db;
    private final OpenHandles storeHandles;
    private final OpenHandles reads = new OpenHandles();
    private final Snapshot snapshot;
    private final StateHeader header;
    private final ReadOptions options;
    private final IntConsumer readCount;

    /**
     * Takes over the snapshot and one place in the handles.
     *
     * @param readCount is told how many places each read looks at
     */
    RocksSnapshot(
            RocksDB db, OpenHandles storeHandles, Snapshot snapshot, StateHeader header, IntConsumer readCount) {
        this.db = db;
        this.storeHandles = storeHandles;
        this.snapshot = snapshot;
        this.header = header;
        this.options = new ReadOptions().setSnapshot(snapshot);
        this.readCount = readCount;
    }

    @Override
    public long epoch() {
        return header.epoch();
    }

    @Override
    public byte[] metadata(String name) {
        return header.note(name);
    }

    @Override
    public byte[] get(int table, byte[] bytes, int offset, int length) {
        int prefix = header.prefix(table);
        if (prefix == StateHeader.NO_PREFIX) {
            return null;
        }
        readCount.accept(1);
        reads.enter();
        try {
            return db.get(options, RocksKeys.key(prefix, bytes, offset, length));
        } catch (RocksDBException e) {
            throw RocksFaults.unchecked("cannot read the state", e);
        } finally {
            reads.leave();
        }
    }

    @Override
    public byte[][] multiGet(int table, byte[][] keys) {
        int prefix = header.prefix(table);
        if (prefix == StateHeader.NO_PREFIX) {
            return new byte[keys.length][];
        }
        readCount.accept(keys.length);
        reads.enter();
        try {
            List<byte[]> prefixed = Arrays.stream(keys).map(key -> RocksKeys.key(prefix, key, 0, key.length)).toList();
            return db.multiGetAsList(options, prefixed).toArray(new byte[keys.length][]);
        } catch (RocksDBException e) {
            throw RocksFaults.unchecked("cannot read the state", e);
        } finally {
            reads.leave();
        }
    }

    @Override
    public Cursor scan(int table, byte[] fromInclusive, byte[] toExclusive) {
        return scan(table, fromInclusive, toExclusive, false);
    }

    @Override
    public Cursor scanDescending(int table, byte[] fromInclusive, byte[] toExclusive) {
        return scan(table, fromInclusive, toExclusive, true);
    }

    private Cursor scan(int table, byte[] fromInclusive, byte[] toExclusive, boolean isDescending) {
        int prefix = header.prefix(table);
        boolean isEmpty = fromInclusive != null && toExclusive != null
                && Arrays.compareUnsigned(fromInclusive, toExclusive) >= 0;
        if (prefix == StateHeader.NO_PREFIX || isEmpty) {
            return new EmptyCursor();
        }
        byte[] from = fromInclusive == null
                ? RocksKeys.first(prefix)
                : RocksKeys.key(prefix, fromInclusive, 0, fromInclusive.length);
        byte[] to = toExclusive == null
                ? RocksKeys.end(prefix)
                : RocksKeys.key(prefix, toExclusive, 0, toExclusive.length);
        readCount.accept(1);
        reads.enter();
        try {
            storeHandles.enter();
            return new RocksCursor(db, snapshot, from, to, isDescending, storeHandles::leave);
        } finally {
            reads.leave();
        }
    }

    @Override
    public void close() {
        if (!reads.close()) {
            return;
        }
        if (!reads.awaitEmpty(LONGEST_READ)) {
            throw new IllegalStateException("a read of the snapshot does not end");
        }
        options.close();
        db.releaseSnapshot(snapshot);
        storeHandles.leave();
    }
}

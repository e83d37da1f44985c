package dev.millrace.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.function.IntPredicate;

import dev.millrace.storage.MemoryVersions.Bytes;
import dev.millrace.storage.MemoryVersions.Entry;
import dev.millrace.storage.MemoryVersions.VersionedKey;

/**
 * A state store in memory, for simulations: the object plays the disk, so a simulated restart keeps it, and what was
 * not committed is lost with the checkpoint that held it.
 */
public final class MemoryStateStore implements StateStore {
    private final MemoryVersions entries = new MemoryVersions();

    /** How many snapshots and cursors look at each version. */
    private final TreeMap<Long, Integer> pins = new TreeMap<>();

    private volatile Header header = new Header(0, NO_EPOCH, Map.of());
    private long commits;
    private long failingCommit = -1;
    private boolean isClosed;

    private record Header(long version, long epoch, Map<String, byte[]> metadata) {}

    /** The n-th commit from now (1 = the next) fails, once, and nothing of it is seen. */
    public synchronized void failAfter(long n) {
        failingCommit = commits + n;
    }

    /** How many commits were tried so far. */
    public synchronized long commits() {
        return commits;
    }

    @Override
    public Checkpoint begin(long epoch) {
        if (epoch < header.epoch()) {
            throw new IllegalArgumentException("epoch " + epoch + " is before the checkpoint's, " + header.epoch());
        }
        return new MemoryCheckpoint(epoch);
    }

    @Override
    public Checkpoint beginIngest() {
        return new MemoryCheckpoint(NO_EPOCH);
    }

    @Override
    public long checkpointEpoch() {
        return header.epoch();
    }

    @Override
    public byte[] metadata(String name) {
        return copy(header.metadata().get(name));
    }

    @Override
    public synchronized StateSnapshot snapshot() {
        return new MemorySnapshot(pin());
    }

    private synchronized Header pin() {
        if (isClosed) {
            throw new IllegalStateException("the state store is closed");
        }
        pins.merge(header.version(), 1, Integer::sum);
        return header;
    }

    private synchronized void pin(Header pinned) {
        pins.merge(pinned.version(), 1, Integer::sum);
    }

    private synchronized void unpin(Header pinned) {
        pins.computeIfPresent(pinned.version(), (version, count) -> count == 1 ? null : count - 1);
    }

    private static byte[] copy(byte[] bytes) {
        return bytes == null ? null : bytes.clone();
    }

    @Override
    public byte[] get(int table, byte[] bytes, int offset, int length) {
        try (StateSnapshot snapshot = snapshot()) {
            return snapshot.get(table, bytes, offset, length);
        }
    }

    @Override
    public byte[][] multiGet(int table, byte[][] keys) {
        try (StateSnapshot snapshot = snapshot()) {
            return snapshot.multiGet(table, keys);
        }
    }

    @Override
    public Cursor scan(int table, byte[] fromInclusive, byte[] toExclusive) {
        return new MemoryCursor(pin(), table, fromInclusive, toExclusive, false);
    }

    @Override
    public Cursor scanDescending(int table, byte[] fromInclusive, byte[] toExclusive) {
        return new MemoryCursor(pin(), table, fromInclusive, toExclusive, true);
    }

    @Override
    public void retainTables(IntPredicate isKept) throws IOException {
        try (Checkpoint removal = beginIngest()) {
            Arrays.stream(entries.tables()).filter(table -> !isKept.test(table)).forEach(removal::deleteTable);
            removal.commit();
        }
    }

    @Override
    public long approximateBytes(int table) {
        return entries.range(table, null, null).entrySet().stream().mapToLong(entry -> {
            byte[] value = entry.getValue().value();
            return entry.getKey().key().array().length + (value == null ? 0L : value.length);
        }).sum();
    }

    /** A closed store can be opened again by {@link #reopen}; there is nothing to wait for. */
    @Override
    public synchronized void close() {
        isClosed = true;
    }

    /** The store after a restart: the same content, and no snapshot or cursor of before. */
    public synchronized MemoryStateStore reopen() {
        isClosed = false;
        pins.clear();
        return this;
    }

    private synchronized void commit(MemoryCheckpoint checkpoint) throws IOException {
        commits++;
        if (commits == failingCommit) {
            throw new IOException("simulated failure: commit of a checkpoint");
        }
        if (checkpoint.epoch != NO_EPOCH && checkpoint.epoch < header.epoch()) {
            throw new IllegalStateException("a checkpoint of a later epoch was committed meanwhile");
        }
        long oldestPinned = pins.isEmpty() ? header.version() : Math.min(header.version(), pins.firstKey());
        entries.removeHidden(oldestPinned);
        long version = header.version() + 1;
        checkpoint.deletedTables.forEach(table -> entries.deleteTable(table, version));
        checkpoint.changes.forEach((key, entry) -> entries.put(key.table(), key.key(), version, entry));
        Map<String, byte[]> metadata = new HashMap<>(header.metadata());
        checkpoint.metadata.forEach((name, value) -> {
            if (value == null) {
                metadata.remove(name);
            } else {
                metadata.put(name, value);
            }
        });
        long epoch = checkpoint.epoch == NO_EPOCH ? header.epoch() : checkpoint.epoch;
        header = new Header(version, epoch, Map.copyOf(metadata));
    }

    private final class MemorySnapshot implements StateSnapshot {
        private final Header pinned;
        private boolean isOpen = true;

        MemorySnapshot(Header pinned) {
            this.pinned = pinned;
        }

        private void checkOpen() {
            if (!isOpen) {
                throw new IllegalStateException("the snapshot is closed");
            }
        }

        @Override
        public long epoch() {
            return pinned.epoch();
        }

        @Override
        public byte[] metadata(String name) {
            return copy(pinned.metadata().get(name));
        }

        @Override
        public byte[] get(int table, byte[] bytes, int offset, int length) {
            checkOpen();
            return entries.get(pinned.version(), table, Bytes.of(bytes, offset, length));
        }

        @Override
        public byte[][] multiGet(int table, byte[][] keys) {
            byte[][] values = new byte[keys.length][];
            for (int i = 0; i < keys.length; i++) {
                values[i] = get(table, keys[i]);
            }
            return values;
        }

        @Override
        public Cursor scan(int table, byte[] fromInclusive, byte[] toExclusive) {
            checkOpen();
            pin(pinned);
            return new MemoryCursor(pinned, table, fromInclusive, toExclusive, false);
        }

        @Override
        public Cursor scanDescending(int table, byte[] fromInclusive, byte[] toExclusive) {
            checkOpen();
            pin(pinned);
            return new MemoryCursor(pinned, table, fromInclusive, toExclusive, true);
        }

        @Override
        public void close() {
            if (isOpen) {
                isOpen = false;
                unpin(pinned);
            }
        }
    }

    private final class MemoryCursor implements Cursor {
        private final Header pinned;
        private final Iterator<VersionedKey> keys;
        private final ByteReader key = new ByteReader();
        private final ByteReader value = new ByteReader();
        private Bytes last;
        private boolean isOpen = true;

        /** Takes over a pin of the header. */
        MemoryCursor(Header pinned, int table, byte[] from, byte[] to, boolean isDescending) {
            this.pinned = pinned;
            ConcurrentNavigableMap<VersionedKey, Entry> range = entries.range(table, from, to);
            this.keys = (isDescending ? range.descendingKeySet() : range.keySet()).iterator();
        }

        @Override
        public boolean next() {
            if (!isOpen) {
                throw new IllegalStateException("the cursor is closed");
            }
            while (keys.hasNext()) {
                VersionedKey candidate = keys.next();
                if (candidate.key().equals(last)) {
                    continue;
                }
                last = candidate.key();
                byte[] visible = entries.get(pinned.version(), candidate.table(), candidate.key());
                if (visible != null) {
                    key.set(candidate.key().array(), 0, candidate.key().array().length);
                    value.set(visible, 0, visible.length);
                    return true;
                }
            }
            return false;
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
                unpin(pinned);
            }
        }
    }

    private final class MemoryCheckpoint implements Checkpoint {
        private final long epoch;
        private final Map<VersionedKey, Entry> changes = new TreeMap<>();
        private final List<Integer> deletedTables = new ArrayList<>();
        private final Map<String, byte[]> metadata = new HashMap<>();
        private boolean isOpen = true;

        MemoryCheckpoint(long epoch) {
            this.epoch = epoch;
        }

        private void checkOpen() {
            if (!isOpen) {
                throw new IllegalStateException("the checkpoint is closed");
            }
        }

        @Override
        public void put(
                int table, byte[] keyBytes, int keyOffset, int keyLength, byte[] valueBytes, int valueOffset,
                int valueLength) {
            checkOpen();
            byte[] value = Arrays.copyOfRange(valueBytes, valueOffset, valueOffset + valueLength);
            changes.put(new VersionedKey(table, Bytes.of(keyBytes, keyOffset, keyLength), 0), new Entry(value));
        }

        @Override
        public void delete(int table, byte[] keyBytes, int keyOffset, int keyLength) {
            checkOpen();
            changes.put(new VersionedKey(table, Bytes.of(keyBytes, keyOffset, keyLength), 0), new Entry(null));
        }

        @Override
        public void deleteTable(int table) {
            checkOpen();
            changes.keySet().removeIf(key -> key.table() == table);
            deletedTables.add(table);
        }

        @Override
        public void whileWaiting(Runnable pause) {
            // nothing here takes long
        }

        @Override
        public void metadata(String name, byte[] value) {
            checkOpen();
            metadata.put(name, copy(value));
        }

        @Override
        public void commit() throws IOException {
            checkOpen();
            isOpen = false;
            MemoryStateStore.this.commit(this);
        }

        @Override
        public void close() {
            isOpen = false;
        }
    }
}

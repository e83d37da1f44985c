package dev.millrace.executor.state;

import java.util.Arrays;

/**
 * A weighted multiset in order: the contents of groups for extremes and lists, the rows of partitions for top-k.
 * Entries lie sorted in leaves of some hundred; each covers a range of keys, and a range that was evicted, or not
 * read since a restart, is a leaf without entries that is read back piece by piece where it is looked at. Who only
 * changes entries says so before ({@link #want}): then those alone are read, many at once.
 *
 * <p>Storage key: the key as the caller gives it, which starts with the {@link KeyGroups} byte. Storage value: weight
 * (8), then the entry's value.
 */
public final class OrderedTable implements StateTable {

    private static final int LEAF_BYTES_MAX = 16 * 1024;
    static final int LEAF_ENTRIES_MAX = 256;

    private final int storageTable;
    private final boolean isTracked;
    private final LeafReader stored;
    private final UnsettledLeaves unsettled;
    private final LeafChain leaves;
    private final MissingKeys wanted = new MissingKeys();
    private long dirtyBytes;
    private long negativeEntries;

    public OrderedTable(int storageTable, StateReader reader, boolean isNew) {
        this.storageTable = storageTable;
        stored = new LeafReader(storageTable, reader);
        unsettled = new UnsettledLeaves(storageTable);
        isTracked = reader != StateReader.NONE;
        leaves = new LeafChain(unsettled, isNew || !isTracked);
    }

    /** Entries whose weight is below zero: never, at the end of a step. */
    public long negativeEntries() {
        return negativeEntries;
    }

    /**
     * Adds to the weight of a key's entry and returns the weight it has now; at 0 it is no more.
     *
     * @param value kept with a key that is new; ignored otherwise
     */
    public long add(
            byte[] key, int start, int end, long weight, byte[] value, int valueStart, int valueEnd) {
        Leaf leaf = knowingLeaf(key, start, end);
        if (leaf.isDue) {
            unsettled.handOver(leaf);
        }
        long bytesBefore = leaf.heapBytes();
        int entry = leaf.find(key, start, end);
        if (entry >= 0 && leaf.isAbsent(entry)) {
            leaf.remove(entry);
            entry = -entry - 1;
        }
        if (entry < 0) {
            entry = -entry - 1;
            leaf.insert(entry, key, start, end, value, valueStart, valueEnd);
        }
        long before = leaf.weight(entry);
        long after = Math.addExact(before, weight);
        negativeEntries += (after < 0 ? 1 : 0) - (before < 0 ? 1 : 0);
        leaf.setWeight(entry, after);
        if (after == 0 && (leaf.flags(entry) & (Leaf.STORED | Leaf.PENDING)) == 0) {
            leaf.unsettled -= (leaf.flags(entry) & Leaf.DIRTY) != 0 ? 1 : 0;
            if (leaf.isLoaded) {
                leaf.remove(entry);
            } else {
                leaf.setFlags(entry, 0);
            }
        } else {
            makeDirty(leaf, entry);
        }
        leaves.resized(leaf, bytesBefore);
        limit(leaf);
        return after;
    }

    private void limit(Leaf leaf) {
        if (leaf.count() > LEAF_ENTRIES_MAX || leaf.liveBytes() > LEAF_BYTES_MAX && leaf.count() > 1) {
            leaves.split(leaf);
        } else if (leaf.count() == 0) {
            leaves.dissolve(leaf);
        }
    }

    /** Whether storage has nothing that is not on the heap: then there is no use in saying what is wanted. */
    public boolean isComplete() {
        return leaves.isLoaded();
    }

    /** Notes a key that is going to be added to, if it is not known what storage has of it. */
    public void want(byte[] key, int start, int end) {
        Leaf leaf = leaves.find(key, start, end);
        if (!leaf.isLoaded && leaf.find(key, start, end) < 0) {
            wanted.add(Arrays.copyOfRange(key, start, end));
        }
    }

    /** Reads the entries of the keys that were noted, without those around them. */
    public void loadWanted() {
        wanted.forEachChunk(keys -> {
            byte[][] values = stored.read(keys);
            for (int i = 0; i < keys.length; i++) {
                know(keys[i], values[i]);
            }
        });
        wanted.clear();
    }

    private void know(byte[] key, byte[] value) {
        Leaf leaf = leaves.find(key, 0, key.length);
        long bytesBefore = leaf.heapBytes();
        if (value != null) {
            leaf.addStored(key, key.length, value, value.length);
        } else {
            leaf.addAbsent(key);
        }
        leaf.isReferenced = true;
        leaves.resized(leaf, bytesBefore);
        limit(leaf);
    }

    /** Gives a key one entry of weight 1 with this value, whatever it had. */
    public void put(byte[] key, int start, int end, byte[] value) {
        Leaf leaf = loadedLeaf(key, start, end);
        int entry = leaf.find(key, start, end);
        if (entry < 0 || leaf.weight(entry) == 0) {
            add(key, start, end, 1, value, 0, value.length);
            leaf = leaves.find(key, start, end);
            entry = leaf.find(key, start, end);
        }
        if (!leaf.hasValue(entry, value)) {
            if (leaf.isDue) {
                unsettled.handOver(leaf);
            }
            long bytesBefore = leaf.heapBytes();
            leaf.setValue(entry, value);
            makeDirty(leaf, entry);
            leaves.resized(leaf, bytesBefore);
        }
    }

    private void makeDirty(Leaf leaf, int entry) {
        int flags = leaf.flags(entry);
        if (!isTracked || (flags & Leaf.DIRTY) != 0) {
            return;
        }
        leaf.unsettled += (flags & Leaf.PENDING) == 0 ? 1 : 0;
        leaf.setFlags(entry, flags | Leaf.DIRTY);
        dirtyBytes += leaf.valueEnd(entry) - leaf.keyStart(entry) + 8;
        unsettled.listDirty(leaf);
    }

    private Leaf loadedLeaf(byte[] key, int start, int end) {
        Leaf leaf = leaves.find(key, start, end);
        if (!leaf.isLoaded) {
            leaf = load(leaf, Arrays.copyOfRange(key, start, end));
        }
        leaf.isReferenced = true;
        return leaf;
    }

    /** A leaf that knows the entry of a key, though perhaps not those around it. */
    private Leaf knowingLeaf(byte[] key, int start, int end) {
        Leaf leaf = leaves.find(key, start, end);
        if (!leaf.isLoaded && leaf.find(key, start, end) < 0) {
            leaf = load(leaf, Arrays.copyOfRange(key, start, end));
        }
        leaf.isReferenced = true;
        return leaf;
    }

    /** Reads entries from {@code from} on, which lies in a leaf that is not loaded; returns the leaf they are in. */
    private Leaf load(Leaf unloaded, byte[] from) {
        Leaf leaf = Arrays.equals(from, unloaded.low) ? unloaded : leaves.split(unloaded, from);
        long before = leaf.heapBytes();
        byte[] rest = stored.readFirst(leaf);
        leaves.resized(leaf, before);
        if (rest != null) {
            leaves.split(leaf, rest);
        }
        leaves.loaded(leaf);
        return leaf;
    }

    /** A cursor on the first entry whose key is not less than the given one; valid until the table changes. */
    public Cursor seek(byte[] key, int start, int end) {
        Leaf leaf = loadedLeaf(key, start, end);
        int entry = leaf.find(key, start, end);
        Cursor cursor = new Cursor(leaf, entry < 0 ? -entry - 1 : entry);
        cursor.settle();
        return cursor;
    }

    /** A cursor on the last entry whose key is less than the given one. */
    public Cursor seekBefore(byte[] key, int start, int end) {
        Leaf leaf = loadedLeaf(key, start, end);
        int entry = leaf.find(key, start, end);
        Cursor cursor = new Cursor(leaf, entry < 0 ? -entry - 1 : entry);
        cursor.retreat();
        return cursor;
    }

    /** Reads the last entries of a leaf's range into a leaf of their own, or into this one when they are all. */
    private Leaf loadLast(Leaf unloaded) {
        StoredRows last = new StoredRows();
        boolean isAll = stored.readLast(unloaded, last);
        byte[] from = isAll ? unloaded.low : last.key(last.size() - 1);
        Leaf leaf = Arrays.equals(from, unloaded.low) ? unloaded : leaves.split(unloaded, from);
        long before = leaf.heapBytes();
        for (int i = last.size() - 1; i >= 0; i--) {
            leaf.addStored(last.key(i), last.key(i).length, last.value(i), last.value(i).length);
        }
        leaves.resized(leaf, before);
        leaves.loaded(leaf);
        return leaf;
    }

    /** A place among the entries; those of weight 0 are never seen. */
    public final class Cursor {
        private Leaf leaf;
        private int entry;

        private Cursor(Leaf leaf, int entry) {
            this.leaf = leaf;
            this.entry = entry;
        }

        /** To the entry before this one. */
        public void retreat() {
            entry--;
            while (leaf != null && (entry < 0 || leaf.weight(entry) == 0)) {
                if (entry > 0) {
                    entry--;
                    continue;
                }
                leaf = leaf.previous;
                if (leaf != null && !leaf.isLoaded) {
                    leaf = loadLast(leaf);
                }
                if (leaf != null) {
                    leaf.isReferenced = true;
                    entry = leaf.count() - 1;
                }
            }
        }

        private void settle() {
            while (leaf != null) {
                if (entry < leaf.count()) {
                    if (leaf.weight(entry) != 0) {
                        return;
                    }
                    entry++;
                    continue;
                }
                leaf = leaf.next;
                entry = 0;
                if (leaf != null) {
                    if (!leaf.isLoaded) {
                        leaf = load(leaf, leaf.low);
                    }
                    leaf.isReferenced = true;
                }
            }
        }

        /** Whether there is an entry here and its key starts with the given bytes. */
        public boolean startsWith(byte[] prefix, int start, int end) {
            if (leaf == null) {
                return false;
            }
            int length = end - start;
            int keyStart = leaf.keyStart(entry);
            return leaf.keyEnd(entry) - keyStart >= length
                    && Arrays.equals(leaf.data(), keyStart, keyStart + length, prefix, start, end);
        }

        public void advance() {
            entry++;
            settle();
        }

        /** Holds the key and the value. */
        public byte[] data() {
            return leaf.data();
        }

        public int keyStart() {
            return leaf.keyStart(entry);
        }

        public int keyEnd() {
            return leaf.keyEnd(entry);
        }

        /** The value starts at {@link #keyEnd}. */
        public int valueEnd() {
            return leaf.valueEnd(entry);
        }

        public long weight() {
            return leaf.weight(entry);
        }
    }

    // StateTable

    @Override
    public int storageTable() {
        return storageTable;
    }

    @Override
    public long heapEntries() {
        return leaves.entries();
    }

    @Override
    public long heapBytes() {
        return leaves.heapBytes() + 8L * unsettled.size();
    }

    @Override
    public long dirtyBytes() {
        return dirtyBytes;
    }

    @Override
    public void cut(StateWriter writer) {
        settle(Integer.MAX_VALUE);
        unsettled.cut(writer);
        dirtyBytes = 0;
    }

    @Override
    public boolean handOver(int pieces) {
        return unsettled.handOver(pieces);
    }

    @Override
    public void stored() {
        unsettled.stored();
    }

    @Override
    public boolean settle(int pieces) {
        return unsettled.settle(pieces, leaf -> {
            if (leaf.count() == 0) {
                leaves.dissolve(leaf);
            }
        });
    }

    @Override
    public void takeBack() {
        dirtyBytes += unsettled.takeBack();
    }

    @Override
    public long evict(long bytes) {
        return isTracked ? leaves.evict(bytes) : 0;
    }
}

package dev.millrace.executor.state;

import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.data.KeyHash;

import static dev.millrace.executor.state.RecordPages.getInt;
import static dev.millrace.executor.state.RecordPages.getLong;
import static dev.millrace.executor.state.RecordPages.offset;
import static dev.millrace.executor.state.RecordPages.setInt;
import static dev.millrace.executor.state.RecordPages.setLong;
import static dev.millrace.executor.state.RowChains.ABSENT;
import static dev.millrace.executor.state.RowChains.KEY_LENGTH;
import static dev.millrace.executor.state.RowChains.MATCHES;
import static dev.millrace.executor.state.RowChains.ROW_LENGTH;
import static dev.millrace.executor.state.RowChains.TOUCH_ROWS;
import static dev.millrace.executor.state.RowChains.WEIGHT;

/**
 * The rows of a changing relation by key, with their weights: one side of a join. A record holds key and row
 * together, so that the frequent case of one row a key costs one probe and one record; further rows of a key are
 * chained behind it. Long chains have their rows in a second index, so that a retraction from a key of a million rows
 * is still one probe.
 *
 * <p>A key's rows are on the heap all, none, or, after changes to a key that nobody probes, only those that changed
 * ({@link RowLoader}). They are evicted together. Flags as in {@link KeyedTable}; a row whose weight is 0 is a
 * deletion that storage is still to learn of.
 *
 * <p>Storage key: key group, key, row. Storage value: length of the key (4 bytes), weight (8), match count (8, if
 * kept).
 */
public final class Arrangement implements StateTable {

    private static final int DIRTY = 4;
    private static final int PENDING = 8;
    private static final int STORED = RowChains.STORED;
    private static final int REFERENCED = RowChains.REFERENCED;

    private final int storageTable;
    private final boolean keepsMatches;
    private final boolean isTracked;
    private final RowChains chains;
    private final RecordPages pages;
    private final IntList dirty = new IntList();
    private final IntList pending = new IntList();
    private final RowLoader loader;
    private long dirtyBytes;
    private long negativeRows;
    private int rowCount;
    private final RecordPages.Owner owner = new RecordPages.Owner() {
        @Override
        public boolean evictIfCold(int address) {
            return Arrangement.this.evictIfCold(address);
        }

        @Override
        public void moved(int from, int to) {
            Arrangement.this.moved(from, to);
        }
    };

    /** @param keepsMatches whether each row has a match count, for outer, semi and anti joins */
    public Arrangement(int storageTable, StateReader reader, boolean isNew, boolean keepsMatches) {
        this.storageTable = storageTable;
        this.keepsMatches = keepsMatches;
        chains = new RowChains(keepsMatches);
        pages = chains.pages;
        isTracked = reader != StateReader.NONE;
        loader = new RowLoader(storageTable, reader, chains, isNew || !isTracked);
    }

    /** Distinct rows on the heap. */
    public int rowCount() {
        return rowCount;
    }

    /** Rows whose weight is below zero: never, at the end of a step. */
    public long negativeRows() {
        return negativeRows;
    }

    /**
     * Brings the first records of up to {@link #touchRows} keys into the processor's caches, all misses at once; to be
     * called before they are asked for one by one.
     */
    public void touch(EncodedKeys keys, int from) {
        chains.touch(keys, from);
    }

    /** How many keys one {@link #touch} takes. */
    public static int touchRows() {
        return TOUCH_ROWS;
    }

    /** The first row of the key, or 0; its key must have been {@link #load}ed in this step. */
    public int first(EncodedKeys keys, int row) {
        int head = chains.locate(keys.array(), keys.start(row), keys.end(row), (int) keys.hash(row));
        if (head != 0) {
            byte[] page = pages.page(head);
            int at = offset(head);
            if ((page[at] & REFERENCED) == 0) {
                page[at] |= REFERENCED;
            }
        }
        return head;
    }

    /** The next row of the same key, or 0. */
    public int next(int address) {
        return chains.next(address);
    }

    /** 0 for a row that is there no more. */
    public long weight(int address) {
        return getLong(pages.page(address), offset(address) + WEIGHT);
    }

    public long matches(int address) {
        return getLong(pages.page(address), offset(address) + MATCHES);
    }

    public void setMatches(int address, long matches) {
        setLong(pages.page(address), offset(address) + MATCHES, matches);
        makeDirty(address);
    }

    public byte[] page(int address) {
        return pages.page(address);
    }

    /** Where the row's bytes start in its page. */
    public int row(int address) {
        return chains.row(address);
    }

    /**
     * Adds to a row's weight; the row or its key must have been loaded in this step.
     *
     * @param data holds the encoded row in {@code [start, end)}
     * @param matches what a row that is new here has as match count
     */
    public void add(EncodedKeys keys, int keyRow, byte[] data, int start, int end, long weight, long matches) {
        add(keys, keyRow, data, start, end, weight, matches, RowChains.UNKNOWN);
    }

    /**
     * {@link #add}s the rows of the keys {@code [from, from + count)}, at most {@link #touchRows}.
     *
     * @param ends of the encoded rows, which lie one after the other in {@code data}
     * @param weights by number of the key, as {@code matches}
     */
    public void addAll(
            EncodedKeys keys, int from, int count, byte[] data, int[] ends, long[] weights, long[] matches) {
        chains.touchRows(keys, from, data, ends, count);
        for (int i = 0; i < count; i++) {
            int row = from + i;
            add(keys, row, data, i == 0 ? 0 : ends[i - 1], ends[i], weights[row], matches[row], chains.rowHash(i));
        }
    }

    private void add(
            EncodedKeys keys, int keyRow, byte[] data, int start, int end, long weight, long matches, int known) {
        int head = first(keys, keyRow);
        int hash = head == 0
                ? RowChains.UNKNOWN
                : chains.hashToFind(head, (int) keys.hash(keyRow), known, data, start, end);
        int address = head == 0 ? 0 : chains.findHashed(head, hash, data, start, end);
        if (address == 0) {
            address = chains.link(head, keys, keyRow, data, start, end, hash);
            if (head == 0 && !loader.isComplete()) {
                chains.setPartial(address, true);
            }
            if (keepsMatches) {
                setLong(pages.page(address), offset(address) + MATCHES, matches);
            }
            setLong(pages.page(address), offset(address) + WEIGHT, 0);
        }
        byte[] page = pages.page(address);
        int at = offset(address);
        long before = getLong(page, at + WEIGHT);
        long after = Math.addExact(before, weight);
        setLong(page, at + WEIGHT, after);
        negativeRows += (after < 0 ? 1 : 0) - (before < 0 ? 1 : 0);
        rowCount += (after != 0 ? 1 : 0) - (before != 0 ? 1 : 0);
        if (before == 0 && keepsMatches) {
            setLong(page, at + MATCHES, matches);
        }
        if (after == 0 && (page[at] & (STORED | PENDING)) == 0) {
            chains.unlink(address);
        } else {
            makeDirty(address);
        }
    }

    private void makeDirty(int address) {
        byte[] page = pages.page(address);
        int at = offset(address);
        if (isTracked && (page[at] & DIRTY) == 0) {
            page[at] |= DIRTY;
            dirty.add(address);
            dirtyBytes += getInt(page, at + KEY_LENGTH) + getInt(page, at + ROW_LENGTH) + 21;
        }
    }

    /** Makes sure that all rows of these keys are on the heap, until the end of the step. */
    public void load(EncodedKeys keys) {
        rowCount += loader.loadKeys(keys);
    }

    /** Whether every row is on the heap, so that nothing needs to be loaded. */
    public boolean isComplete() {
        return loader.isComplete();
    }

    /** Notes a row that is going to be {@link #add}ed, for the next {@link #loadWanted}. */
    public void want(EncodedKeys keys, int keyRow, byte[] data, int start, int end) {
        loader.want(keys, keyRow, data, start, end);
    }

    /**
     * Makes sure that the rows wanted so far are on the heap, if they are anywhere: all that it takes to change them.
     */
    public void loadWanted() {
        rowCount += loader.loadWanted();
    }

    // StateTable

    @Override
    public int storageTable() {
        return storageTable;
    }

    @Override
    public long heapEntries() {
        return chains.size();
    }

    @Override
    public long heapBytes() {
        long listBytes = dirty.heapBytes() + pending.heapBytes();
        return chains.heapBytes() + listBytes;
    }

    @Override
    public long dirtyBytes() {
        return dirtyBytes;
    }

    @Override
    public void cut(StateWriter writer) {
        byte[] key = new byte[128];
        byte[] value = new byte[keepsMatches ? 20 : 12];
        for (int i = 0; i < dirty.size(); i++) {
            int address = dirty.get(i);
            byte[] page = pages.page(address);
            int at = offset(address);
            if (!pages.isRecord(address) || (page[at] & DIRTY) == 0) {
                continue;
            }
            page[at] = (byte) (page[at] & ~DIRTY | PENDING);
            pending.add(address);
            int keyLength = getInt(page, at + KEY_LENGTH);
            int length = keyLength + getInt(page, at + ROW_LENGTH);
            if (key.length <= length) {
                key = new byte[length * 2];
            }
            System.arraycopy(page, at + chains.header, key, 1, length);
            key[0] = (byte) KeyGroups.of(KeyHash.of(key, 1, 1 + keyLength));
            if (getLong(page, at + WEIGHT) == 0) {
                writer.delete(storageTable, key, 0, 1 + length);
                continue;
            }
            setInt(value, 0, keyLength);
            setLong(value, 4, getLong(page, at + WEIGHT));
            if (keepsMatches) {
                setLong(value, 12, getLong(page, at + MATCHES));
            }
            writer.put(storageTable, key, 0, 1 + length, value, 0, value.length);
        }
        dirty.clear();
        dirtyBytes = 0;
    }

    @Override
    public void stored() {
        for (int i = 0; i < pending.size(); i++) {
            int address = pending.get(i);
            byte[] page = pages.page(address);
            int at = offset(address);
            if (!pages.isRecord(address) || (page[at] & PENDING) == 0) {
                continue;
            }
            int flags = page[at] & ~PENDING;
            if (getLong(page, at + WEIGHT) != 0 || (flags & DIRTY) != 0) {
                page[at] = (byte) (flags | STORED);
            } else {
                page[at] = (byte) (flags & ~STORED);
                chains.unlink(address);
            }
        }
        pending.clear();
    }

    @Override
    public void takeBack() {
        for (int i = 0; i < pending.size(); i++) {
            int address = pending.get(i);
            byte[] page = pages.page(address);
            int at = offset(address);
            if (pages.isRecord(address) && (page[at] & PENDING) != 0) {
                page[at] = (byte) (page[at] & ~PENDING | STORED);
                makeDirty(address);
            }
        }
        pending.clear();
    }

    @Override
    public long evict(long bytes) {
        if (!isTracked) {
            return 0;
        }
        long before = heapBytes();
        pages.evict(bytes, owner);
        return Math.max(0, before - heapBytes());
    }

    /** Evicts all rows of a key, when asked about the first of them. */
    private boolean evictIfCold(int address) {
        byte[] page = pages.page(address);
        int at = offset(address);
        if (!chains.isHead(address)) {
            return false;
        }
        if ((page[at] & REFERENCED) != 0) {
            page[at] &= ~REFERENCED;
            return false;
        }
        for (int row = address; row != 0; row = next(row)) {
            if ((pages.page(row)[offset(row)] & (DIRTY | PENDING)) != 0) {
                return false;
            }
        }
        if (getInt(page, at + ROW_LENGTH) != ABSENT) {
            loader.evicted();
        }
        for (int row = address; row != 0; row = next(row)) {
            rowCount -= weight(row) != 0 ? 1 : 0;
        }
        chains.free(address);
        return true;
    }

    private void moved(int from, int to) {
        byte[] page = pages.page(to);
        int at = offset(to);
        chains.follow(from, to);
        if ((page[at] & DIRTY) != 0) {
            dirty.add(to);
        }
        if ((page[at] & PENDING) != 0) {
            pending.add(to);
        }
    }
}

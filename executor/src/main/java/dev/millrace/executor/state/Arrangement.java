package dev.millrace.executor.state;

import java.util.Arrays;

import dev.millrace.executor.data.EncodedKeys;
import dev.millrace.executor.data.KeyHash;

import static dev.millrace.executor.state.RecordPages.getInt;
import static dev.millrace.executor.state.RecordPages.getLong;
import static dev.millrace.executor.state.RecordPages.offset;
import static dev.millrace.executor.state.RecordPages.setInt;
import static dev.millrace.executor.state.RecordPages.setLong;

/**
 * The rows of a changing relation by key, with their weights: one side of a join. A record holds key and row
 * together, so that the frequent case of one row a key costs one probe and one record; further rows of a key are
 * chained behind it. Long chains have their rows in a second index, so that a retraction from a key of a million rows
 * is still one probe.
 *
 * <p>A key's rows are on the heap all or none: what is loaded, evicted and known to be absent is a key, not a row.
 * Flags as in {@link KeyedTable}; a row whose weight is 0 is a deletion that storage is still to learn of.
 *
 * <p>Storage key: key group, key, row. Storage value: length of the key (4 bytes), weight (8), match count (8, if
 * kept).
 */
public final class Arrangement implements StateTable {

    private static final int DIRTY = 4;
    private static final int PENDING = 8;
    private static final int STORED = 16;
    private static final int REFERENCED = 32;
    private static final int ROW_INDEXED = 64;

    private static final int CHAIN_FLAGS = 1;
    private static final int CHAIN_INDEXED = 1;
    private static final int HASH = 4;
    private static final int KEY_LENGTH = 8;
    private static final int ROW_LENGTH = 12;
    private static final int NEXT = 16;
    private static final int PREVIOUS = 20;
    private static final int CHAIN_LENGTH = 24;
    private static final int ROW_HASH = 28;
    private static final int WEIGHT = 32;
    private static final int MATCHES = 40;

    /** In place of a row's length: the key is known to have no rows. */
    private static final int ABSENT = -1;
    private static final int WALK_MAX = 4;
    private static final int TOUCH_ROWS = 512;

    private final int storageTable;
    private final StateReader reader;
    private final boolean keepsMatches;
    private final int header;
    private final boolean isTracked;
    private final RecordPages pages = new RecordPages();
    private final HashIndex keyIndex = new HashIndex();
    private final HashIndex rowIndex = new HashIndex();
    private final IntList dirty = new IntList();
    private final IntList pending = new IntList();
    private final MissingKeys missing = new MissingKeys();
    private boolean isComplete;
    private boolean mayLoadAll;
    private long dirtyBytes;
    private long negativeRows;
    private int rowCount;
    private final long[] touched = new long[TOUCH_ROWS];
    /** Keeps the reads of {@link #touch} from being optimised away. */
    int touchSum;
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
        this.reader = reader;
        this.keepsMatches = keepsMatches;
        header = keepsMatches ? MATCHES + 8 : MATCHES;
        isTracked = reader != StateReader.NONE;
        isComplete = isNew || !isTracked;
        mayLoadAll = !isComplete;
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
     * Brings the first records of up to 512 keys into the processor's caches, all misses at once; to be called before
     * they are asked for one by one.
     */
    public void touch(EncodedKeys keys, int from) {
        int count = Math.min(keys.size() - from, TOUCH_ROWS);
        for (int i = 0; i < count; i++) {
            touched[i] = keyIndex.peek((int) keys.hash(from + i));
        }
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int address = HashIndex.address(touched[i]);
            if (address != 0) {
                byte[] page = pages.page(address);
                sum += page[offset(address)] + page[offset(address) + MATCHES];
            }
        }
        touchSum = sum;
    }

    /** How many keys one {@link #touch} takes. */
    public static int touchRows() {
        return TOUCH_ROWS;
    }

    /** The first row of the key, or 0; its key must have been {@link #load}ed in this step. */
    public int first(EncodedKeys keys, int row) {
        int head = locate(keys.array(), keys.start(row), keys.end(row), (int) keys.hash(row));
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
        return getInt(pages.page(address), offset(address) + NEXT);
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
        byte[] page = pages.page(address);
        int at = offset(address);
        return at + header + getInt(page, at + KEY_LENGTH);
    }

    /**
     * Adds to a row's weight; the key must have been {@link #load}ed in this step.
     *
     * @param data holds the encoded row in {@code [start, end)}
     * @param matches what a row that is new here has as match count
     */
    public void add(EncodedKeys keys, int keyRow, byte[] data, int start, int end, long weight, long matches) {
        int head = first(keys, keyRow);
        int address = head == 0 ? 0 : findRow(head, (int) keys.hash(keyRow), data, start, end);
        if (address == 0) {
            address = link(head, keys, keyRow, data, start, end);
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
            unlink(address);
        } else {
            makeDirty(address);
        }
    }

    private int findRow(int head, int keyHash, byte[] data, int start, int end) {
        if ((pages.page(head)[offset(head) + CHAIN_FLAGS] & CHAIN_INDEXED) == 0) {
            int address = head;
            while (address != 0 && !isRow(address, data, start, end)) {
                address = next(address);
            }
            return address;
        }
        int hash = rowHash(keyHash, data, start, end);
        HashIndex.Segment segment = rowIndex.segment(hash);
        long[] slots = segment.slots;
        int mask = slots.length - 1;
        int at = hash & mask;
        for (long slot = slots[at]; slot != 0; slot = slots[at]) {
            int address = HashIndex.address(slot);
            if (HashIndex.hash(slot) == hash && isRow(address, data, start, end) && isSameKey(head, address)) {
                return address;
            }
            at = at + 1 & mask;
        }
        return 0;
    }

    private static int rowHash(int keyHash, byte[] data, int start, int end) {
        return (int) KeyHash.combine(keyHash, KeyHash.of(data, start, end));
    }

    private boolean isRow(int address, byte[] data, int start, int end) {
        byte[] page = pages.page(address);
        int at = offset(address);
        int length = end - start;
        if (getInt(page, at + ROW_LENGTH) != length) {
            return false;
        }
        int row = at + header + getInt(page, at + KEY_LENGTH);
        return Arrays.equals(page, row, row + length, data, start, end);
    }

    private boolean isSameKey(int left, int right) {
        byte[] page = pages.page(left);
        int start = offset(left) + header;
        return isKey(right, page, start, start + getInt(page, offset(left) + KEY_LENGTH));
    }

    private boolean isKey(int address, byte[] key, int start, int end) {
        byte[] page = pages.page(address);
        int at = offset(address);
        int length = end - start;
        return getInt(page, at + KEY_LENGTH) == length
                && Arrays.equals(page, at + header, at + header + length, key, start, end);
    }

    private int locate(byte[] key, int start, int end, int hash) {
        HashIndex.Segment segment = keyIndex.segment(hash);
        long[] slots = segment.slots;
        int mask = slots.length - 1;
        int at = hash & mask;
        for (long slot = slots[at]; slot != 0; slot = slots[at]) {
            if (HashIndex.hash(slot) == hash && isKey(HashIndex.address(slot), key, start, end)) {
                return HashIndex.address(slot);
            }
            at = at + 1 & mask;
        }
        return 0;
    }

    private int link(int head, EncodedKeys keys, int keyRow, byte[] data, int start, int end) {
        int address = create(keys.array(), keys.start(keyRow), keys.end(keyRow), (int) keys.hash(keyRow), end - start);
        System.arraycopy(data, start, pages.page(address), row(address), end - start);
        chain(head, address);
        return address;
    }

    private int create(byte[] key, int start, int end, int hash, int rowLength) {
        int length = end - start;
        int address = pages.allocate(header + length + Math.max(rowLength, 0));
        byte[] page = pages.page(address);
        int at = offset(address);
        page[at + CHAIN_FLAGS] = 0;
        setInt(page, at + HASH, hash);
        setInt(page, at + KEY_LENGTH, length);
        setInt(page, at + ROW_LENGTH, rowLength);
        setInt(page, at + NEXT, 0);
        setInt(page, at + PREVIOUS, 0);
        setInt(page, at + CHAIN_LENGTH, 1);
        setLong(page, at + WEIGHT, 0);
        System.arraycopy(key, start, page, at + header, length);
        return address;
    }

    /** Puts a new record behind the head of its key, or makes it the head. */
    private void chain(int head, int address) {
        byte[] page = pages.page(address);
        int at = offset(address);
        int hash = getInt(page, at + HASH);
        if (head == 0) {
            keyIndex.insert(hash, address);
            return;
        }
        byte[] headPage = pages.page(head);
        int headAt = offset(head);
        if (getInt(headPage, headAt + ROW_LENGTH) == ABSENT) {
            keyIndex.replace(hash, head, address);
            pages.free(head);
            return;
        }
        int second = getInt(headPage, headAt + NEXT);
        setInt(page, at + NEXT, second);
        setInt(page, at + PREVIOUS, head);
        setInt(headPage, headAt + NEXT, address);
        if (second != 0) {
            setInt(pages.page(second), offset(second) + PREVIOUS, address);
        }
        int length = getInt(headPage, headAt + CHAIN_LENGTH) + 1;
        setInt(headPage, headAt + CHAIN_LENGTH, length);
        if ((headPage[headAt + CHAIN_FLAGS] & CHAIN_INDEXED) != 0) {
            indexRow(address);
        } else if (length > WALK_MAX) {
            headPage[headAt + CHAIN_FLAGS] |= CHAIN_INDEXED;
            for (int row = head; row != 0; row = next(row)) {
                indexRow(row);
            }
        }
    }

    private void indexRow(int address) {
        byte[] page = pages.page(address);
        int at = offset(address);
        int row = row(address);
        int hash = rowHash(getInt(page, at + HASH), page, row, row + getInt(page, at + ROW_LENGTH));
        setInt(page, at + ROW_HASH, hash);
        page[at] |= ROW_INDEXED;
        rowIndex.insert(hash, address);
    }

    /** Takes a record out of its chain and frees it. */
    private void unlink(int address) {
        byte[] page = pages.page(address);
        int at = offset(address);
        int next = getInt(page, at + NEXT);
        int previous = getInt(page, at + PREVIOUS);
        int hash = getInt(page, at + HASH);
        if ((page[at] & ROW_INDEXED) != 0) {
            rowIndex.remove(getInt(page, at + ROW_HASH), address);
        }
        if (next != 0) {
            setInt(pages.page(next), offset(next) + PREVIOUS, previous);
        }
        if (previous != 0) {
            setInt(pages.page(previous), offset(previous) + NEXT, next);
            int head = locate(page, at + header, at + header + getInt(page, at + KEY_LENGTH), hash);
            int length = offset(head) + CHAIN_LENGTH;
            setInt(pages.page(head), length, getInt(pages.page(head), length) - 1);
        } else if (next != 0) {
            byte[] nextPage = pages.page(next);
            int nextAt = offset(next);
            nextPage[nextAt + CHAIN_FLAGS] = page[at + CHAIN_FLAGS];
            setInt(nextPage, nextAt + CHAIN_LENGTH, getInt(page, at + CHAIN_LENGTH) - 1);
            keyIndex.replace(hash, address, next);
        } else {
            keyIndex.remove(hash, address);
        }
        pages.free(address);
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

    /** Makes sure that the rows of these keys are on the heap, until the end of the step. */
    public void load(EncodedKeys keys) {
        if (isComplete) {
            return;
        }
        missing.clear();
        for (int row = 0; row < keys.size(); row++) {
            if (first(keys, row) == 0) {
                missing.add(keys, row);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        if (mayLoadAll) {
            mayLoadAll = false;
            loadAll();
            if (isComplete) {
                return;
            }
        }
        missing.forEachChunk(chunk -> {
            for (byte[] key : chunk) {
                loadKey(key);
            }
        });
    }

    private void loadKey(byte[] storageKey) {
        int hash = (int) KeyHash.of(storageKey, 1, storageKey.length);
        if (locate(storageKey, 1, storageKey.length, hash) != 0) {
            return;
        }
        reader.scan(storageTable, storageKey, (key, keyLength, value, valueLength) -> {
            addStored(key, keyLength, storageKey.length, hash, value);
            return true;
        });
        if (locate(storageKey, 1, storageKey.length, hash) == 0) {
            chain(0, create(storageKey, 1, storageKey.length, hash, ABSENT));
        }
    }

    /** Either every key that storage has is on the heap afterwards, or no further one is. */
    private void loadAll() {
        StoredRows rows = new StoredRows();
        if (!LoadAll.into(reader, storageTable, rows)) {
            return;
        }
        isComplete = true;
        // Storage has a key's rows next to each other. A key that is on the heap already is so with all its rows.
        byte[] last = null;
        boolean isNew = false;
        for (int i = 0; i < rows.size(); i++) {
            byte[] entry = rows.key(i);
            int keyEnd = 1 + getInt(rows.value(i), 0);
            int hash = (int) KeyHash.of(entry, 1, keyEnd);
            if (last == null || !Arrays.equals(last, 0, last.length, entry, 0, keyEnd)) {
                last = Arrays.copyOf(entry, keyEnd);
                isNew = locate(entry, 1, keyEnd, hash) == 0;
            }
            if (isNew) {
                addStored(entry, entry.length, keyEnd, hash, rows.value(i));
            }
        }
    }

    private void addStored(byte[] entry, int entryLength, int keyEnd, int hash, byte[] value) {
        int rowLength = entryLength - keyEnd;
        int head = locate(entry, 1, keyEnd, hash);
        int address = create(entry, 1, keyEnd, hash, rowLength);
        byte[] page = pages.page(address);
        int at = offset(address);
        page[at] |= STORED | REFERENCED;
        System.arraycopy(entry, keyEnd, page, row(address), rowLength);
        setLong(page, at + WEIGHT, getLong(value, 4));
        if (keepsMatches) {
            setLong(page, at + MATCHES, getLong(value, 12));
        }
        chain(head, address);
        rowCount++;
    }

    // StateTable

    @Override
    public int storageTable() {
        return storageTable;
    }

    @Override
    public long heapBytes() {
        long listBytes = dirty.heapBytes() + pending.heapBytes();
        return pages.heapBytes() + keyIndex.heapBytes() + rowIndex.heapBytes() + listBytes;
    }

    @Override
    public long dirtyBytes() {
        return dirtyBytes;
    }

    @Override
    public void writeDirty(StateWriter writer) {
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
            System.arraycopy(page, at + header, key, 1, length);
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
    public void checkpointed() {
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
                unlink(address);
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
        if (getInt(page, at + PREVIOUS) != 0) {
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
            isComplete = false;
        }
        keyIndex.remove(getInt(page, at + HASH), address);
        for (int row = address; row != 0; ) {
            byte[] rowPage = pages.page(row);
            int rowAt = offset(row);
            int next = getInt(rowPage, rowAt + NEXT);
            rowCount -= getLong(rowPage, rowAt + WEIGHT) != 0 ? 1 : 0;
            if ((rowPage[rowAt] & ROW_INDEXED) != 0) {
                rowIndex.remove(getInt(rowPage, rowAt + ROW_HASH), row);
            }
            pages.free(row);
            row = next;
        }
        return true;
    }

    private void moved(int from, int to) {
        byte[] page = pages.page(to);
        int at = offset(to);
        int previous = getInt(page, at + PREVIOUS);
        int next = getInt(page, at + NEXT);
        if (previous == 0) {
            keyIndex.replace(getInt(page, at + HASH), from, to);
        } else {
            setInt(pages.page(previous), offset(previous) + NEXT, to);
        }
        if (next != 0) {
            setInt(pages.page(next), offset(next) + PREVIOUS, to);
        }
        if ((page[at] & ROW_INDEXED) != 0) {
            rowIndex.replace(getInt(page, at + ROW_HASH), from, to);
        }
        if ((page[at] & DIRTY) != 0) {
            dirty.add(to);
        }
        if ((page[at] & PENDING) != 0) {
            pending.add(to);
        }
    }
}

package dev.millrace.executor.state;

import java.util.Arrays;

import dev.millrace.executor.data.EncodedKeys;

import static dev.millrace.executor.state.RecordPages.getInt;
import static dev.millrace.executor.state.RecordPages.offset;
import static dev.millrace.executor.state.RecordPages.setInt;
import static dev.millrace.executor.state.RecordPages.setLong;

/**
 * The records of an {@link Arrangement}: how they lie in memory, how those of one key hang together, and how a key
 * and a row are found. The first record of a key is its head: the key index leads to it, and it knows how many
 * follow. Chains longer than a few records have their rows in a second index.
 */
final class RowChains {

    static final int HASH = 4;
    static final int KEY_LENGTH = 8;
    static final int ROW_LENGTH = 12;
    static final int WEIGHT = 32;
    static final int MATCHES = 40;
    /** In place of a row's length: the key is known to have no rows. */
    static final int ABSENT = -1;
    static final int TOUCH_ROWS = 512;

    static final int STORED = 16;
    static final int REFERENCED = 32;

    private static final int ROW_INDEXED = 64;
    private static final int CHAIN_FLAGS = 1;
    private static final int CHAIN_INDEXED = 1;
    /** Storage may have further rows of the key. */
    private static final int CHAIN_PARTIAL = 2;
    private static final int NEXT = 16;
    private static final int PREVIOUS = 20;
    private static final int CHAIN_LENGTH = 24;
    private static final int ROW_HASH = 28;
    private static final int WALK_MAX = 4;
    /** In place of a row's hash; a row that has just this one is hashed again. */
    static final int UNKNOWN = 0;

    final RecordPages pages = new RecordPages();
    /** Bytes before a record's key. */
    final int header;
    private final HashIndex keyIndex = new HashIndex();
    private final HashIndex rowIndex = new HashIndex();
    private int records;
    private final long[] touched = new long[TOUCH_ROWS];
    private final int[] rowHashes = new int[TOUCH_ROWS];
    /** Keeps the reads of {@link #touch} from being optimised away. */
    int touchSum;

    RowChains(boolean keepsMatches) {
        header = keepsMatches ? MATCHES + 8 : MATCHES;
    }

    byte[] page(int address) {
        return pages.page(address);
    }

    /** The next record of the same key, or 0. */
    int next(int address) {
        return getInt(pages.page(address), offset(address) + NEXT);
    }

    /** Where the row's bytes start in its page. */
    int row(int address) {
        byte[] page = pages.page(address);
        int at = offset(address);
        return at + header + getInt(page, at + KEY_LENGTH);
    }

    boolean isHead(int address) {
        return getInt(pages.page(address), offset(address) + PREVIOUS) == 0;
    }

    /** Reads the first records of some keys without waiting for one before the next. */
    void touch(EncodedKeys keys, int from) {
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

    /**
     * {@link #touch}, and for rows of long chains also the records that have their hashes.
     *
     * @param ends of the rows of the keys from {@code from} on, one after the other in {@code data}
     */
    void touchRows(EncodedKeys keys, int from, byte[] data, int[] ends, int count) {
        touch(keys, from);
        for (int i = 0; i < count; i++) {
            int row = from + i;
            int keyHash = (int) keys.hash(row);
            int head = locate(keys.array(), keys.start(row), keys.end(row), keyHash);
            touched[i] = 0;
            rowHashes[i] = UNKNOWN;
            if (head != 0 && isIndexed(head)) {
                rowHashes[i] = RowHash.of(keyHash, data, i == 0 ? 0 : ends[i - 1], ends[i]);
                touched[i] = rowIndex.peek(rowHashes[i]);
            }
        }
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int address = HashIndex.address(touched[i]);
            if (address != 0) {
                sum += pages.page(address)[offset(address) + ROW_LENGTH];
            }
        }
        touchSum = sum;
    }

    /** Of the i-th row that was touched last. */
    int rowHash(int i) {
        return rowHashes[i];
    }

    private boolean isIndexed(int head) {
        return (pages.page(head)[offset(head) + CHAIN_FLAGS] & CHAIN_INDEXED) != 0;
    }

    /** What a row's record is found by: its hash, where one is needed and not known yet. */
    int hashToFind(int head, int keyHash, int known, byte[] data, int start, int end) {
        return known == UNKNOWN && isIndexed(head) ? RowHash.of(keyHash, data, start, end) : known;
    }

    int findRow(int head, int keyHash, byte[] data, int start, int end) {
        return findHashed(head, hashToFind(head, keyHash, UNKNOWN, data, start, end), data, start, end);
    }

    /** @param hash from {@link #hashToFind} */
    int findHashed(int head, int hash, byte[] data, int start, int end) {
        if (!isIndexed(head)) {
            int address = head;
            while (address != 0 && !isRow(address, data, start, end)) {
                address = next(address);
            }
            return address;
        }
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

    int locate(byte[] key, int start, int end, int hash) {
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

    /** Adds a record; {@code rowHash} as for {@link #findHashed}. */
    int link(int head, EncodedKeys keys, int keyRow, byte[] data, int start, int end, int rowHash) {
        int address = create(keys.array(), keys.start(keyRow), keys.end(keyRow), (int) keys.hash(keyRow), end - start);
        System.arraycopy(data, start, pages.page(address), row(address), end - start);
        chain(head, address, rowHash);
        return address;
    }

    boolean isPartial(int head) {
        return (pages.page(head)[offset(head) + CHAIN_FLAGS] & CHAIN_PARTIAL) != 0;
    }

    void setPartial(int head, boolean isPartial) {
        byte[] page = pages.page(head);
        int at = offset(head) + CHAIN_FLAGS;
        page[at] = (byte) (isPartial ? page[at] | CHAIN_PARTIAL : page[at] & ~CHAIN_PARTIAL);
    }

    int create(byte[] key, int start, int end, int hash, int rowLength) {
        records++;
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
    void chain(int head, int address) {
        chain(head, address, UNKNOWN);
    }

    private void chain(int head, int address, int rowHash) {
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
            records--;
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
            indexRow(address, rowHash);
        } else if (length > WALK_MAX) {
            headPage[headAt + CHAIN_FLAGS] |= CHAIN_INDEXED;
            for (int row = head; row != 0; row = next(row)) {
                indexRow(row, UNKNOWN);
            }
        }
    }

    private void indexRow(int address, int known) {
        byte[] page = pages.page(address);
        int at = offset(address);
        int row = row(address);
        int hash = known != UNKNOWN
                ? known
                : RowHash.of(getInt(page, at + HASH), page, row, row + getInt(page, at + ROW_LENGTH));
        setInt(page, at + ROW_HASH, hash);
        page[at] |= ROW_INDEXED;
        rowIndex.insert(hash, address);
    }

    /** Takes a record out of its chain and frees it. */
    void unlink(int address) {
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
        records--;
    }

    /** Frees all records of a key. */
    void free(int head) {
        keyIndex.remove(getInt(pages.page(head), offset(head) + HASH), head);
        for (int record = head; record != 0; ) {
            byte[] page = pages.page(record);
            int at = offset(record);
            int next = getInt(page, at + NEXT);
            if ((page[at] & ROW_INDEXED) != 0) {
                rowIndex.remove(getInt(page, at + ROW_HASH), record);
            }
            pages.free(record);
            records--;
            record = next;
        }
    }

    /** A record was copied: whatever leads to it must lead to its new place. */
    void follow(int from, int to) {
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
    }

    /** Records, also those that say that a key has no rows. */
    int size() {
        return records;
    }

    long heapBytes() {
        return pages.heapBytes() + keyIndex.heapBytes() + rowIndex.heapBytes();
    }
}

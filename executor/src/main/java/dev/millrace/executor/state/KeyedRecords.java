package dev.millrace.executor.state;

import java.util.Arrays;

import dev.millrace.executor.data.EncodedKeys;

import static dev.millrace.executor.state.RecordPages.getInt;
import static dev.millrace.executor.state.RecordPages.offset;
import static dev.millrace.executor.state.RecordPages.setInt;

/** The records of a {@link KeyedTable}: how they lie in memory and how a key finds its one. */
final class KeyedRecords {

    static final int HASH = 4;
    static final int KEY_LENGTH = 8;
    static final int PAYLOAD_LENGTH = 12;
    static final int HEADER = 16;
    private static final int TOUCH_ROWS = 512;

    final RecordPages pages = new RecordPages();
    private final HashIndex index = new HashIndex();
    private final long[] touched = new long[TOUCH_ROWS];
    /** Keeps the reads of {@link #touchAhead} from being optimised away. */
    int touchSum;

    int size() {
        return index.size();
    }

    long heapBytes() {
        return pages.heapBytes() + index.heapBytes();
    }

    /** A record was copied: the index must lead to its new place. */
    void follow(int from, int to) {
        index.replace(getInt(pages.page(to), offset(to) + HASH), from, to);
    }

    /**
     * To be called with every row in turn: now and then reads the index slots of the keys ahead, then the records they
     * lead to, and nothing depends on what was read: the processor waits for many cache misses at once instead of for
     * one after the other.
     */
    void touchAhead(EncodedKeys keys, int from) {
        if (from % TOUCH_ROWS != 0) {
            return;
        }
        int to = Math.min(keys.size(), from + TOUCH_ROWS);
        for (int row = from; row < to; row++) {
            touched[row - from] = index.peek((int) keys.hash(row));
        }
        int sum = 0;
        for (int i = 0; i < to - from; i++) {
            int address = HashIndex.address(touched[i]);
            if (address != 0) {
                sum += pages.page(address)[offset(address) + HEADER - 1];
            }
        }
        touchSum = sum;
    }

    int locate(byte[] key, int start, int end, int hash) {
        HashIndex.Segment segment = index.segment(hash);
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

    private boolean isKey(int address, byte[] key, int start, int end) {
        byte[] page = pages.page(address);
        int at = offset(address);
        int length = end - start;
        return getInt(page, at + KEY_LENGTH) == length
                && Arrays.equals(page, at + HEADER, at + HEADER + length, key, start, end);
    }

    int create(byte[] key, int start, int end, int hash, int payloadLength) {
        return create(key, start, end, hash, payloadLength, payloadLength);
    }

    /** @param room bytes that the payload may grow to where it lies, at least its length */
    int create(byte[] key, int start, int end, int hash, int payloadLength, int room) {
        int length = end - start;
        int address = pages.allocate(HEADER + length + room);
        byte[] page = pages.page(address);
        int at = offset(address);
        setInt(page, at + HASH, hash);
        setInt(page, at + KEY_LENGTH, length);
        setInt(page, at + PAYLOAD_LENGTH, payloadLength);
        System.arraycopy(key, start, page, at + HEADER, length);
        int payload = at + HEADER + length;
        Arrays.fill(page, payload, payload + payloadLength, (byte) 0);
        index.insert(hash, address);
        return address;
    }

    void drop(int address) {
        byte[] page = pages.page(address);
        int at = offset(address);
        index.remove(getInt(page, at + HASH), address);
        pages.free(address);
    }
}

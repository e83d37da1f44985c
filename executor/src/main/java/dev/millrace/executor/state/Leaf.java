package dev.millrace.executor.state;

import java.util.Arrays;

import static dev.millrace.executor.state.RecordPages.getInt;
import static dev.millrace.executor.state.RecordPages.getLong;
import static dev.millrace.executor.state.RecordPages.setInt;
import static dev.millrace.executor.state.RecordPages.setLong;

/**
 * A run of an {@link OrderedTable}: its entries from {@code low} up to the next leaf's, sorted, in one byte array. Of a
 * leaf that is not loaded, storage has more entries than those that are here. An entry of weight 0 says that there is
 * none, whatever storage has.
 */
final class Leaf {

    static final int DIRTY = 4;
    static final int PENDING = 8;
    static final int STORED = 16;

    private static final int KEY_LENGTH = 0;
    private static final int VALUE_LENGTH = 4;
    private static final int WEIGHT = 8;
    private static final int HEADER = 16;
    /** The object itself, its places in the directory, and the headers of its four arrays. */
    private static final int OVERHEAD = 72 + 24 + 64;

    final byte[] low;
    Leaf next;
    Leaf previous;
    boolean isLinked;
    boolean isLoaded;
    boolean isReferenced;
    boolean isListedDirty;
    boolean isListedPending;
    /** Whether its changed entries are to be handed over before any of them changes again. */
    boolean isDue;
    /** Entries that storage does not have as they are. */
    int unsettled;
    private byte[] data = new byte[0];
    private int[] offsets = new int[0];
    /** Of each entry; beside each other, for a checkpoint looks at all of them to find the few that changed. */
    private byte[] flags = new byte[0];
    private int count;
    private int used;
    private int garbage;

    Leaf(byte[] low) {
        this.low = low;
    }

    long heapBytes() {
        return OVERHEAD + low.length + data.length + 5L * offsets.length;
    }

    /** Whether a key lies in this leaf's range. */
    boolean covers(byte[] key, int start, int end) {
        return Arrays.compareUnsigned(low, 0, low.length, key, start, end) <= 0
                && (next == null || Arrays.compareUnsigned(next.low, 0, next.low.length, key, start, end) > 0);
    }

    int count() {
        return count;
    }

    /** Bytes of the entries. */
    int liveBytes() {
        return used - garbage;
    }

    byte[] data() {
        return data;
    }

    int flags(int entry) {
        return flags[entry];
    }

    void setFlags(int entry, int changed) {
        flags[entry] = (byte) changed;
    }

    int keyStart(int entry) {
        return offsets[entry] + HEADER;
    }

    int keyEnd(int entry) {
        return offsets[entry] + HEADER + getInt(data, offsets[entry] + KEY_LENGTH);
    }

    int valueEnd(int entry) {
        return keyEnd(entry) + getInt(data, offsets[entry] + VALUE_LENGTH);
    }

    long weight(int entry) {
        return getLong(data, offsets[entry] + WEIGHT);
    }

    void setWeight(int entry, long weight) {
        setLong(data, offsets[entry] + WEIGHT, weight);
    }

    /** The entry with this key, or {@code -position - 1} where it would stand. */
    int find(byte[] key, int start, int end) {
        int from = 0;
        int to = count;
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = Arrays.compareUnsigned(data, keyStart(middle), keyEnd(middle), key, start, end);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return -from - 1;
    }

    void insert(int position, byte[] key, int keyStart, int keyEnd, byte[] value, int valueStart, int valueEnd) {
        int keyLength = keyEnd - keyStart;
        int valueLength = valueEnd - valueStart;
        int at = reserve(HEADER + keyLength + valueLength);
        setInt(data, at + KEY_LENGTH, keyLength);
        setInt(data, at + VALUE_LENGTH, valueLength);
        setLong(data, at + WEIGHT, 0);
        System.arraycopy(key, keyStart, data, at + HEADER, keyLength);
        System.arraycopy(value, valueStart, data, at + HEADER + keyLength, valueLength);
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(4, count + (count >> 1)));
            flags = Arrays.copyOf(flags, offsets.length);
        }
        System.arraycopy(offsets, position, offsets, position + 1, count - position);
        System.arraycopy(flags, position, flags, position + 1, count - position);
        offsets[position] = at;
        flags[position] = 0;
        count++;
    }

    boolean hasValue(int entry, byte[] value) {
        return Arrays.equals(data, keyEnd(entry), valueEnd(entry), value, 0, value.length);
    }

    void setValue(int entry, byte[] value) {
        if (valueEnd(entry) - keyEnd(entry) == value.length) {
            System.arraycopy(value, 0, data, keyEnd(entry), value.length);
            return;
        }
        int head = keyEnd(entry) - offsets[entry];
        int length = valueEnd(entry) - offsets[entry];
        int at = reserve(head + value.length);
        System.arraycopy(data, offsets[entry], data, at, head);
        setInt(data, at + VALUE_LENGTH, value.length);
        System.arraycopy(value, 0, data, at + head, value.length);
        offsets[entry] = at;
        garbage += length;
    }

    /** Takes in an entry as storage has it, unless more is known of it. */
    void addStored(byte[] key, int keyLength, byte[] value, int valueLength) {
        int found = find(key, 0, keyLength);
        if (found < 0) {
            int entry = -found - 1;
            insert(entry, key, 0, keyLength, value, 8, valueLength);
            setWeight(entry, getLong(value, 0));
            setFlags(entry, STORED);
        }
    }

    /** Notes that storage has no entry with a key, which is not here either. */
    void addAbsent(byte[] key) {
        insert(-find(key, 0, key.length) - 1, key, 0, key.length, key, 0, 0);
    }

    /** Whether an entry only says that there is none. */
    boolean isAbsent(int entry) {
        return weight(entry) == 0 && flags(entry) == 0;
    }

    private int reserve(int bytes) {
        if (used + bytes > data.length && garbage * 2 >= used) {
            pack(data.length);
        }
        if (used + bytes > data.length) {
            data = Arrays.copyOf(data, Math.max(used + bytes, data.length + (data.length >> 1)));
        }
        int at = used;
        used += bytes;
        return at;
    }

    /** Closes the holes that removed entries left. @param capacity of the array they are in then */
    private void pack(int capacity) {
        byte[] packed = new byte[capacity];
        int at = 0;
        for (int i = 0; i < count; i++) {
            int length = valueEnd(i) - offsets[i];
            System.arraycopy(data, offsets[i], packed, at, length);
            offsets[i] = at;
            at += length;
        }
        data = packed;
        used = at;
        garbage = 0;
    }

    void remove(int entry) {
        garbage += valueEnd(entry) - offsets[entry];
        System.arraycopy(offsets, entry + 1, offsets, entry, count - entry - 1);
        System.arraycopy(flags, entry + 1, flags, entry, count - entry - 1);
        count--;
        if (count == 0) {
            used = 0;
            garbage = 0;
        }
    }

    /** The key of an entry. */
    byte[] key(int entry) {
        return Arrays.copyOfRange(data, keyStart(entry), keyEnd(entry));
    }

    /**
     * Moves all entries but the first {@code keep} to a new leaf, which is not yet linked to anything.
     *
     * @param at where its range begins
     */
    Leaf split(int keep, byte[] at) {
        Leaf upper = new Leaf(at);
        upper.isLoaded = isLoaded;
        upper.isReferenced = true;
        upper.data = new byte[bytes(keep, count)];
        upper.offsets = new int[count - keep];
        upper.flags = new byte[count - keep];
        for (int i = keep; i < count; i++) {
            int length = valueEnd(i) - offsets[i];
            upper.insert(i - keep, data, keyStart(i), keyEnd(i), data, keyEnd(i), valueEnd(i));
            System.arraycopy(data, offsets[i], upper.data, upper.offsets[i - keep], length);
            upper.flags[i - keep] = flags[i];
            if ((flags(i) & (DIRTY | PENDING)) != 0) {
                upper.unsettled++;
                unsettled--;
            }
        }
        count = keep;
        pack(bytes(0, keep));
        offsets = Arrays.copyOf(offsets, count);
        flags = Arrays.copyOf(flags, count);
        return upper;
    }

    private int bytes(int from, int to) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += valueEnd(i) - offsets[i];
        }
        return bytes;
    }

    /** Storage has what was handed over; deletions that it has learnt of go. */
    void checkpointed() {
        for (int entry = count - 1; entry >= 0; entry--) {
            int state = flags[entry];
            if ((state & PENDING) == 0) {
                continue;
            }
            if ((state & DIRTY) != 0) {
                setFlags(entry, state & ~PENDING | STORED);
                continue;
            }
            unsettled--;
            if (weight(entry) == 0) {
                remove(entry);
            } else {
                setFlags(entry, state & ~PENDING | STORED);
            }
        }
    }

    /** What was handed over counts as changed again; returns its bytes. */
    long takeBack() {
        long bytes = 0;
        for (int entry = 0; entry < count; entry++) {
            int state = flags[entry];
            if ((state & PENDING) != 0) {
                setFlags(entry, state & ~PENDING | DIRTY | STORED);
                bytes += valueEnd(entry) - keyStart(entry) + 8;
            }
        }
        return bytes;
    }

    /** Forgets the entries: storage has them. */
    void unload() {
        isLoaded = false;
        data = new byte[0];
        offsets = new int[0];
        flags = new byte[0];
        count = 0;
        used = 0;
        garbage = 0;
    }
}

package dev.millrace.executor.state;

import java.util.Arrays;

/**
 * From 32-bit hashes to record addresses: open addressing in segments of at most 256 KiB, found by the hash's top
 * bits. A full segment doubles, then splits (extendible hashing), so that growth never moves more than one segment at
 * a time.
 *
 * <p>A slot is {@code hash << 32 | address}; 0 is empty. Growing and splitting need only the slots, never the
 * records. Whoever looks a key up walks {@link #segment} from {@code hash & mask} himself, because only he can
 * compare keys.
 */
final class HashIndex {

    private static final int FIRST_SLOTS = 16;
    private static final int MAX_SLOTS = 1 << 15;

    /** One page of slots, the owner of all hashes whose top {@code depth} bits are the same. */
    static final class Segment {
        long[] slots;
        private final int depth;
        private int count;

        private Segment(int slots, int depth) {
            this.slots = new long[slots];
            this.depth = depth;
        }
    }

    private Segment[] directory = {new Segment(FIRST_SLOTS, 0)};
    private int depth;
    private int size;
    private long slotBytes = 8L * FIRST_SLOTS;

    int size() {
        return size;
    }

    long heapBytes() {
        return slotBytes + 8L * directory.length + 48;
    }

    Segment segment(int hash) {
        return directory[(int) ((hash & 0xFFFFFFFFL) >>> (32 - depth))];
    }

    /** The slot where a search for this hash begins. */
    long peek(int hash) {
        long[] slots = segment(hash).slots;
        return slots[hash & slots.length - 1];
    }

    static int hash(long slot) {
        return (int) (slot >>> 32);
    }

    static int address(long slot) {
        return (int) slot;
    }

    void insert(int hash, int address) {
        Segment segment = segment(hash);
        while (segment.count * 4 >= segment.slots.length * 3) {
            if (segment.slots.length < MAX_SLOTS || segment.depth >= 24) {
                grow(segment);
            } else {
                split(segment, hash);
                segment = segment(hash);
            }
        }
        place(segment, (long) hash << 32 | address & 0xFFFFFFFFL);
        size++;
    }

    private static void place(Segment segment, long slot) {
        long[] slots = segment.slots;
        int mask = slots.length - 1;
        int at = hash(slot) & mask;
        while (slots[at] != 0) {
            at = at + 1 & mask;
        }
        slots[at] = slot;
        segment.count++;
    }

    private void grow(Segment segment) {
        long[] before = segment.slots;
        segment.slots = new long[before.length * 2];
        slotBytes += 8L * before.length;
        segment.count = 0;
        for (long slot : before) {
            if (slot != 0) {
                place(segment, slot);
            }
        }
    }

    private void split(Segment segment, int hash) {
        if (segment.depth == depth) {
            Segment[] wider = new Segment[directory.length * 2];
            for (int i = 0; i < wider.length; i++) {
                wider[i] = directory[i >> 1];
            }
            directory = wider;
            depth++;
        }
        Segment low = new Segment(segment.slots.length, segment.depth + 1);
        Segment high = new Segment(segment.slots.length, segment.depth + 1);
        slotBytes += 8L * segment.slots.length;
        int bit = 1 << (31 - segment.depth);
        for (long slot : segment.slots) {
            if (slot != 0) {
                place((hash(slot) & bit) == 0 ? low : high, slot);
            }
        }
        int span = 1 << (depth - segment.depth);
        int first = (int) ((hash & 0xFFFFFFFFL) >>> (32 - depth)) & -span;
        Arrays.fill(directory, first, first + span / 2, low);
        Arrays.fill(directory, first + span / 2, first + span, high);
    }

    /** The record of this hash and address now lies elsewhere. */
    void replace(int hash, int from, int to) {
        Segment segment = segment(hash);
        segment.slots[position(segment, hash, from)] = (long) hash << 32 | to & 0xFFFFFFFFL;
    }

    void remove(int hash, int address) {
        Segment segment = segment(hash);
        long[] slots = segment.slots;
        int mask = slots.length - 1;
        int hole = position(segment, hash, address);
        // Backward shift: move up whatever would no longer be found past the hole, so that no tombstones are needed.
        for (int at = hole + 1 & mask; slots[at] != 0; at = at + 1 & mask) {
            int home = hash(slots[at]) & mask;
            if ((at - home & mask) >= (at - hole & mask)) {
                slots[hole] = slots[at];
                hole = at;
            }
        }
        slots[hole] = 0;
        segment.count--;
        size--;
    }

    private static int position(Segment segment, int hash, int address) {
        long wanted = (long) hash << 32 | address & 0xFFFFFFFFL;
        long[] slots = segment.slots;
        int mask = slots.length - 1;
        int at = hash & mask;
        while (slots[at] != wanted) {
            if (slots[at] == 0) {
                throw new IllegalStateException("record " + Integer.toHexString(address) + " is not in the index");
            }
            at = at + 1 & mask;
        }
        return at;
    }
}

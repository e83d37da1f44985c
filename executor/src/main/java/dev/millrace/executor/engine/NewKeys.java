package dev.millrace.executor.engine;

import java.util.Arrays;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.KeyHash;
import dev.millrace.executor.relation.KeyRange;
import dev.millrace.executor.relation.RelationLayout;
import dev.millrace.executor.relation.RelationSnapshot;
import dev.millrace.storage.ByteWriter;

/**
 * The keys of rows that are to be inserted, encoded together: whether one is taken, by a row that is there or by an
 * earlier one of them. Many rows are looked up without an object for each.
 */
final class NewKeys {

    /** So many keys and more are noted as read in one range where they stand in order, as bulk loads do. */
    private static final int TOGETHER_MIN = 1024;
    /** Keys that are looked up in storage at once. */
    private static final int LOOKUPS_MAX = 1024;

    private final byte[] bytes;
    private final int[] offsets;
    private final int size;
    private final boolean isAscending;

    NewKeys(DeltaBatch rows, RelationLayout layout) {
        size = rows.size();
        offsets = new int[size + 1];
        ByteWriter keys = new ByteWriter(Math.max(64, 16 * size));
        boolean ascends = true;
        for (int row = 0; row < size; row++) {
            layout.encodeKey(rows, row, keys);
            offsets[row + 1] = keys.length();
            ascends = ascends && (row == 0 || Arrays.compareUnsigned(
                    keys.array(), offsets[row - 1], offsets[row], keys.array(), offsets[row], offsets[row + 1]) < 0);
        }
        bytes = keys.array();
        isAscending = ascends;
    }

    /** Notes that their absence was read. */
    void note(long relation, Transaction transaction) {
        if (isAscending && size >= TOGETHER_MIN) {
            transaction.noteRead(relation, new KeyRange(key(0), KeyRange.prefix(key(size - 1)).to()));
            return;
        }
        for (int i = 0; i < size && !transaction.readsAll(relation); i++) {
            transaction.noteRead(relation, KeyRange.prefix(key(i)));
        }
    }

    private byte[] key(int i) {
        return Arrays.copyOfRange(bytes, offsets[i], offsets[i + 1]);
    }

    /** The first that is taken, or -1. */
    int firstTaken(RelationSnapshot stored) {
        int end = isAscending ? size : firstRepeated();
        for (int from = 0; from < end; from += LOOKUPS_MAX) {
            int taken = firstStored(from, Math.min(from + LOOKUPS_MAX, end), stored);
            if (taken >= 0) {
                return taken;
            }
        }
        return end < size ? end : -1;
    }

    private int firstStored(int from, int to, RelationSnapshot stored) {
        int[] unknown = new int[to - from];
        int count = 0;
        int taken = to;
        for (int i = from; i < taken; i++) {
            long weight = stored.newestWeight(bytes, offsets[i], offsets[i + 1]);
            if (weight > 0) {
                taken = i;
            } else if (weight == 0) {
                unknown[count++] = i;
            }
        }
        taken = Math.min(taken, firstInStorage(unknown, count, to, stored));
        return taken < to ? taken : -1;
    }

    private int firstInStorage(int[] numbers, int count, int none, RelationSnapshot stored) {
        if (stored.base() == null || count == 0) {
            return none;
        }
        if (count == 1) {
            // Several at once cost less than each alone, but one costs more.
            return stored.base().get(stored.storageTable(), key(numbers[0])) == null ? none : numbers[0];
        }
        byte[][] keys = new byte[count][];
        for (int i = 0; i < count; i++) {
            keys[i] = key(numbers[i]);
        }
        byte[][] values = stored.base().multiGet(stored.storageTable(), keys);
        for (int i = 0; i < count; i++) {
            if (values[i] != null) {
                return numbers[i];
            }
        }
        return none;
    }

    /** The first key that an earlier one equals; {@code size} when there is none. */
    private int firstRepeated() {
        int mask = Integer.highestOneBit(Math.max(size, 4)) * 4 - 1;
        int[] rows = new int[mask + 1];
        for (int i = 0; i < size; i++) {
            int slot = (int) KeyHash.of(bytes, offsets[i], offsets[i + 1]) & mask;
            while (rows[slot] != 0) {
                int other = rows[slot] - 1;
                if (Arrays.equals(
                        bytes, offsets[i], offsets[i + 1], bytes, offsets[other], offsets[other + 1])) {
                    return i;
                }
                slot = slot + 1 & mask;
            }
            rows[slot] = i + 1;
        }
        return size;
    }
}

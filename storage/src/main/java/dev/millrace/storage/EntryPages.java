package dev.millrace.storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keys with their values, copied one behind the other into pages of bytes, so that a million of them are no objects at
 * all. An entry is named by a long: its page and its offset there, growing in the order of insertion.
 *
 * <p>Entry: key length 4, value length 4 (-1 for a deletion), key, value.
 */
final class EntryPages {
    /** Half a megabyte less the array's header: larger arrays waste up to a region of the G1 heap each. */
    private static final int PAGE_BYTES = (512 << 10) - 32;

    private static final int HEADER_BYTES = 8;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final List<byte[]> pages = new ArrayList<>();
    private byte[] page = {};
    private int used;
    private long bytes;

    /** The memory taken by all pages. */
    long bytes() {
        return bytes;
    }

    /** Adds an entry; {@code valueLength} -1 means a deletion. */
    long add(byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
        int size = Math.addExact(HEADER_BYTES, Math.addExact(keyLength, Math.max(0, valueLength)));
        if (size > page.length - used) {
            page = new byte[Math.max(PAGE_BYTES, size)];
            pages.add(page);
            used = 0;
            bytes += page.length;
        }
        int at = used;
        INT.set(page, at, keyLength);
        INT.set(page, at + 4, valueLength);
        System.arraycopy(key, keyOffset, page, at + HEADER_BYTES, keyLength);
        if (valueLength > 0) {
            System.arraycopy(value, valueOffset, page, at + HEADER_BYTES + keyLength, valueLength);
        }
        used += size;
        return (long) (pages.size() - 1) << Integer.SIZE | at;
    }

    byte[] page(long entry) {
        return pages.get((int) (entry >>> Integer.SIZE));
    }

    int keyOffset(long entry) {
        return (int) entry + HEADER_BYTES;
    }

    int keyLength(long entry) {
        return (int) INT.get(page(entry), (int) entry);
    }

    int valueOffset(long entry) {
        return keyOffset(entry) + keyLength(entry);
    }

    /** -1 for a deletion. */
    int valueLength(long entry) {
        return (int) INT.get(page(entry), (int) entry + 4);
    }

    /**
     * Seven bytes of the key from an index on, and below them how many bytes the key has from there, at most 8.
     * Compared as unsigned numbers these words order keys that agree before the index; if two words are equal, the keys
     * are equal too unless the count is 8.
     */
    long word(long entry, int index) {
        byte[] bytes = page(entry);
        int left = keyLength(entry) - index;
        int at = keyOffset(entry) + index;
        if (left >= Long.BYTES) {
            return (long) LONG.get(bytes, at) & ~0xffL | Long.BYTES;
        }
        long word = 0;
        for (int i = 0; i < left; i++) {
            word |= (bytes[at + i] & 0xffL) << (56 - 8 * i);
        }
        return word | Math.max(0, left);
    }

    /** Compares two keys that agree before the index. */
    int compareKeys(long left, long right, int index) {
        return Arrays.compareUnsigned(
                page(left), keyOffset(left) + index, keyOffset(left) + keyLength(left),
                page(right), keyOffset(right) + index, keyOffset(right) + keyLength(right));
    }

    boolean hasSameKey(long left, long right) {
        int length = keyLength(left);
        return length == keyLength(right) && Arrays.equals(
                page(left), keyOffset(left), keyOffset(left) + length,
                page(right), keyOffset(right), keyOffset(right) + length);
    }
}

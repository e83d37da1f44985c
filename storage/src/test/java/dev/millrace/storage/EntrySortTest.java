package dev.millrace.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EntrySortTest {
    private final SplittableRandom random = new SplittableRandom(7);

    private void check(int count, IntFunction<byte[]> key) {
        EntryPages pages = new EntryPages();
        long[] entries = new long[count + 3];
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = key.apply(i);
            keys.add(bytes);
            byte[] order = ByteBuffer.allocate(4).putInt(i).array();
            entries[i] = pages.add(bytes, 0, bytes.length, order, 0, i % 5 == 0 ? -1 : 4);
        }
        EntrySort.sort(pages, entries, count, () -> { });
        keys.sort(Arrays::compareUnsigned);
        for (int i = 0; i < count; i++) {
            long entry = entries[i];
            int from = pages.keyOffset(entry);
            byte[] found = Arrays.copyOfRange(pages.page(entry), from, from + pages.keyLength(entry));
            assertEquals(0, Arrays.compareUnsigned(keys.get(i), found), "position " + i);
            boolean isStable = i == 0 || !pages.hasSameKey(entries[i - 1], entry) || entries[i - 1] < entry;
            assertTrue(isStable, "order of equal keys");
        }
    }

    private byte[] bytes(int lengthMax, int bound) {
        byte[] bytes = new byte[random.nextInt(lengthMax + 1)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(bound) - bound / 2);
        }
        return bytes;
    }

    @Test
    void sortsAnyKeys() {
        for (int count : new int[] {0, 1, 2, 39, 40, 41, 500, 5000}) {
            check(count, _ -> bytes(3, 3));
            check(count, _ -> bytes(20, 2));
            check(count, _ -> bytes(20, 256));
            check(count, i -> ByteBuffer.allocate(9).put((byte) 0).putLong(i * 7919L % 1000).array());
        }
    }

    @Test
    void sortsKeysWithLongCommonPrefixes() {
        check(3000, i -> {
            byte[] key = new byte[200 + i % 3];
            key[190] = (byte) (i % 7);
            key[199] = (byte) i;
            return key;
        });
        check(2000, _ -> new byte[random.nextInt(300)]);
    }

    @Test
    void takesEntriesLargerThanAPage() {
        check(3, i -> new byte[1_000_000 - i]);
    }
}

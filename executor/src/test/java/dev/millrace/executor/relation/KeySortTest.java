package dev.millrace.executor.relation;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.millrace.storage.ByteWriter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

/** Keys of many kinds, sorted as comparing them would. */
class KeySortTest {

    private final Random random = new Random(11);

    @Test
    void keysOfAnyLengthAndAlphabet() {
        for (int count : new int[] {0, 1, 2, 3, 4, 48, 49, 300, 5000}) {
            for (int letters : new int[] {1, 2, 256}) {
                for (int lengthMax : new int[] {0, 3, 9, 40, 300}) {
                    check(count, row -> randomBytes(random.nextInt(lengthMax + 1), letters));
                }
            }
        }
    }

    @Test
    void keysWithMuchInCommon() {
        byte[] page = "https://www.example.com/a-long-way/down/to/what/differs?id=".getBytes(US_ASCII);
        check(3000, row -> {
            byte[] key = Arrays.copyOf(page, page.length + random.nextInt(3));
            key[random.nextInt(key.length)] = (byte) random.nextInt(3);
            return key;
        });
        byte[] longer = new byte[10_000];
        check(300, row -> {
            byte[] key = longer.clone();
            key[key.length - 1] = (byte) random.nextInt(20);
            return key;
        });
    }

    @Test
    void whatIsInOrderAlready() {
        check(2000, row -> new byte[] {1, (byte) (row >> 8), (byte) row});
        check(2000, row -> new byte[] {1, (byte) (-row >> 8), (byte) -row});
        check(2000, row -> new byte[] {7, 7});
    }

    private byte[] randomBytes(int length, int letters) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(letters);
        }
        return bytes;
    }

    /** Equal keys are to be in the order of their row numbers, which stand for values. */
    private static void check(int count, IntFunction<byte[]> key) {
        ByteWriter keys = new ByteWriter();
        int[] offsets = new int[count + 1];
        for (int row = 0; row < count; row++) {
            keys.putBytes(key.apply(row));
            offsets[row + 1] = keys.length();
        }
        byte[] bytes = keys.array();
        KeySort.RowOrder full = (left, right) -> {
            int byKey = Arrays.compareUnsigned(
                    bytes, offsets[left], offsets[left + 1], bytes, offsets[right], offsets[right + 1]);
            return byKey != 0 ? byKey : Integer.compare(left, right);
        };
        int[] expected = IntStream.range(0, count).boxed().sorted(full::compare).mapToInt(row -> row).toArray();
        int[] order = IntStream.range(0, count).toArray();
        new KeySort(full, () -> { }).sort(order, count, bytes, offsets);
        assertArrayEquals(expected, order);
    }
}

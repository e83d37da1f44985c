package dev.millrace.executor.relation;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import dev.millrace.storage.ByteWriter;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** The part of a run that is named holds the place of the key, whatever the keys look like. */
class LandmarksTest {

    private final Random random = new Random(7);

    @Test
    void thePlaceOfAKeyLiesInThePartNamed() {
        for (int round = 0; round < 60; round++) {
            int letters = 1 + random.nextInt(round % 2 == 0 ? 3 : 256);
            int lengthMax = 1 + random.nextInt(14);
            byte[] shared = key(random.nextInt(5), letters);
            TreeSet<byte[]> sorted = new TreeSet<>(Arrays::compareUnsigned);
            for (int i = 0; i < 700; i++) {
                sorted.add(joined(shared, key(random.nextInt(lengthMax + 1), letters)));
            }
            byte[][] keys = sorted.toArray(new byte[0][]);
            ByteWriter bytes = new ByteWriter();
            int[] offsets = new int[keys.length + 1];
            for (int i = 0; i < keys.length; i++) {
                bytes.putBytes(keys[i]);
                offsets[i + 1] = bytes.length();
            }
            Landmarks landmarks = new Landmarks(bytes.toByteArray(), offsets, keys.length);
            for (byte[] key : keys) {
                check(landmarks, keys, key);
            }
            for (int i = 0; i < 500; i++) {
                byte[] end = key(random.nextInt(lengthMax + 2), letters);
                check(landmarks, keys, random.nextBoolean() ? end : joined(shared, end));
            }
        }
    }

    private byte[] key(int length, int letters) {
        byte[] key = new byte[length];
        for (int i = 0; i < length; i++) {
            key[i] = (byte) random.nextInt(letters);
        }
        return key;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static void check(Landmarks landmarks, byte[][] keys, byte[] key) {
        int place = 0;
        while (place < keys.length && Arrays.compareUnsigned(keys[place], key) < 0) {
            place++;
        }
        byte[] within = joined(joined(new byte[3], key), new byte[2]);
        Landmarks.Part part = landmarks.around(within, 3, 3 + key.length);
        assertTrue(part.low() <= place && place <= part.high(), () -> part + " for a key in " + Arrays.toString(key));
    }
}

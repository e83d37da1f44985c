package dev.millrace.executor.state;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import dev.millrace.executor.data.EncodedKeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Isolated("it measures the heap")
class KeyedTableTest {

    private final TreeMap<byte[], byte[]> storage = new TreeMap<>(Arrays::compareUnsigned);
    private final Map<Integer, Integer> model = new HashMap<>();
    private final EncodedKeys keys = new EncodedKeys();
    private KeyedTable table;

    private KeyedTable open(boolean isNew) {
        return new KeyedTable(1, MapState.reader(storage), isNew, 4);
    }

    /** Keys of different lengths; the payload is the value, as many times as it says modulo 40. */
    private void encode(int key) {
        keys.bytes().append(key);
        for (int i = 0; i < key % 50; i++) {
            keys.bytes().append(key >> 8);
        }
        keys.bytes().appendBigEndian(key);
        keys.end();
    }

    private static int payloadLength(int value) {
        return 4 * (1 + value % 40);
    }

    private void put(int[] batch, int[] values) {
        keys.clear();
        Arrays.stream(batch).forEach(this::encode);
        int[] addresses = new int[batch.length];
        table.findOrCreate(keys, addresses);
        for (int i = 0; i < batch.length; i++) {
            // Earlier ones of the batch may have moved this key's entry.
            int[] one = new int[1];
            keys.clear();
            encode(batch[i]);
            table.findOrCreate(keys, one);
            if (values[i] == 0) {
                table.remove(one[0]);
                model.remove(batch[i]);
                continue;
            }
            int address = table.resize(one[0], payloadLength(values[i]));
            for (int at = 0; at < payloadLength(values[i]); at += 4) {
                RecordPages.setInt(table.page(address), table.payload(address) + at, values[i]);
            }
            table.changed(address);
            model.put(batch[i], values[i]);
        }
    }

    private void check(int[] batch) {
        keys.clear();
        Arrays.stream(batch).forEach(this::encode);
        int[] addresses = new int[batch.length];
        table.find(keys, addresses);
        for (int i = 0; i < batch.length; i++) {
            Integer expected = model.get(batch[i]);
            assertEquals(expected != null, addresses[i] != 0, "key " + batch[i]);
            if (expected != null) {
                assertEquals(payloadLength(expected), table.payloadLength(addresses[i]));
                byte[] page = table.page(addresses[i]);
                for (int at = 0; at < payloadLength(expected); at += 4) {
                    assertEquals(expected, RecordPages.getInt(page, table.payload(addresses[i]) + at));
                }
            }
        }
    }

    private void checkpoint() {
        table.writeDirty(MapState.writer(storage));
        table.checkpointed();
    }

    @Test
    void agreesWithAMapThroughEvictionsAndRestarts() {
        for (long seed = 1; seed <= 6; seed++) {
            storage.clear();
            model.clear();
            table = open(true);
            run(new Random(seed));
        }
    }

    private void run(Random random) {
        for (int round = 0; round < 60; round++) {
            int[] batch = random.ints(1 + random.nextInt(1500), 0, 8000).toArray();
            put(batch, random.ints(batch.length, -500, 1000).map(value -> Math.max(0, value)).toArray());
            if (random.nextInt(3) == 0) {
                table.writeDirty(MapState.writer(storage));
            }
            if (random.nextInt(3) == 0) {
                table.checkpointed();
            }
            if (random.nextInt(5) == 0) {
                table.writeDirty(MapState.writer(new TreeMap<>(Arrays::compareUnsigned)));
                table.takeBack();
            }
            if (random.nextInt(3) == 0) {
                long before = table.heapBytes();
                long freed = table.evict(random.nextInt(400_000));
                assertTrue(freed == 0 || table.heapBytes() == before - freed);
            }
            if (random.nextInt(15) == 0) {
                checkpoint();
                assertEquals(model.size(), storage.size());
                table = open(false);
            }
            check(random.ints(500, 0, 8000).toArray());
        }
    }

    @Test
    void evictsDownToABudgetAndKeepsWhatIsNotInStorage() {
        table = open(true);
        int[] all = java.util.stream.IntStream.range(0, 100_000).toArray();
        put(all, Arrays.stream(all).map(key -> 1 + key % 30).toArray());
        long full = table.heapBytes();
        table.evict(full);
        assertEquals(all.length, table.entryCount(), "nothing is in storage yet");
        assertTrue(table.isComplete());
        checkpoint();
        table.evict(full / 2);
        assertTrue(table.heapBytes() <= full * 0.55, table.heapBytes() + " of " + full);
        assertFalse(table.isComplete());
        check(all);
        table.evict(Long.MAX_VALUE);
        table.evict(Long.MAX_VALUE);
        assertEquals(0, table.entryCount());
        check(new int[] {1, 99_999, 100_001});
    }

    @Test
    void aSmallTableIsReadOnceAfterARestart() {
        table = open(true);
        put(new int[] {1, 2, 3}, new int[] {7, 8, 9});
        checkpoint();
        table = open(false);
        assertFalse(table.isComplete());
        check(new int[] {2, 5});
        assertTrue(table.isComplete());
    }

    @Test
    void accountsForItsMemory() {
        table = open(true);
        System.gc();
        long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        int[] all = java.util.stream.IntStream.range(0, 200_000).toArray();
        for (int from = 0; from < all.length; from += 1000) {
            keys.clear();
            for (int i = from; i < from + 1000; i++) {
                encode(i);
            }
            int[] addresses = new int[1000];
            table.findOrCreate(keys, addresses);
            Arrays.stream(addresses).forEach(table::changed);
        }
        System.gc();
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() - before;
        long difference = Math.abs(used - table.heapBytes());
        assertTrue(difference < used / 10 + 1_000_000, "heap grew by " + used + ", table says " + table.heapBytes());
    }
}

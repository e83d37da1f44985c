package dev.millrace.executor.state;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.data.EncodedKeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ArrangementTest {

    private final TreeMap<byte[], byte[]> storage = new TreeMap<>(Arrays::compareUnsigned);
    private final Map<Integer, Map<Integer, Long>> model = new HashMap<>();
    private final EncodedKeys keys = new EncodedKeys();
    private Arrangement table;

    private Arrangement open(boolean isNew) {
        return new Arrangement(1, MapState.reader(storage), isNew, true);
    }

    private void encode(int key) {
        keys.bytes().appendBigEndian(key);
        keys.end();
    }

    private static byte[] row(int row) {
        byte[] bytes = new byte[4 + row % 90];
        RecordPages.setInt(bytes, 0, row);
        return bytes;
    }

    private void add(int key, int row, long weight) {
        keys.clear();
        encode(key);
        byte[] bytes = row(row);
        if (row % 2 == 0) {
            table.load(keys);
        } else {
            table.want(keys, 0, bytes, 0, bytes.length);
            table.loadWanted();
        }
        table.add(keys, 0, bytes, 0, bytes.length, weight, row);
        Map<Integer, Long> rows = model.computeIfAbsent(key, k -> new HashMap<>());
        rows.merge(row, weight, (a, b) -> a + b == 0 ? null : a + b);
    }

    private void check(int key) {
        keys.clear();
        encode(key);
        table.load(keys);
        Map<Integer, Long> found = new HashMap<>();
        for (int record = table.first(keys, 0); record != 0; record = table.next(record)) {
            if (table.weight(record) != 0) {
                int row = RecordPages.getInt(table.page(record), table.row(record));
                assertEquals(null, found.put(row, table.weight(record)), "a row twice");
                assertEquals(row, table.matches(record));
            }
        }
        assertEquals(model.getOrDefault(key, Map.of()), found);
    }

    @Test
    void agreesWithMapsThroughEvictionsAndRestarts() {
        for (long seed = 1; seed <= 6; seed++) {
            storage.clear();
            model.clear();
            table = open(true);
            run(new Random(seed));
        }
    }

    private void run(Random random) {
        for (int round = 0; round < 50; round++) {
            for (int i = random.nextInt(3000); i > 0; i--) {
                // A few keys have very many rows, most have a few.
                int key = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(1500);
                int row = random.nextInt(key < 3 ? 2000 : 12);
                long present = model.getOrDefault(key, Map.of()).getOrDefault(row, 0L);
                add(key, row, present > 0 && random.nextBoolean() ? -present : 1 + random.nextInt(2));
            }
            assertEquals(0, table.negativeRows());
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
                table.evict(random.nextInt(400_000));
            }
            if (random.nextInt(15) == 0) {
                table.writeDirty(MapState.writer(storage));
                table.checkpointed();
                assertEquals(model.values().stream().mapToInt(Map::size).sum(), storage.size());
                table = open(false);
            }
            for (int i = 0; i < 200; i++) {
                check(random.nextInt(1500));
            }
        }
    }

    @Test
    void aKeyOfManyRowsIsNoSlowerPerRow() {
        table = open(true);
        for (int row = 0; row < 50_000; row++) {
            add(1, row, 1);
        }
        for (int row = 0; row < 50_000; row += 2) {
            add(1, row, -1);
        }
        check(1);
        assertEquals(25_000, table.rowCount());
    }

    @Test
    void evictsKeysWhole() {
        table = open(true);
        for (int key = 0; key < 5000; key++) {
            for (int row = 0; row < key % 20; row++) {
                add(key, row, 1);
            }
        }
        long full = table.heapBytes();
        assertEquals(0, table.evict(full), "nothing is in storage yet");
        table.writeDirty(MapState.writer(storage));
        table.checkpointed();
        table.evict(full / 2);
        assertTrue(table.heapBytes() <= full * 0.55, table.heapBytes() + " of " + full);
        for (int key = 0; key < 5000; key++) {
            check(key);
        }
    }
}

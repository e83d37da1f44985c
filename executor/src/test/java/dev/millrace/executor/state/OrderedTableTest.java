package dev.millrace.executor.state;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class OrderedTableTest {

    private static final int TABLE = 7;

    private final TreeMap<byte[], byte[]> storage = new TreeMap<>(Arrays::compareUnsigned);
    private final TreeMap<byte[], Long> model = new TreeMap<>(Arrays::compareUnsigned);

    @Test
    void agreesWithASortedMapThroughEvictionsAndRestarts() {
        for (long seed = 1; seed <= 200; seed++) {
            storage.clear();
            model.clear();
            run(new Random(seed));
        }
    }

    private void run(Random random) {
        OrderedTable table = new OrderedTable(TABLE, MapState.reader(storage), true);
        for (int round = 0; round < 60; round++) {
            change(table, random);
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
                table.evict(random.nextInt(20_000));
            }
            if (random.nextInt(12) == 0) {
                table.writeDirty(MapState.writer(storage));
                table.checkpointed();
                table = new OrderedTable(TABLE, MapState.reader(storage), false);
            }
            byte[] from = {(byte) random.nextInt(4)};
            assertEquals(expected(from), content(table, from));
        }
    }

    @Test
    void handsOverWhatItHeldAtTheCutWhateverChangesMeanwhile() {
        for (long seed = 1; seed <= 20; seed++) {
            storage.clear();
            model.clear();
            checkpoints(new Random(seed));
        }
    }

    private void checkpoints(Random random) {
        OrderedTable table = new OrderedTable(TABLE, MapState.reader(storage), true);
        TreeMap<byte[], Long> lastStored = new TreeMap<>(model);
        for (int round = 0; round < 20; round++) {
            change(table, random);
            TreeMap<byte[], Long> atCut = new TreeMap<>(model);
            TreeMap<byte[], byte[]> written = new TreeMap<>(storage);
            table.cut(MapState.writer(written));
            while (table.handOver(random.nextInt(12))) {
                change(table, random);
                table.evict(random.nextInt(5_000));
            }
            if (random.nextInt(4) == 0) {
                table.takeBack();
            } else {
                storage.clear();
                storage.putAll(written);
                lastStored = atCut;
                assertEquals(expected(atCut), expected(weights(storage)));
                table.stored();
                for (int i = random.nextInt(6); i > 0 && table.settle(1 + random.nextInt(3)); i--) {
                    change(table, random);
                    table.evict(random.nextInt(5_000));
                }
            }
            if (random.nextInt(8) == 0) {
                table = new OrderedTable(TABLE, MapState.reader(storage), false);
                model.clear();
                model.putAll(lastStored);
            }
            byte[] from = {(byte) random.nextInt(4)};
            assertEquals(expected(from), content(table, from));
        }
    }

    private static TreeMap<byte[], Long> weights(TreeMap<byte[], byte[]> stored) {
        TreeMap<byte[], Long> weights = new TreeMap<>(Arrays::compareUnsigned);
        stored.forEach((key, value) -> weights.put(key, RecordPages.getLong(value, 0)));
        return weights;
    }

    private static String expected(TreeMap<byte[], Long> all) {
        StringBuilder text = new StringBuilder();
        all.forEach((key, weight) -> text.append(Arrays.toString(key)).append(weight).append(' '));
        return text.toString();
    }

    /** Sometimes says before what it will change, or more or less than that. */
    private void change(OrderedTable table, Random random) {
        byte[][] keys = new byte[random.nextInt(200)][];
        int wanted = random.nextInt(3);
        for (int i = 0; i < keys.length; i++) {
            keys[i] = new byte[1 + random.nextInt(3)];
            random.nextBytes(keys[i]);
            keys[i][0] &= 3;
            if (wanted == 2 || wanted == 1 && random.nextBoolean()) {
                table.want(keys[i], 0, keys[i].length);
            }
        }
        table.loadWanted();
        for (byte[] key : keys) {
            if (random.nextInt(20) == 0) {
                continue;
            }
            long weight = model.containsKey(key) && random.nextInt(3) > 0 ? -model.get(key) : 1 + random.nextInt(3);
            long expected = model.getOrDefault(key, 0L) + weight;
            model.merge(key, weight, (a, b) -> a + b == 0 ? null : a + b);
            byte[] value = Arrays.copyOf(key, 40);
            assertEquals(expected, table.add(key, 0, key.length, weight, value, 0, value.length));
        }
    }

    private String expected(byte[] prefix) {
        StringBuilder text = new StringBuilder();
        model.forEach((key, weight) -> {
            if (key[0] == prefix[0]) {
                text.append(Arrays.toString(key)).append(weight).append(' ');
            }
        });
        return text.toString();
    }

    private static String content(OrderedTable table, byte[] prefix) {
        StringBuilder text = new StringBuilder();
        OrderedTable.Cursor cursor = table.seek(prefix, 0, 1);
        for (; cursor.startsWith(prefix, 0, 1); cursor.advance()) {
            byte[] key = Arrays.copyOfRange(cursor.data(), cursor.keyStart(), cursor.keyEnd());
            byte[] value = Arrays.copyOfRange(cursor.data(), cursor.keyEnd(), cursor.valueEnd());
            assertEquals(0, Arrays.compare(Arrays.copyOf(key, 40), value));
            text.append(Arrays.toString(key)).append(cursor.weight()).append(' ');
        }
        return text.toString();
    }
}

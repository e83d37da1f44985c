package dev.millrace.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What every {@link StateStore} must do; one subclass per implementation. */
abstract class StateStoreContract {
    private StateStore store;

    /** The store of this test, opened for the first time. */
    abstract StateStore open() throws IOException;

    /** The store after a restart. */
    abstract StateStore reopen(StateStore closed) throws IOException;

    @BeforeEach
    void openStore() throws IOException {
        store = open();
    }

    @AfterEach
    void closeStore() throws IOException {
        store.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }

    private void put(long epoch, int table, String... keysAndValues) throws IOException {
        try (Checkpoint checkpoint = store.begin(epoch)) {
            for (int i = 0; i < keysAndValues.length; i += 2) {
                checkpoint.put(table, bytes(keysAndValues[i]), bytes(keysAndValues[i + 1]));
            }
            checkpoint.commit();
        }
    }

    private static String entries(Cursor opened) {
        List<String> found = new ArrayList<>();
        try (Cursor cursor = opened) {
            while (cursor.next()) {
                found.add(text(cursor.key().toByteArray()) + "=" + text(cursor.value().toByteArray()));
            }
        }
        return String.join(" ", found);
    }

    private String entries(int table) {
        return entries(store.scan(table, null, null));
    }

    @Test
    void startsEmpty() {
        assertEquals(StateStore.NO_EPOCH, store.checkpointEpoch());
        assertNull(store.get(1, bytes("a")));
        assertNull(store.metadata("catalog"));
        assertEquals("", entries(1));
    }

    @Test
    void laterChangesOfAKeyWin() throws IOException {
        put(1, 1, "b", "1", "a", "2", "b", "3");
        assertEquals("a=2 b=3", entries(1));
        try (Checkpoint checkpoint = store.begin(2)) {
            checkpoint.delete(1, bytes("a"));
            checkpoint.put(1, bytes("c"), bytes("4"));
            checkpoint.delete(1, bytes("c"));
            checkpoint.delete(1, bytes("b"));
            checkpoint.put(1, bytes("b"), bytes(""));
            checkpoint.commit();
        }
        assertEquals("b=", entries(1));
        assertEquals(2, store.checkpointEpoch());
    }

    @Test
    void tablesAndBoundsSeparateEntries() throws IOException {
        put(1, 7, "", "0", "a", "1", "ab", "2", "b", "3", "\u007f", "4");
        put(2, 8, "a", "other");
        put(3, -1, "z", "last table");
        put(4, 0, "z", "first table");
        assertEquals("=0 a=1 ab=2 b=3 \u007f=4", entries(7));
        assertEquals("a=1 ab=2", entries(store.scan(7, bytes("a"), bytes("b"))));
        assertEquals("ab=2 a=1", entries(store.scanDescending(7, bytes("a"), bytes("b"))));
        assertEquals("\u007f=4 b=3 ab=2 a=1 =0", entries(store.scanDescending(7, null, null)));
        assertEquals("", entries(store.scan(7, bytes("b"), bytes("a"))));
        assertEquals("", entries(store.scanDescending(7, bytes("b"), bytes("b"))));
        assertEquals("z=last table", entries(-1));
        assertEquals("z=first table", entries(0));
        assertArrayEquals(
                new String[] {"1", null, "3"},
                Arrays.stream(store.multiGet(7, new byte[][] {bytes("a"), bytes("aa"), bytes("b")}))
                        .map(StateStoreContract::text).toArray());
        assertEquals("2", text(store.get(7, bytes("xabx"), 1, 2)));
    }

    @Test
    void aCursorGoesOnToAKey() throws IOException {
        put(1, 6, "a", "0", "z", "0");
        put(2, 7, "a", "1", "b", "2", "bb", "3", "d", "4");
        put(3, 8, "a", "0", "z", "0");
        try (Cursor cursor = store.scan(7, bytes("a"), bytes("d"))) {
            assertTrue(cursor.seek(bytes("b")));
            assertEquals("2", text(cursor.value().toByteArray()));
            assertTrue(cursor.seek(bytes("ba")));
            assertEquals("bb", text(cursor.key().toByteArray()));
            assertFalse(cursor.next());
        }
        try (Cursor cursor = store.scan(7, null, bytes("d"))) {
            assertTrue(cursor.next());
            assertFalse(cursor.seek(bytes("c")), "the bound holds");
        }
    }

    @Test
    void snapshotsStayWhereTheyAre() throws IOException {
        put(1, 1, "a", "1", "b", "1");
        try (StateSnapshot first = store.snapshot(); Cursor cursor = store.scan(1, null, null)) {
            try (Checkpoint checkpoint = store.begin(2)) {
                checkpoint.deleteTable(1);
                checkpoint.put(1, bytes("c"), bytes("2"));
                checkpoint.metadata("m", bytes("2"));
                checkpoint.commit();
            }
            put(3, 1, "a", "3");
            assertEquals(1, first.epoch());
            assertNull(first.metadata("m"));
            assertEquals("1", text(first.get(1, bytes("a"))));
            assertEquals("a=1 b=1", entries(first.scan(1, null, null)));
            assertEquals("b=1 a=1", entries(first.scanDescending(1, null, null)));
            assertEquals("a=1 b=1", entries(cursor));
        }
        assertEquals("a=3 c=2", entries(1));
        assertEquals("3", text(store.get(1, bytes("a"))));
        try (StateSnapshot now = store.snapshot()) {
            assertEquals(3, now.epoch());
            assertEquals("2", text(now.metadata("m")));
        }
    }

    @Test
    void whatIsNotCommittedIsNotThere() throws IOException {
        put(1, 1, "a", "1");
        try (Checkpoint checkpoint = store.begin(2)) {
            checkpoint.put(1, bytes("b"), bytes("2"));
            checkpoint.deleteTable(1);
            checkpoint.metadata("m", bytes("x"));
        }
        assertEquals("a=1", entries(1));
        assertNull(store.metadata("m"));
        store.close();
        store = reopen(store);
        assertEquals("a=1", entries(1));
        assertEquals(1, store.checkpointEpoch());
    }

    @Test
    void survivesARestart() throws IOException {
        put(5, 1, "a", "1");
        try (Checkpoint ingest = store.beginIngest()) {
            ingest.put(2, bytes("k"), bytes("v"));
            ingest.metadata("progress", bytes("half"));
            ingest.metadata("gone", bytes("x"));
            ingest.metadata("gone", null);
            ingest.commit();
        }
        store.close();
        store = reopen(store);
        assertEquals(5, store.checkpointEpoch());
        assertEquals("half", text(store.metadata("progress")));
        assertNull(store.metadata("gone"));
        assertEquals("a=1", entries(1));
        assertEquals("k=v", entries(2));
        assertThrows(IllegalArgumentException.class, () -> store.begin(4));
    }

    @Test
    void deletingATableSparesWhatComesAfter() throws IOException {
        put(1, 1, "a", "1", "b", "1");
        put(2, 2, "a", "kept");
        try (Checkpoint checkpoint = store.begin(3)) {
            checkpoint.put(1, bytes("c"), bytes("before"));
            checkpoint.deleteTable(1);
            checkpoint.put(1, bytes("d"), bytes("after"));
            checkpoint.commit();
        }
        assertEquals("d=after", entries(1));
        assertEquals("a=kept", entries(2));
        store.close();
        store = reopen(store);
        assertEquals("d=after", entries(1));
    }

    @Test
    void removesTablesThatNobodyRefersTo() throws IOException {
        put(1, 1, "a", "1");
        put(2, 2, "a", "2");
        put(3, 3, "a", "3");
        store.retainTables(table -> table == 2);
        assertEquals("", entries(1));
        assertEquals("a=2", entries(2));
        assertEquals("", entries(3));
        assertEquals(3, store.checkpointEpoch());
        put(4, 3, "b", "new");
        assertEquals("b=new", entries(3));
    }

    @Test
    void aCommittedOrClosedCheckpointRefusesMore() throws IOException {
        Checkpoint checkpoint = store.begin(1);
        checkpoint.commit();
        assertThrows(IllegalStateException.class, () -> checkpoint.put(1, bytes("a"), bytes("b")));
        assertThrows(IllegalStateException.class, checkpoint::commit);
        checkpoint.close();
        assertEquals(1, store.checkpointEpoch());
    }

    /** Random checkpoints of colliding keys against a sorted map, with restarts and snapshots held for a while. */
    @Test
    void agreesWithASortedMap() throws IOException {
        SplittableRandom random = new SplittableRandom(42);
        Map<Integer, NavigableMap<String, String>> model = new TreeMap<>();
        for (int table = 1; table <= 3; table++) {
            model.put(table, new TreeMap<>());
        }
        for (int epoch = 1; epoch <= 30; epoch++) {
            String before = model.toString();
            try (StateSnapshot held = store.snapshot()) {
                try (Checkpoint checkpoint = store.begin(epoch)) {
                    change(checkpoint, model, random);
                    checkpoint.commit();
                }
                assertEquals(before, content(held));
            }
            if (epoch % 7 == 0) {
                store.close();
                store = reopen(store);
            }
            assertEquals(model.toString(), content(store));
        }
    }

    private static void change(
            Checkpoint checkpoint, Map<Integer, NavigableMap<String, String>> model, SplittableRandom random)
            throws IOException {
        int changes = random.nextInt(300);
        for (int i = 0; i < changes; i++) {
            int table = random.nextInt(1, 4);
            String key = "key" + "x".repeat(random.nextInt(20)) + random.nextInt(20);
            if (random.nextInt(200) == 0) {
                checkpoint.deleteTable(table);
                model.get(table).clear();
            } else if (random.nextInt(3) == 0) {
                checkpoint.delete(table, bytes(key));
                model.get(table).remove(key);
            } else {
                String value = "v" + random.nextInt();
                checkpoint.put(table, bytes(key), bytes(value));
                model.get(table).put(key, value);
            }
        }
    }

    private static String content(StateReader reader) {
        Map<Integer, NavigableMap<String, String>> found = new TreeMap<>();
        for (int table = 1; table <= 3; table++) {
            NavigableMap<String, String> rows = new TreeMap<>();
            List<String> backwards = new ArrayList<>();
            try (Cursor up = reader.scan(table, null, null); Cursor down = reader.scanDescending(table, null, null)) {
                while (up.next()) {
                    rows.put(text(up.key().toByteArray()), text(up.value().toByteArray()));
                }
                while (down.next()) {
                    backwards.add(text(down.key().toByteArray()));
                }
            }
            assertEquals(List.copyOf(rows.descendingKeySet()), backwards);
            for (Map.Entry<String, String> row : rows.entrySet()) {
                assertEquals(row.getValue(), text(reader.get(table, bytes(row.getKey()))));
            }
            found.put(table, rows);
        }
        return found.toString();
    }

    @Test
    void readersSeeWholeCheckpointsWhileTheyAreCommitted() throws Exception {
        AtomicBoolean isDone = new AtomicBoolean();
        AtomicInteger reads = new AtomicInteger();
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> {
            while (!isDone.get() || reads.get() < 50) {
                CheckpointWriter.verify(store);
                reads.incrementAndGet();
            }
        });
        for (int epoch = 1; epoch <= 40 && !reading.isDone(); epoch++) {
            CheckpointWriter.write(store, epoch);
        }
        isDone.set(true);
        reading.get();
    }

    @Test
    void knowsAboutHowLargeATableIs() throws IOException {
        try (Checkpoint checkpoint = store.begin(1)) {
            SplittableRandom random = new SplittableRandom(1);
            byte[] value = new byte[200];
            for (int i = 0; i < 20_000; i++) {
                random.nextBytes(value);
                checkpoint.put(1, bytes("key" + i), value);
            }
            checkpoint.put(2, bytes("a"), bytes("b"));
            checkpoint.commit();
        }
        long large = store.approximateBytes(1);
        assertTrue(large > 3_500_000 && large < 6_000_000, () -> "4 MB, said " + large);
        assertTrue(store.approximateBytes(2) < 500_000, () -> "a few bytes, said " + store.approximateBytes(2));
    }
}

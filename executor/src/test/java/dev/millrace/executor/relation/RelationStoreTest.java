package dev.millrace.executor.relation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.storage.ByteWriter;
import dev.millrace.storage.Checkpoint;
import dev.millrace.storage.MemoryStateStore;
import dev.millrace.storage.StateStore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Relations against a map: random epochs, with checkpoints cut in between, read the same. */
class RelationStoreTest {

    private static final Schema SCHEMA = Schema.of(
            new Schema.Field("id", SqlType.BIGINT, false), new Schema.Field("name", SqlType.TEXT, true));
    private static final int TABLE = 7;

    private final Random random = new Random(7);
    private final StateStore state = new MemoryStateStore();
    private long epoch;

    @Test
    void aKeyedRelationKeepsTheNewestRowOfEachKey() throws IOException {
        RelationStore store = new RelationStore(RelationLayout.keyed(SCHEMA, List.of(0)), TABLE, null, 0);
        TreeMap<Long, String> model = new TreeMap<>();
        for (int round = 0; round < 300; round++) {
            BatchBuilder delta = new BatchBuilder(SCHEMA);
            for (int i = random.nextInt(20); i >= 0; i--) {
                long id = random.nextInt(100);
                String old = model.get(id);
                if (old != null) {
                    append(delta, id, old, -1);
                }
                String name = random.nextInt(3) == 0 ? null : "n" + random.nextInt(1000);
                if (name != null) {
                    append(delta, id, name, 1);
                    model.put(id, name);
                } else {
                    model.remove(id);
                }
            }
            store.apply(delta.build(), ++epoch, epoch);
            assertEquals(model.size(), store.rowCount());
            checkpointSometimes(store);
            assertEquals(render(model), read(store));
            long one = random.nextInt(100);
            assertEquals(model.get(one), find(store, one));
        }
    }

    /** The name under a key, looked up by the key alone; null when there is none. */
    private static String find(RelationStore store, long id) {
        BatchBuilder wanted = new BatchBuilder(SCHEMA);
        append(wanted, id, "", 1);
        ByteWriter key = new ByteWriter();
        store.layout().encodeKey(wanted.build(), 0, key);
        try (RelationScan scan = store.snapshot().scan(KeyRange.point(key.toByteArray()), List.of(0, 1))) {
            DeltaBatch found = scan.next(10);
            if (found == null) {
                return null;
            }
            assertEquals(1, found.size());
            assertEquals(id, found.words(0).value(0));
            return found.bytes(1).text(0);
        }
    }

    @Test
    void aBagCountsEqualRows() throws IOException {
        RelationStore store = new RelationStore(RelationLayout.bag(SCHEMA), TABLE, null, 0);
        TreeMap<String, Long> model = new TreeMap<>();
        for (int round = 0; round < 300; round++) {
            BatchBuilder delta = new BatchBuilder(SCHEMA);
            for (int i = random.nextInt(20); i >= 0; i--) {
                long id = random.nextInt(10);
                // Longer than what is compared of a key at first.
                String name = "one name of " + random.nextInt(3);
                String row = id + "|" + name;
                long count = model.getOrDefault(row, 0L);
                long change = count > 0 && random.nextBoolean() ? -1 : 1 + random.nextInt(2);
                append(delta, id, name, change);
                model.put(row, count + change);
            }
            model.values().removeIf(count -> count == 0);
            store.apply(delta.build(), ++epoch, epoch);
            checkpointSometimes(store);
            List<String> expected = new ArrayList<>();
            model.forEach((row, count) -> expected.add(row + " x" + count));
            assertEquals(expected, read(store));
        }
    }

    @Test
    void growingRowsAreReadAsTheyCame() throws IOException {
        RelationStore store = new RelationStore(RelationLayout.growing(SCHEMA), TABLE, null, 0);
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 300; round++) {
            BatchBuilder delta = new BatchBuilder(SCHEMA);
            for (int i = random.nextInt(round % 50 == 0 ? 2000 : 4); i >= 0; i--) {
                long id = random.nextInt(10);
                String name = "n".repeat(random.nextInt(20) == 0 ? 70_000 : 2);
                long weight = 1L + random.nextInt(2);
                append(delta, id, name, weight);
                expected.add(id + "|" + name + " x" + weight);
            }
            // Now and then an epoch brings more than once, as a view does that is being built.
            epoch += random.nextInt(3) == 0 ? 0 : 1;
            store.apply(delta.build(), epoch, epoch);
            checkpointSometimes(store);
            if (round % 20 == 0) {
                assertEquals(expected, read(store));
            }
        }
        assertEquals(expected, read(store));
        assertEquals(expected.stream().mapToLong(row -> row.charAt(row.length() - 1) - '0').sum(), store.rowCount());
        BatchBuilder gone = new BatchBuilder(SCHEMA);
        append(gone, 1, "n", -1);
        DeltaBatch taken = gone.build();
        assertThrows(IllegalStateException.class, () -> store.apply(taken, epoch + 1, 0));
    }

    @Test
    void growingRowsAreReadAsOfAnEpoch() throws IOException {
        RelationStore store = new RelationStore(RelationLayout.growing(SCHEMA), TABLE, null, 0);
        for (long at = 1; at <= 9; at++) {
            BatchBuilder delta = new BatchBuilder(SCHEMA);
            append(delta, at, "n", 1);
            store.apply(delta.build(), epoch = at * 1000, 0);
            if (at == 5) {
                checkpoint(store, Long.MIN_VALUE);
            }
        }
        for (int at = 0; at <= 9; at++) {
            byte[] later = RelationLayout.growingKey(at * 1000 + 1);
            try (RelationScan scan = store.snapshot().before(later).scan(KeyRange.ALL, List.of(0))) {
                DeltaBatch rows = scan.next(100);
                assertEquals(at, rows == null ? 0 : rows.size());
            }
        }
    }

    @Test
    void aRangeIsAPartOfTheWhole() {
        RelationStore store = new RelationStore(RelationLayout.keyed(SCHEMA, List.of(0)), TABLE, null, 0);
        BatchBuilder delta = new BatchBuilder(SCHEMA);
        for (long id = -5; id < 5; id++) {
            append(delta, id, "n" + id, 1);
        }
        DeltaBatch rows = delta.build();
        store.apply(rows, 1, 1);
        ByteWriter key = new ByteWriter();
        store.layout().encodeKey(rows, 3, key);
        KeyRange one = KeyRange.prefix(key.toByteArray());
        try (RelationScan scan = store.snapshot().scan(one, List.of(1, 0))) {
            DeltaBatch found = scan.next(10);
            assertEquals(1, found.size());
            assertEquals("n-2", found.bytes(0).text(0));
            assertEquals(-2, found.words(1).value(0));
        }
        assertEquals(true, store.snapshot().hasChangedSince(0, one));
        assertEquals(false, store.snapshot().hasChangedSince(1, one));
    }

    @Test
    void aLogLetsOldRowsGo() throws IOException {
        RelationStore store = new RelationStore(RelationLayout.log(SCHEMA), TABLE, null, 0);
        for (long arrival = 1; arrival <= 10; arrival++) {
            BatchBuilder delta = new BatchBuilder(SCHEMA);
            append(delta, 100 - arrival, "n", 1);
            append(delta, 200 - arrival, "n", 1);
            store.apply(delta.build(), ++epoch, arrival);
            if (arrival == 5) {
                assertEquals(0, checkpoint(store, Long.MIN_VALUE));
            }
        }
        assertEquals(16, checkpoint(store, 9));
        assertEquals(4, store.rowCount());
        assertEquals(List.of("91|n x1", "191|n x1", "90|n x1", "190|n x1"), read(store));
    }

    @Test
    void aLogIsReadByEpochs() throws IOException {
        RelationStore store = new RelationStore(RelationLayout.log(SCHEMA), TABLE, null, 0);
        for (long at = 1; at <= 20; at++) {
            BatchBuilder delta = new BatchBuilder(SCHEMA);
            for (long row = 0; row < (at == 7 ? 5000 : 2); row++) {
                append(delta, at, "n", 1);
            }
            // Several epochs at one moment.
            store.apply(delta.build(), epoch = 10 * at, at / 3 * 1000);
            if (at == 9) {
                checkpoint(store, Long.MIN_VALUE);
            }
        }
        RelationSnapshot log = store.snapshot();
        assertEquals(new LogScan.Place(0, 10), LogScan.first(log, null));
        for (long since = 0; since <= 210; since += 5) {
            List<Long> epochs = new ArrayList<>();
            try (LogScan scan = new LogScan(log, LogScan.afterEpoch(log, since, 1_000_000))) {
                for (LogScan.Part part = scan.next(); part != null; part = scan.next()) {
                    epochs.add(part.epoch());
                    assertEquals(part.epoch() == 70 ? 5000 : 2, part.rows().size());
                    assertEquals(part.epoch() / 30 * 1000, part.arrival());
                }
            }
            List<Long> expected = new ArrayList<>();
            for (long at = since / 10 + 1; at <= 20; at++) {
                expected.add(10 * at);
            }
            assertEquals(expected, epochs, "after epoch " + since);
        }
        try (RelationScan early = log.before(LogScan.after(1000)).scan(KeyRange.ALL, List.of(0))) {
            assertEquals(10, early.next(100).size());
        }
    }

    @Test
    void ofAHistoryTheLastOldRowStays() throws IOException {
        RelationStore store = new RelationStore(RelationLayout.log(SCHEMA), TABLE, null, 0);
        for (long arrival = 1; arrival <= 5; arrival++) {
            BatchBuilder delta = new BatchBuilder(SCHEMA);
            append(delta, arrival, "n", 1);
            store.apply(delta.build(), ++epoch, arrival);
        }
        assertEquals(2, checkpoint(store, 4, true));
        assertEquals(List.of("3|n x1", "4|n x1", "5|n x1"), read(store));
        assertEquals(2, checkpoint(store, 100, true));
        assertEquals(0, checkpoint(store, 100, true));
        assertEquals(List.of("5|n x1"), read(store));
    }

    private long checkpoint(RelationStore store, long expiry) throws IOException {
        return checkpoint(store, expiry, false);
    }

    private long checkpoint(RelationStore store, long expiry, boolean keepsLast) throws IOException {
        RelationSnapshot frozen = store.freeze();
        Checkpoint checkpoint = state.begin(epoch);
        long expired = RelationStore.write(frozen, expiry, keepsLast, checkpoint);
        checkpoint.commit();
        store.thaw(state.snapshot());
        store.forget(expired);
        return expired;
    }

    private static void append(BatchBuilder delta, long id, String name, long weight) {
        delta.column(0).appendWord(id);
        delta.column(1).appendText(name);
        delta.endRow(weight);
    }

    private void checkpointSometimes(RelationStore store) throws IOException {
        if (random.nextInt(10) != 0) {
            return;
        }
        RelationSnapshot frozen = store.freeze();
        Checkpoint checkpoint = state.begin(epoch);
        RelationStore.write(frozen, Long.MIN_VALUE, false, checkpoint);
        checkpoint.commit();
        store.thaw(state.snapshot());
    }

    private static List<String> render(Map<Long, String> model) {
        List<String> rows = new ArrayList<>();
        model.forEach((id, name) -> rows.add(id + "|" + name + " x1"));
        return rows;
    }

    private static List<String> read(RelationStore store) {
        List<String> rows = new ArrayList<>();
        try (RelationScan scan = store.snapshot().scan(KeyRange.ALL, List.of(0, 1))) {
            for (DeltaBatch batch = scan.next(7); batch != null; batch = scan.next(7)) {
                for (int row = 0; row < batch.size(); row++) {
                    rows.add(batch.words(0).value(row) + "|" + batch.bytes(1).text(row) + " x" + batch.weight(row));
                }
            }
        }
        return rows;
    }
}

package dev.millrace.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Writes checkpoints whose wholeness can be seen: in each one every row of both tables holds its epoch; one table is
 * updated in place, the other deleted and filled anew.
 */
final class CheckpointWriter {
    private static final int ROWS = 500;
    private static final int UPDATED = 1;
    private static final int REPLACED = 2;

    private CheckpointWriter() {}

    /** The process to be killed: says each epoch once it is committed. */
    public static void main(String[] arguments) throws IOException {
        RocksStateStore.Options options = new RocksStateStore.Options(8 << 20, 1 << 20, Duration.ZERO);
        RocksStateStore store = RocksStateStore.open(Path.of(arguments[0]), options);
        while (true) {
            long epoch = store.checkpointEpoch() + 1;
            write(store, epoch);
            System.out.println(epoch);
        }
    }

    static void write(StateStore store, long epoch) throws IOException {
        byte[] value = bytes(epoch);
        try (Checkpoint checkpoint = store.begin(epoch)) {
            checkpoint.deleteTable(REPLACED);
            for (int i = 0; i < ROWS; i++) {
                checkpoint.put(UPDATED, bytes(i), value);
                // Other keys in every epoch, so that rows left over would be noticed.
                checkpoint.put(REPLACED, bytes(epoch * ROWS + i), value);
            }
            checkpoint.metadata("epoch", value);
            checkpoint.commit();
        }
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static void verify(StateStore store) {
        try (StateSnapshot snapshot = store.snapshot()) {
            if (snapshot.epoch() == StateStore.NO_EPOCH) {
                return;
            }
            byte[] value = bytes(snapshot.epoch());
            assertArrayEquals(value, snapshot.metadata("epoch"));
            for (int table : new int[] {UPDATED, REPLACED}) {
                int rows = 0;
                try (Cursor cursor = snapshot.scan(table, null, null)) {
                    while (cursor.next()) {
                        assertEquals(snapshot.epoch(), cursor.value().getLong(), "table " + table);
                        rows++;
                    }
                }
                assertEquals(ROWS, rows);
            }
            assertArrayEquals(value, snapshot.get(REPLACED, bytes(snapshot.epoch() * ROWS)));
        }
    }
}

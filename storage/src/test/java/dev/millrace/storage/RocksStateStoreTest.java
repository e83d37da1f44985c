package dev.millrace.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RocksStateStoreTest extends StateStoreContract {
    private static final RocksStateStore.Options SMALL = new RocksStateStore.Options(8 << 20, 4 << 20, Duration.ZERO);

    @TempDir
    private Path directory;

    @Override
    StateStore open() throws IOException {
        return RocksStateStore.open(directory.resolve("contract"), SMALL);
    }

    @Override
    StateStore reopen(StateStore closed) throws IOException {
        return open();
    }

    private static byte[] key(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private List<Path> files(String subdirectory) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("s").resolve(subdirectory))) {
            return files.filter(file -> file.toString().endsWith(".sst")).toList();
        }
    }

    private RocksStateStore openStore(long checkpointBufferBytes) throws IOException {
        RocksStateStore.Options options = new RocksStateStore.Options(8 << 20, checkpointBufferBytes, Duration.ZERO);
        return RocksStateStore.open(directory.resolve("s"), options);
    }

    /** A checkpoint much larger than its memory: changes of a key lie in several files of one ingestion. */
    @Test
    void aCheckpointMayExceedItsBuffer() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        TreeMap<Long, Long> model = new TreeMap<>();
        try (RocksStateStore store = openStore(1 << 20)) {
            for (int epoch = 1; epoch <= 2; epoch++) {
                try (Checkpoint checkpoint = store.begin(epoch)) {
                    checkpoint.put(2, key(1), key(epoch));
                    for (int i = 0; i < 60_000; i++) {
                        long number = random.nextInt(20_000);
                        if (i == 40_000) {
                            checkpoint.deleteTable(1);
                            model.clear();
                        }
                        if (random.nextInt(4) == 0) {
                            checkpoint.delete(1, key(number));
                            model.remove(number);
                        } else {
                            checkpoint.put(1, key(number), key(i));
                            model.put(number, (long) i);
                        }
                    }
                    checkpoint.commit();
                }
                TreeMap<Long, Long> found = new TreeMap<>();
                try (Cursor cursor = store.scan(1, null, null)) {
                    while (cursor.next()) {
                        found.put(cursor.key().getLong(), cursor.value().getLong());
                    }
                }
                assertEquals(model, found);
                assertArrayEquals(key(epoch), store.get(2, key(1)));
            }
            assertEquals(List.of(), files("drafts"));
        }
    }

    @Test
    void largeKeysAndValues() throws IOException {
        byte[] large = new byte[3 << 20];
        new SplittableRandom(1).nextBytes(large);
        try (RocksStateStore store = openStore(1 << 20)) {
            try (Checkpoint checkpoint = store.begin(1)) {
                checkpoint.put(1, key(1), large);
                checkpoint.put(1, Arrays.copyOf(large, 100_000), key(2));
                checkpoint.commit();
            }
            assertArrayEquals(large, store.get(1, key(1)));
            try (Cursor cursor = store.scanDescending(1, null, null)) {
                assertTrue(cursor.next());
                assertArrayEquals(Arrays.copyOf(large, 100_000), cursor.key().toByteArray());
                assertTrue(cursor.next());
                assertArrayEquals(large, cursor.value().toByteArray());
                assertFalse(cursor.next());
            }
        }
    }

    @Test
    void aTableDeletedWhileAnotherCheckpointWritesIt() throws IOException {
        try (RocksStateStore store = openStore(1 << 20); Checkpoint writing = store.beginIngest()) {
            writing.put(1, key(1), key(1));
            try (Checkpoint deleting = store.begin(1)) {
                deleting.deleteTable(1);
                deleting.put(1, key(2), key(2));
                deleting.commit();
            }
            IllegalStateException e = assertThrows(IllegalStateException.class, writing::commit);
            assertEquals("table 1 was deleted while it was written", e.getMessage());
            assertNull(store.get(1, key(1)));
            assertNotNull(store.get(1, key(2)));
        }
    }

    @Test
    void ingestsSideBySide() throws IOException {
        try (RocksStateStore store = openStore(1 << 20);
                Checkpoint first = store.beginIngest();
                Checkpoint second = store.beginIngest()) {
            for (int i = 0; i < 1000; i++) {
                first.put(1, key(2 * i), key(i));
                second.put(1, key(2 * i + 1), key(i));
            }
            first.commit();
            second.commit();
            assertNotNull(store.get(1, key(0)));
            assertNotNull(store.get(1, key(1999)));
        }
    }

    @Test
    void whoGivesUpNeitherFillsNorCommitsIt() throws IOException {
        Runnable giveUp = () -> {
            throw new CancellationException();
        };
        try (RocksStateStore store = openStore(64 << 20)) {
            try (Checkpoint filled = store.beginIngest()) {
                filled.whileWaiting(giveUp);
                assertThrows(CancellationException.class, () -> fill(filled, 100_000));
            }
            try (Checkpoint full = store.beginIngest()) {
                fill(full, 100_000);
                full.whileWaiting(giveUp);
                assertThrows(CancellationException.class, full::commit);
            }
            assertNull(store.get(1, key(0)));
        }
        try (Stream<Path> files = Files.walk(directory)) {
            assertEquals(List.of(), files.filter(file -> file.toString().endsWith(".sst")).toList());
        }
    }

    private static void fill(Checkpoint checkpoint, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            checkpoint.put(1, key(i), new byte[100]);
        }
    }

    @Test
    void rowsOfDeletedTablesLeaveTheDisk() throws Exception {
        try (RocksStateStore store = openStore(1 << 20)) {
            SplittableRandom random = new SplittableRandom(9);
            byte[] value = new byte[300];
            try (Checkpoint checkpoint = store.begin(1)) {
                for (int i = 0; i < 10_000; i++) {
                    random.nextBytes(value);
                    checkpoint.put(i % 10, key(i), value);
                }
                checkpoint.commit();
            }
            assertTrue(sizeOnDisk() > 2_500_000, () -> "size before " + sizeOnDisk());
            store.retainTables(table -> table == 3);
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (sizeOnDisk() > 600_000 || !store.orphans().isEmpty()) {
                assertTrue(System.nanoTime() < deadline, () -> "dropped rows stay, size " + sizeOnDisk());
                Thread.sleep(5);
            }
            assertNotNull(store.get(3, key(13)));
        }
    }

    private long sizeOnDisk() {
        try {
            long bytes = 0;
            for (Path file : files("db")) {
                // A file may be deleted while it is looked at.
                bytes += file.toFile().length();
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RocksDB shows the new rows a moment before the store knows; a snapshot of that moment must fit them. */
    @Test
    void aSnapshotInTheMiddleOfACommitIsWhole() throws IOException {
        AtomicInteger looks = new AtomicInteger();
        try (RocksStateStore store = openStore(1 << 20)) {
            store.betweenIngestionAndHeader(() -> {
                CheckpointWriter.verify(store);
                looks.incrementAndGet();
            });
            for (int epoch = 1; epoch <= 3; epoch++) {
                CheckpointWriter.write(store, epoch);
            }
        }
        assertEquals(3, looks.get());
    }

    /** Freeing RocksDB under a reader would kill the process, so a store that is in use stays open. */
    @Test
    void closingSparesWhoStillReads() throws IOException {
        RocksStateStore store = openStore(1 << 20);
        try (Checkpoint checkpoint = store.begin(1)) {
            checkpoint.put(1, key(1), key(10));
            checkpoint.put(1, key(2), key(20));
            checkpoint.commit();
        }
        store.closePatience(Duration.ofMillis(1));
        StateSnapshot snapshot = store.snapshot();
        try (Cursor cursor = snapshot.scan(1, null, null)) {
            assertTrue(cursor.next());
            store.close();
            assertThrows(IllegalStateException.class, store::snapshot);
            assertThrows(IllegalStateException.class, () -> store.begin(2));
            snapshot.close();
            assertThrows(IllegalStateException.class, () -> snapshot.get(1, key(1)));
            assertTrue(cursor.next());
            assertArrayEquals(key(20), cursor.value().toByteArray());
        }
    }

    @Test
    void damageOnDiskIsFoundWhenRead() throws IOException {
        try (RocksStateStore store = openStore(1 << 20); Checkpoint checkpoint = store.begin(1)) {
            SplittableRandom random = new SplittableRandom(5);
            byte[] value = new byte[100];
            for (int i = 0; i < 2000; i++) {
                random.nextBytes(value);
                checkpoint.put(1, key(i), value);
            }
            checkpoint.commit();
        }
        for (Path file : files("db")) {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > 100_000) {
                bytes[50_000] ^= 1;
                Files.write(file, bytes);
            }
        }
        try (RocksStateStore store = openStore(1 << 20); Cursor cursor = store.scan(1, null, null)) {
            UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> {
                while (cursor.next()) {
                    assertEquals(Long.BYTES, cursor.key().remaining());
                }
            });
            assertTrue(e.getCause() instanceof CorruptionException, e.toString());
        }
    }

    /** A process that writes checkpoints, of which each one must be whole, is killed at random moments. */
    @Test
    void everyCheckpointIsWholeAfterAKill() throws Exception {
        SplittableRandom random = new SplittableRandom();
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        long epoch = 0;
        for (int kill = 0; kill < 3; kill++) {
            String java = ProcessHandle.current().info().command().orElseThrow();
            Process writer = new ProcessBuilder(
                    java, "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                    "-Djava.io.tmpdir=" + temporary, "-cp",
                    System.getProperty("java.class.path"), CheckpointWriter.class.getName(),
                    directory.resolve("s").toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            long acknowledged = epoch;
            try (var said = writer.inputReader(UTF_8)) {
                acknowledged = Long.parseLong(said.readLine());
                Thread.sleep(random.nextInt(300));
                // By its handle, because the process object would close the stream that is still to be read.
                writer.toHandle().destroyForcibly();
                writer.waitFor();
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    acknowledged = line.isEmpty() ? acknowledged : Long.parseLong(line);
                }
            }
            try (RocksStateStore store = openStore(1 << 20)) {
                epoch = store.checkpointEpoch();
                assertTrue(epoch >= acknowledged, "epoch " + epoch + ", acknowledged " + acknowledged);
                CheckpointWriter.verify(store);
                assertEquals(List.of(), files("drafts"));
            }
            try (Stream<Path> left = Files.list(temporary)) {
                assertEquals(List.of(), left.filter(file -> file.toString().endsWith(".so")).toList());
            }
        }
    }
}

package dev.millrace.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CommitLogTest {
    private static final Path DIRECTORY = Path.of("/data/log");
    private static final CommitLog.Options SMALL_SEGMENTS = new CommitLog.Options(400, 0, false);

    private final SimulatedDisk disk = new SimulatedDisk();

    private CommitLog open() throws IOException {
        return CommitLog.open(disk, DIRECTORY, CommitLog.Options.SIMULATION);
    }

    private static void append(CommitLog log, long epoch, String... parts) throws IOException {
        ByteBuffer[] payload = new ByteBuffer[parts.length];
        for (int i = 0; i < parts.length; i++) {
            payload[i] = ByteBuffer.wrap(parts[i].getBytes(UTF_8));
        }
        log.append(epoch, payload);
    }

    private static String replay(CommitLog log, long afterEpoch) throws IOException {
        List<String> records = new ArrayList<>();
        log.replay(afterEpoch, (epoch, payload) -> records.add(epoch + ":" + UTF_8.decode(payload)));
        return String.join(" ", records);
    }

    @Test
    void replaysWhatWasAppended() throws IOException {
        try (CommitLog log = open()) {
            assertEquals(CommitLog.NO_EPOCH, log.lastEpoch());
            append(log, 1, "a", "b");
            append(log, 2);
            append(log, 7, "x".repeat(1000));
            assertEquals(CommitLog.NO_EPOCH, log.durableEpoch());
            log.force();
            assertEquals(7, log.durableEpoch());
        }
        try (CommitLog log = open()) {
            assertEquals(7, log.lastEpoch());
            assertEquals("1:ab 2: 7:" + "x".repeat(1000), replay(log, CommitLog.NO_EPOCH));
            assertEquals("7:" + "x".repeat(1000), replay(log, 2));
            assertEquals("", replay(log, 7));
            append(log, 8, "c");
            assertEquals("8:c", replay(log, 7));
        }
    }

    @Test
    void appendLeavesTheBuffersAlone() throws IOException {
        try (CommitLog log = open()) {
            ByteBuffer payload = ByteBuffer.wrap("abcdef".getBytes(UTF_8), 2, 3);
            log.append(1, payload);
            assertEquals(2, payload.position());
            assertEquals(5, payload.limit());
            assertEquals("1:cde", replay(log, 0));
        }
    }

    @Test
    void refusesEpochsThatDoNotGrow() throws IOException {
        try (CommitLog log = open()) {
            append(log, 3, "a");
            assertThrows(IllegalArgumentException.class, () -> append(log, 3, "b"));
            assertThrows(IllegalArgumentException.class, () -> append(log, -5, "b"));
            assertEquals("3:a", replay(log, 0));
        }
    }

    @Test
    void losesOnlyWhatWasNotForced() throws IOException {
        CommitLog log = open();
        append(log, 1, "a");
        log.durable(1).join();
        append(log, 2, "b");
        disk.crash();
        try (CommitLog after = open()) {
            assertEquals("1:a", replay(after, 0));
            append(after, 2, "c");
            assertEquals("1:a 2:c", replay(after, 0));
        }
    }

    @Test
    void spreadsOverSegmentsAndDropsOldOnes() throws IOException {
        try (CommitLog log = CommitLog.open(disk, DIRECTORY, SMALL_SEGMENTS)) {
            for (int epoch = 1; epoch <= 20; epoch++) {
                append(log, epoch, "x".repeat(60));
            }
            append(log, 21, "y".repeat(2000));
            append(log, 22, "z");
            log.force();
            assertEquals(9, disk.list(DIRECTORY).size());
            long before = log.sizeBytes();
            log.truncateBefore(6);
            assertEquals(8, disk.list(DIRECTORY).size());
            assertTrue(log.sizeBytes() < before);
            assertTrue(replay(log, 5).startsWith("6:x"));
            CorruptionException e = assertThrows(CorruptionException.class, () -> replay(log, 1));
            assertTrue(e.getMessage().endsWith("the records between epoch 1 and 4 are missing"), e.getMessage());
            log.truncateBefore(1000);
            assertEquals(1, disk.list(DIRECTORY).size());
        }
        disk.crash();
        try (CommitLog log = CommitLog.open(disk, DIRECTORY, SMALL_SEGMENTS)) {
            assertEquals(22, log.lastEpoch());
            assertEquals("22:z", replay(log, 21));
        }
    }

    @Test
    void aRecordThatDoesNotFitTheDiskLeavesNoTrace() throws IOException {
        try (CommitLog log = open()) {
            append(log, 1, "a");
            disk.limitCapacity(300);
            IOException e = assertThrows(IOException.class, () -> append(log, 2, "b".repeat(1000)));
            assertEquals("No space left on device", e.getMessage());
            assertEquals(1, log.lastEpoch());
            append(log, 2, "c");
            disk.limitCapacity(10_000);
            append(log, 3, "b".repeat(1000));
            log.force();
        }
        try (CommitLog log = open()) {
            assertEquals("1:a 2:c 3:" + "b".repeat(1000), replay(log, 0));
        }
    }

    @Test
    void aFailedForcePoisonsTheLog() throws IOException {
        CommitLog log = open();
        append(log, 1, "a");
        disk.failAfter(1);
        assertThrows(IOException.class, log::force);
        assertThrows(LogPoisonedException.class, log::force);
        assertThrows(LogPoisonedException.class, () -> append(log, 2, "b"));
        CompletionException e = assertThrows(CompletionException.class, () -> log.durable(1).join());
        assertTrue(e.getCause() instanceof LogPoisonedException);
        assertEquals(CommitLog.NO_EPOCH, log.durableEpoch());
        log.close();
    }

    @Test
    void largeRecordsAreWrittenInParts() throws IOException {
        String large = "0123456789".repeat(20_000);
        try (CommitLog log = open()) {
            append(log, 1, "a");
            disk.failAfter(3);
            assertThrows(IOException.class, () -> append(log, 2, large, "-", large));
            append(log, 2, "b");
            append(log, 3, large, "-", large);
            append(log, 4, "c");
            log.force();
        }
        disk.crash();
        try (CommitLog log = open()) {
            assertEquals("1:a 2:b 3:" + large + "-" + large + " 4:c", replay(log, 0));
        }
    }

    @Test
    void aRecordThatCannotBeTakenBackPoisonsTheLog() throws IOException {
        CommitLog log = open();
        append(log, 1, "a");
        log.force();
        disk.losePowerAfter(1);
        assertThrows(IOException.class, () -> append(log, 2, "b"));
        assertThrows(LogPoisonedException.class, () -> append(log, 2, "b"));
        assertThrows(LogPoisonedException.class, log::force);
        log.close();
        disk.crash(1);
        try (CommitLog after = open()) {
            assertTrue(replay(after, 0).startsWith("1:a"));
        }
    }

    @Test
    void waitersAheadOfTheLogWaitForWhatIsInIt() throws Exception {
        try (CommitLog log = CommitLog.open(disk, DIRECTORY, new CommitLog.Options(1 << 20, 1000, true))) {
            log.durable(5).get(10, TimeUnit.SECONDS);
            append(log, 1, "a");
            CompletableFuture<Void> ahead = log.durable(5);
            append(log, 2, "b");
            ahead.get(10, TimeUnit.SECONDS);
            assertTrue(log.durableEpoch() >= 1);
            log.awaitDurable(2);
            assertEquals(2, log.durableEpoch());
        }
    }

    @Test
    void namesFileAndOffsetOfDamage() throws IOException {
        try (CommitLog log = open()) {
            for (int epoch = 1; epoch <= 3; epoch++) {
                append(log, epoch, "payload");
                log.force();
            }
        }
        Path segment = DIRECTORY.resolve("0000000000000001.log");
        // The second record begins at 32 + 48; its payload at + 40.
        disk.flipBit(segment, 32 + 48 + 40);
        CorruptionException e = assertThrows(CorruptionException.class, this::open);
        assertTrue(e.getMessage().startsWith(segment + " is corrupt at offset 80: "), e.getMessage());
    }

    @Test
    void damageInAnOldSegmentIsFoundByReplay() throws IOException {
        try (CommitLog log = CommitLog.open(disk, DIRECTORY, SMALL_SEGMENTS)) {
            for (int epoch = 1; epoch <= 20; epoch++) {
                append(log, epoch, "x".repeat(60));
                log.force();
            }
        }
        Path segment = DIRECTORY.resolve("0000000000000002.log");
        disk.flipBit(segment, 90);
        try (CommitLog log = CommitLog.open(disk, DIRECTORY, SMALL_SEGMENTS)) {
            CorruptionException e = assertThrows(CorruptionException.class, () -> replay(log, 0));
            assertTrue(e.getMessage().startsWith(segment + " is corrupt at offset 32: the checksum"), e.getMessage());
            assertTrue(replay(log, 12).startsWith("13:"));
        }
        disk.delete(segment);
        CorruptionException e = assertThrows(
                CorruptionException.class, () -> CommitLog.open(disk, DIRECTORY, SMALL_SEGMENTS));
        assertTrue(e.getMessage().endsWith("segment 2 of the commit log is missing before it"), e.getMessage());
    }

    @Test
    void manyWaitersShareAnFsyncOnARealDisk(@TempDir Path directory) throws Exception {
        List<Long> heard = new ArrayList<>();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        try (CommitLog log = CommitLog.open(new RealDisk(), directory)) {
            log.onDurable(heard::add);
            for (int epoch = 1; epoch <= 500; epoch++) {
                append(log, epoch, "row " + epoch);
                waiting.add(log.durable(epoch));
            }
            log.awaitDurable(500);
            waiting.forEach(CompletableFuture::join);
            assertEquals(500, log.durableEpoch());
            assertTrue(heard.size() < 500, () -> heard.size() + " fsyncs for 500 commits");
        }
        try (CommitLog log = CommitLog.open(new RealDisk(), directory)) {
            assertEquals(500, replay(log, 0).split(" (?=\\d+:)").length);
            assertTrue(log.durable(1000).isDone());
        }
    }

    @Test
    void anInterruptDoesNotHurtTheLog(@TempDir Path directory) throws IOException {
        try (CommitLog log = CommitLog.open(new RealDisk(), directory)) {
            Thread.currentThread().interrupt();
            append(log, 1, "a");
            assertTrue(Thread.interrupted());
            append(log, 2, "b");
            Thread.currentThread().interrupt();
            log.force();
            assertTrue(Thread.interrupted());
            assertFalse(log.durable(2).isCompletedExceptionally());
            assertEquals("1:a 2:b", replay(log, 0));
        }
    }

    @Test
    void closingTwiceIsHarmless() throws IOException {
        CommitLog log = open();
        log.close();
        assertDoesNotThrow(log::close);
        assertThrows(IOException.class, () -> append(log, 1, "a"));
    }
}

package dev.millrace.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A log that is used, crashed and opened again, power being lost at every write in turn, with every kind of torn tail
 * that the simulated disk knows. After each crash the log must hold all records that were durable, then perhaps some of
 * the others in order, and nothing else.
 */
class CommitLogSimulationTest {
    private static final Path DIRECTORY = Path.of("/data/log");
    private static final long NO_MORE = -2;

    /** One life of a log on one disk, with what is known about it. */
    private static final class Life {
        final SimulatedDisk disk = new SimulatedDisk();
        final SplittableRandom random;
        final CommitLog.Options options;

        /** Every record that was appended and not lost, by epoch. */
        final TreeMap<Long, byte[]> appended = new TreeMap<>();

        long durable = CommitLog.NO_EPOCH;
        long truncatedBefore;
        CommitLog log;

        Life(long seed, CommitLog.Options options) {
            this.random = new SplittableRandom(seed);
            this.options = options;
        }

        void open() throws IOException {
            log = CommitLog.open(disk, DIRECTORY, options);
        }

        /** Uses the log until the power goes out, or for the number of actions. */
        void use(int actions) {
            try {
                for (int i = 0; i < actions; i++) {
                    act();
                }
            } catch (IOException e) {
                assertEquals("simulated loss of power", shortened(e));
            }
        }

        private static String shortened(IOException e) {
            return e.getMessage().startsWith("simulated failure") || e instanceof LogPoisonedException
                    ? "simulated loss of power" : e.getMessage();
        }

        private void act() throws IOException {
            int dice = random.nextInt(10);
            if (dice < 7) {
                byte[] payload = new byte[random.nextInt(random.nextInt(20) == 0 ? 3000 : 150)];
                random.nextBytes(payload);
                long epoch = log.lastEpoch() + 1 + random.nextInt(2);
                // Before the call, because a failed one may have reached the disk all the same.
                appended.put(epoch, payload);
                log.append(epoch, ByteBuffer.wrap(payload));
            } else if (dice < 9) {
                log.force();
                durable = log.durableEpoch();
            } else if (durable > 2) {
                truncatedBefore = Math.max(truncatedBefore, durable - random.nextInt(3));
                log.truncateBefore(truncatedBefore);
            }
        }

        /** Opens the log after a crash and compares it with what is known; what was lost is forgotten. */
        void verify() throws IOException {
            open();
            long after = Math.max(truncatedBefore - 1, CommitLog.NO_EPOCH);
            TreeMap<Long, byte[]> found = new TreeMap<>();
            log.replay(after, (epoch, payload) -> {
                byte[] bytes = new byte[payload.remaining()];
                payload.get(bytes);
                found.put(epoch, bytes);
            });
            assertTrue(log.lastEpoch() >= durable, () -> "durable " + durable + ", log ends at " + log.lastEpoch());
            appended.tailMap(log.lastEpoch(), false).clear();
            Map<Long, byte[]> expected = appended.tailMap(after, false);
            assertEquals(expected.keySet(), found.keySet());
            expected.forEach((epoch, payload) -> assertArrayEquals(payload, found.get(epoch)));
            durable = log.lastEpoch();
        }
    }

    /** Payloads of writes that failed are forgotten, because their epoch is used again. */
    private static void live(long seed, long losePowerAfter, CommitLog.Options options) throws IOException {
        Life life = new Life(seed, options);
        life.open();
        life.disk.losePowerAfter(losePowerAfter);
        life.use(40);
        for (int crash = 0; crash < 3; crash++) {
            if (life.random.nextInt(4) == 0) {
                life.disk.crash();
            } else {
                life.disk.crash(life.random.nextLong());
            }
            // The recovery itself is interrupted now and then.
            if (life.random.nextBoolean()) {
                life.disk.losePowerAfter(life.random.nextInt(1, 6));
                try {
                    life.open();
                } catch (IOException e) {
                    assertFalse(e instanceof CorruptionException, e.getMessage());
                }
                life.disk.crash(life.random.nextLong());
            }
            life.verify();
            // Killed like this, the process leaves data in the kernel's cache, which the next one must not take for
            // durable.
            life.use(life.random.nextInt(10));
            life.verify();
            life.disk.losePowerAfter(life.random.nextInt(1, 60));
            life.use(30);
        }
    }

    @Test
    void powerIsLostAtEveryWrite() throws IOException {
        for (long seed = 0; seed < 12; seed++) {
            for (long n = 1; n < 40; n++) {
                run(seed, n, new CommitLog.Options(64L << 20, 0, false));
                run(seed, n, new CommitLog.Options(500, 0, false));
            }
        }
    }

    private static void run(long seed, long n, CommitLog.Options options) throws IOException {
        try {
            live(seed, n, options);
        } catch (IOException | AssertionError e) {
            throw new AssertionError("seed " + seed + ", power lost at write " + n + ", " + options, e);
        }
    }

    /**
     * One thread appends, others wait, the log's own one fsyncs and preallocates; then the disk fails or loses power.
     */
    @Test
    void whatWasAcknowledgedToManyThreadsSurvives() throws Exception {
        for (long seed = 0; seed < 40; seed++) {
            SimulatedDisk disk = new SimulatedDisk();
            SplittableRandom random = new SplittableRandom(seed);
            CommitLog log = CommitLog.open(disk, DIRECTORY, new CommitLog.Options(4000, 512, true));
            if (seed % 2 == 0) {
                disk.losePowerAfter(random.nextInt(1, 200));
            } else {
                disk.failAfter(random.nextInt(1, 200));
            }
            AtomicLong acknowledged = new AtomicLong(CommitLog.NO_EPOCH);
            LinkedBlockingQueue<Long> appended = new LinkedBlockingQueue<>();
            List<Thread> waiters = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiters.add(Thread.startVirtualThread(() -> waitForEpochs(log, appended, acknowledged)));
            }
            try {
                for (long epoch = 0; epoch < 150; epoch++) {
                    log.append(epoch, ByteBuffer.allocate(random.nextInt(200)));
                    appended.add(epoch);
                }
            } catch (IOException e) {
                assertTrue(e.getMessage().contains("simulated"), e.getMessage());
            }
            waiters.forEach(_ -> appended.add(NO_MORE));
            for (Thread waiter : waiters) {
                waiter.join();
            }
            disk.crash(seed);
            closeDead(log);
            AtomicLong found = new AtomicLong(CommitLog.NO_EPOCH);
            try (CommitLog after = CommitLog.open(disk, DIRECTORY, CommitLog.Options.SIMULATION)) {
                after.replay(CommitLog.NO_EPOCH, (epoch, _) -> assertEquals(found.incrementAndGet(), epoch));
            }
            assertTrue(found.get() >= acknowledged.get(), "seed " + seed + ": " + acknowledged + ", found " + found);
        }
    }

    private static void closeDead(CommitLog log) {
        try {
            log.close();
        } catch (IOException e) {
            // Its files died in the crash.
            assertTrue(e.getMessage().contains("simulated") || e.getMessage().contains("closed"), e.getMessage());
        }
    }

    private static void waitForEpochs(CommitLog log, LinkedBlockingQueue<Long> appended, AtomicLong acknowledged) {
        try {
            for (long epoch = appended.take(); epoch != NO_MORE; epoch = appended.take()) {
                log.awaitDurable(epoch);
                acknowledged.accumulateAndGet(epoch, Math::max);
            }
        } catch (IOException | InterruptedException e) {
            assertTrue(e.getMessage().contains("simulated"), e.getMessage());
        }
    }
}

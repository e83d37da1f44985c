package dev.millrace.executor.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.plan.Plan;
import dev.millrace.storage.CommitLog;
import dev.millrace.storage.MemoryStateStore;
import dev.millrace.storage.SimulatedDisk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A seeded life of a small bank on a simulated disk, ended at every single write: after recovery the table is what was
 * acknowledged, or that plus the one transaction whose answer never came; and the view is the table, counted.
 */
class CrashSimulationTest {

    private static final Path LOG = Path.of("/log");
    private static final int TRANSACTIONS = 14;
    private static final long TABLE = 1;
    private static final long VIEW = 2;
    private static final long DROPPED = 3;

    /** What should be in the table: balance by account. */
    private TreeMap<Long, Long> acknowledged = new TreeMap<>();
    private TreeMap<Long, Long> unanswered;
    private SimulatedDisk disk;
    private MemoryStateStore state;

    @Test
    void powerIsLostAtEveryWrite() throws Exception {
        long writes = live(new Random(1), Long.MAX_VALUE, false);
        for (long n = 0; n <= writes; n++) {
            live(new Random(1), n, false);
        }
    }

    @Test
    void oneWriteFailsAndTheEngineLivesOn() throws Exception {
        long writes = live(new Random(2), Long.MAX_VALUE, true);
        for (long n = 0; n <= writes; n++) {
            live(new Random(2), n, true);
        }
    }

    /** What a failed checkpoint had taken over, and nobody touched again, must be in the next one. */
    @Test
    void aLaterCheckpointMakesUpForOneThatFailed() throws Exception {
        disk = new SimulatedDisk();
        state = new MemoryStateStore();
        disk.createDirectories(LOG);
        Engine engine = open();
        try {
            Bank.create(engine, Bank.table(TABLE));
            Bank.create(engine, Bank.countView(VIEW, TABLE));
            Bank.create(engine, Bank.table(DROPPED));
            Bank.write(engine, DROPPED, Bank.row(1, 1, 1, 1));
            engine.checkpoint().join();
            Bank.write(engine, TABLE, Bank.row(1, 10, 1, 1));
            drop(engine, DROPPED);
            state.failAfter(1);
            assertThrows(CompletionException.class, () -> engine.checkpoint().join());
            Bank.write(engine, TABLE, Bank.row(2, 20, 1, 1));
            engine.checkpoint().join();
        } finally {
            engine.abandon();
        }
        disk.crash(1);
        state = state.reopen();
        Engine again = open();
        try {
            Bank.write(again, TABLE, Bank.row(3, 10, 1, 1));
            assertEquals("{10=2, 20=1}", Bank.pairs(again, Bank.scanCounts(VIEW)).toString());
        } finally {
            again.abandon();
        }
    }

    private static void drop(Engine engine, long id) throws Exception {
        try (Transaction transaction = engine.begin()) {
            transaction.drop(id);
            Bank.commit(engine, transaction);
        }
    }

    /** One life, one death, one resurrection; returns how many writes the life took. */
    private long live(Random random, long failAt, boolean onlyOnce) throws Exception {
        acknowledged = new TreeMap<>();
        unanswered = null;
        disk = new SimulatedDisk();
        state = new MemoryStateStore();
        disk.createDirectories(LOG);
        long before = disk.operations();
        if (onlyOnce) {
            disk.failAfter(failAt);
        } else {
            disk.losePowerAfter(failAt);
        }
        Engine engine = null;
        try {
            engine = open();
            run(engine, random, onlyOnce);
        } catch (IOException | ExecutionException | TimeoutException e) {
            // The death that was ordered.
        } finally {
            if (engine != null) {
                engine.abandon();
            }
        }
        long writes = disk.operations() - before;
        disk.crash(failAt);
        state = state.reopen();
        check(failAt);
        return writes;
    }

    private Engine open() throws IOException {
        CommitLog log = CommitLog.open(disk, LOG, CommitLog.Options.SIMULATION);
        EngineConfig config = EngineConfig.DEFAULT.withShards(1).withWallClock(() -> 1);
        return Engine.open(config, new Durables(log, state, () -> {}));
    }

    private void run(Engine engine, Random random, boolean goOn) throws Exception {
        Bank.create(engine, Bank.table(TABLE));
        for (int i = 0; i < TRANSACTIONS; i++) {
            if (i == 3) {
                Bank.create(engine, Bank.countView(VIEW, TABLE));
            }
            if (i % 5 == 4) {
                engine.checkpoint().join();
            }
            TreeMap<Long, Long> after = new TreeMap<>(acknowledged);
            BatchBuilder delta = new BatchBuilder(Bank.ACCOUNT);
            for (int change = 0; change < 3; change++) {
                change(random, after, delta);
            }
            unanswered = after;
            try {
                Bank.write(engine, TABLE, delta.build());
                acknowledged = after;
            } catch (ExecutionException e) {
                boolean isUnknown = e.getCause().getMessage().contains("could not make the commit log durable");
                if (!goOn || isUnknown || engine.fault() != null) {
                    throw e;
                }
            }
            unanswered = null;
        }
    }

    /** Puts, replaces or removes one account. */
    private static void change(Random random, TreeMap<Long, Long> accounts, BatchBuilder delta) {
        long id = random.nextInt(8);
        Long old = accounts.get(id);
        if (old != null) {
            Bank.append(delta, id, id % 3, old, -1);
            accounts.remove(id);
        }
        if (old == null || random.nextBoolean()) {
            long balance = random.nextInt(100);
            Bank.append(delta, id, id % 3, balance, 1);
            accounts.put(id, balance);
        }
    }

    private void check(long failAt) throws Exception {
        Engine engine = open();
        try {
            if (!engine.snapshot().objects().containsKey(TABLE)) {
                assertTrue(acknowledged.isEmpty(), "the table is lost, fail at " + failAt);
                return;
            }
            TreeMap<Long, Long> balances = balances(engine);
            assertTrue(
                    balances.equals(acknowledged) || balances.equals(unanswered),
                    () -> "fail at " + failAt + ": " + balances + " instead of " + acknowledged + " or " + unanswered);
            if (engine.snapshot().objects().containsKey(VIEW)) {
                checkView(engine, failAt);
                // The view's operators must have come back too, not only its rows.
                for (long branch = 0; branch < 3; branch++) {
                    Bank.write(engine, TABLE, Bank.row(100 + branch, branch, 1, 1));
                }
                checkView(engine, failAt);
            }
        } finally {
            engine.abandon();
        }
    }

    private static void checkView(Engine engine, long failAt) {
        assertEquals(
                Bank.pairs(engine, Bank.countPlan(TABLE)), Bank.pairs(engine, Bank.scanCounts(VIEW)),
                "fail at " + failAt);
    }

    private static TreeMap<Long, Long> balances(Engine engine) {
        Plan plan = new Plan.Scan(
                "balances", TABLE, List.of(0, 2), Bank.ACCOUNT.select(List.of(0, 2)));
        return Bank.pairs(engine, plan);
    }
}

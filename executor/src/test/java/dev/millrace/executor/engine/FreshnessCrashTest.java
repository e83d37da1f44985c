package dev.millrace.executor.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.storage.CommitLog;
import dev.millrace.storage.MemoryStateStore;
import dev.millrace.storage.SimulatedDisk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A seeded life of a table with a view that changes its freshness all the time, ended at every single write: after
 * recovery the view shows the table as it was at some moment, and none before the last that it has shown already; and
 * when it takes in what waits, it is its twin that never waited.
 */
class FreshnessCrashTest {

    private static final int TURNS = 24;
    private static final long TABLE = 1;
    private static final long TWIN = 2;
    private static final long SLOW = 3;
    private static final List<Freshness> PACES = List.of(
            Freshness.REAL_TIME, Freshness.ON_DEMAND, Freshness.of("1 s"), Freshness.of("5 s"));

    private final AtomicLong clock = new AtomicLong();
    private SimulatedDisk disk;
    private MemoryStateStore state;
    private TreeMap<Long, Long> accounts;
    /** What the table was counted after each transaction; the last one may not have been acknowledged. */
    private List<String> history;
    /** The first of these that the slow view may show. */
    private int shown;

    @Test
    void powerIsLostAtEveryWrite() throws Exception {
        for (int seed = 1; seed <= 4; seed++) {
            long writes = live(new Random(seed), Long.MAX_VALUE);
            for (long n = 0; n <= writes; n++) {
                live(new Random(seed), n);
            }
        }
    }

    private long live(Random random, long powerUntil) throws Exception {
        accounts = new TreeMap<>();
        history = new ArrayList<>(List.of("{}"));
        shown = 0;
        clock.set(0);
        disk = new SimulatedDisk();
        state = new MemoryStateStore();
        disk.createDirectories(Lives.LOG);
        long before = disk.operations();
        disk.losePowerAfter(powerUntil);
        Engine engine = null;
        try {
            engine = open();
            run(engine, random);
        } catch (IOException | ExecutionException | TimeoutException e) {
            // The death that was ordered.
        } finally {
            if (engine != null) {
                engine.abandon();
            }
        }
        long writes = disk.operations() - before;
        disk.crash(powerUntil);
        state = state.reopen();
        check("power until write " + powerUntil);
        return writes;
    }

    private Engine open() throws IOException {
        CommitLog log = CommitLog.open(disk, Lives.LOG, CommitLog.Options.SIMULATION);
        EngineConfig config = EngineConfig.DEFAULT.withShards(1).withWallClock(clock::get);
        return Engine.open(config, new Durables(log, state, () -> {}));
    }

    private void run(Engine engine, Random random) throws Exception {
        Bank.create(engine, Bank.table(TABLE));
        Bank.create(engine, Bank.countView(TWIN, TABLE));
        Bank.create(engine, Lives.withFreshness(Bank.countView(SLOW, TABLE), Freshness.ON_DEMAND, false));
        for (int turn = 0; turn < TURNS; turn++) {
            switch (random.nextInt(8)) {
                case 0 -> engine.checkpoint().get(20, TimeUnit.SECONDS);
                case 1 -> engine.refresh(Set.of(SLOW)).get(20, TimeUnit.SECONDS);
                case 2 -> Bank.create(
                        engine,
                        Lives.withFreshness(
                                Bank.countView(SLOW, TABLE), PACES.get(random.nextInt(PACES.size())),
                                random.nextInt(3) == 0));
                case 3 -> clock.addAndGet(random.nextInt(3_000_000));
                default -> write(engine, random);
            }
            String now = counts(engine, SLOW);
            while (!history.get(shown).equals(now)) {
                shown++;
            }
        }
    }

    private void write(Engine engine, Random random) throws Exception {
        BatchBuilder delta = new BatchBuilder(Bank.ACCOUNT);
        for (int i = 0; i < 3; i++) {
            long id = random.nextInt(6);
            Long branch = accounts.remove(id);
            if (branch != null) {
                Bank.append(delta, id, branch, 0, -1);
            }
            if (branch == null || random.nextBoolean()) {
                long other = random.nextInt(3);
                Bank.append(delta, id, other, 0, 1);
                accounts.put(id, other);
            }
        }
        TreeMap<Long, Long> counted = new TreeMap<>();
        accounts.values().forEach(branch -> counted.merge(branch, 1L, Long::sum));
        history.add(counted.toString());
        Bank.write(engine, TABLE, delta.build());
    }

    private void check(String when) throws Exception {
        Engine engine = open();
        try {
            if (!engine.snapshot().objects().containsKey(SLOW)) {
                assertEquals(1, history.size(), when);
                return;
            }
            String now = counts(engine, SLOW);
            assertTrue(
                    history.subList(shown, history.size()).contains(now),
                    () -> when + ": " + now + " is none of " + history + " from " + shown + " on");
            Bank.create(engine, Lives.withFreshness(Bank.countView(SLOW, TABLE), Freshness.ON_DEMAND, false));
            if (history.size() % 2 == 0) {
                engine.refresh(Set.of(SLOW)).get(20, TimeUnit.SECONDS);
                assertEquals(counts(engine, TWIN), counts(engine, SLOW), when);
            }
            // The view's operators must have come back too, not only its rows.
            for (long branch = 0; branch < 3; branch++) {
                Bank.write(engine, TABLE, Bank.row(100 + branch, branch, 1, 1));
            }
            engine.refresh(Set.of(SLOW)).get(20, TimeUnit.SECONDS);
            assertEquals(counts(engine, TWIN), counts(engine, SLOW), when);
            assertEquals(Bank.pairs(engine, Bank.countPlan(TABLE)).toString(), counts(engine, SLOW), when);
        } finally {
            engine.abandon();
        }
    }

    private static String counts(Engine engine, long view) {
        return Bank.pairs(engine, Bank.scanCounts(view)).toString();
    }
}

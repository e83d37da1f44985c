package dev.millrace.executor.engine;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.storage.CommitLog;
import dev.millrace.storage.MemoryStateStore;
import dev.millrace.storage.SimulatedDisk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Views that follow later than at once: when they move, what it costs, and that their state goes through anything. */
class FreshnessTest {

    private static final long TABLE = 1;
    private static final long TWIN = 2;
    private static final long SLOW = 5;
    private static final long ABOVE = 6;
    private static final long STREAM = 3;
    private static final long SECOND = 1_000_000;

    private SimulatedDisk disk;
    private MemoryStateStore state;
    private Engine engine;

    @BeforeEach
    void begin() throws Exception {
        disk = new SimulatedDisk();
        state = new MemoryStateStore();
        disk.createDirectories(Lives.LOG);
        engine = open(EngineConfig.DEFAULT);
        setClock(0);
        Bank.create(engine, Bank.table(TABLE));
        Bank.create(engine, Bank.countView(TWIN, TABLE));
    }

    @AfterEach
    void end() throws Exception {
        engine.abandon();
    }

    @Test
    void changesShowWhenTheOldestIsAsOldAsItMayBe() throws Exception {
        createSlow(Freshness.of("10 s"));
        setClock(SECOND);
        Bank.write(engine, TABLE, Bank.row(1, 10, 0, 1));
        setClock(10 * SECOND);
        Bank.write(engine, TABLE, Bank.row(2, 10, 0, 1));
        assertEquals("{}", counts(SLOW));
        setClock(11 * SECOND);
        assertEquals("{10=2}", counts(SLOW));
        Bank.write(engine, TABLE, Bank.row(3, 10, 0, 1));
        setClock(20 * SECOND);
        assertEquals("{10=2}", counts(SLOW));
        assertEquals(9 * SECOND, engine.status().views().get(SLOW).lagMicros(20 * SECOND));
        setClock(21 * SECOND);
        assertEquals("{10=3}", counts(SLOW));
        assertEquals(0, engine.status().views().get(SLOW).lagMicros(21 * SECOND));
    }

    @Test
    void aKeyThatChangesOftenCostsOneChange() throws Exception {
        createSlow(Freshness.ON_DEMAND);
        Bank.write(engine, TABLE, Bank.row(1, 10, 0, 1));
        refresh(SLOW);
        for (int i = 0; i < 1000; i++) {
            BatchBuilder change = new BatchBuilder(Bank.ACCOUNT);
            Bank.append(change, 1, 10 + i % 7, i, -1);
            Bank.append(change, 1, 10 + (i + 1) % 7, i + 1, 1);
            Bank.write(engine, TABLE, change.build());
            if (i == 500) {
                engine.checkpoint().join();
            }
        }
        ViewStatus before = engine.status().views().get(SLOW);
        refresh(SLOW);
        ViewStatus after = engine.status().views().get(SLOW);
        assertEquals(2000, after.changesIn() - 1);
        assertEquals(2, after.changesTaken() - before.changesTaken());
        assertEquals(2, after.changesOut() - before.changesOut());
        assertEquals(counts(TWIN), counts(SLOW));
    }

    @Test
    void whatWasNotStoredYetSurvivesTheKill() throws Exception {
        createSlow(Freshness.ON_DEMAND);
        Bank.write(engine, TABLE, Bank.row(1, 10, 0, 1));
        engine.checkpoint().join();
        Bank.write(engine, TABLE, Bank.row(2, 20, 0, 1));
        reopen();
        assertEquals("{}", counts(SLOW));
        Bank.write(engine, TABLE, Bank.row(3, 20, 0, 1));
        refresh(SLOW);
        assertEquals("{10=1, 20=2}", counts(SLOW));
        reopen();
        assertEquals("{10=1, 20=2}", counts(SLOW));
        refresh(SLOW);
        assertEquals("{10=1, 20=2}", counts(SLOW));
    }

    @Test
    void anotherFreshnessKeepsTheStateAndWhatWaits() throws Exception {
        createSlow(Freshness.ON_DEMAND);
        Bank.write(engine, TABLE, Bank.row(1, 10, 0, 1));
        alter(Freshness.REAL_TIME, false);
        assertEquals("{10=1}", counts(SLOW));
        Bank.write(engine, TABLE, Bank.row(2, 10, 0, 1));
        assertEquals("{10=2}", counts(SLOW));
        alter(Freshness.REAL_TIME, true);
        Bank.write(engine, TABLE, Bank.row(1, 10, 0, -1));
        setClock(100 * SECOND);
        assertEquals("{10=2}", counts(SLOW));
        assertTrue(engine.status().views().get(SLOW).isSuspended());
        alter(Freshness.of("1 min"), false);
        assertEquals("{10=1}", counts(SLOW), "what waits is older than a minute");
    }

    @Test
    void whatWaitedBelowIsAsOldAboveIt() throws Exception {
        createSlow(Freshness.of("10 s"));
        createAbove(Freshness.of("10 s"));
        Bank.write(engine, TABLE, Bank.row(1, 10, 0, 1));
        setClock(9 * SECOND);
        assertEquals(9 * SECOND, engine.status().views().get(ABOVE).lagMicros(9 * SECOND));
        assertEquals("{}", counts(ABOVE));
        setClock(10 * SECOND);
        assertEquals("{1=1}", counts(ABOVE), "one branch of one account");
    }

    @Test
    void aRefreshComesThroughWhatLiesBelow() throws Exception {
        createSlow(Freshness.ON_DEMAND);
        createAbove(Freshness.ON_DEMAND);
        Bank.write(engine, TABLE, Bank.row(1, 10, 0, 1));
        refresh(ABOVE);
        assertEquals("{1=1}", counts(ABOVE));
        alter(Freshness.ON_DEMAND, true);
        Bank.write(engine, TABLE, Bank.row(2, 10, 0, 1));
        refresh(ABOVE);
        assertEquals("{1=1}", counts(ABOVE), "the suspended view below stays as it is, and holds up nobody");
    }

    @Test
    void moreThanOneSliceIsStillOneStep() throws Exception {
        engine.abandon();
        engine = open(EngineConfig.DEFAULT.withStateBytes(1 << 20));
        createSlow(Freshness.ON_DEMAND);
        Bank.write(engine, TABLE, accounts(0, 160_000, 0, 1));
        engine.checkpoint().join();
        refresh(SLOW);
        assertEquals(counts(TWIN), counts(SLOW));
        // Every account moves on by one branch; those of the last third go.
        Bank.write(engine, TABLE, accounts(0, 160_000, 0, -1));
        engine.checkpoint().join();
        Bank.write(engine, TABLE, accounts(0, 110_000, 1, 1));
        reopen();
        refresh(SLOW);
        assertEquals(270_000, engine.status().views().get(SLOW).changesTaken());
        assertEquals(counts(TWIN), counts(SLOW));
    }

    @Test
    void whatOnlyGrowsWaitsAsItCame() throws Exception {
        Bank.create(engine, new ObjectDefinition(
                STREAM, new ObjectDefinition.Stream(Bank.ACCOUNT, Long.MAX_VALUE), new byte[0]));
        Plan scan = new Plan.Scan("stream", STREAM, List.of(0, 1, 2), Bank.ACCOUNT, true);
        Bank.create(engine, new ObjectDefinition(
                SLOW,
                new ObjectDefinition.View(
                        Bank.countPlan(scan), Bank.COUNT, List.of(0), "UTC", Freshness.ON_DEMAND),
                new byte[0]));
        Bank.write(engine, STREAM, accounts(0, 10_000, 0, 1));
        Bank.write(engine, STREAM, accounts(0, 10, 0, 1));
        engine.checkpoint().join();
        Bank.write(engine, STREAM, accounts(0, 10, 1, 1));
        reopen();
        Bank.write(engine, STREAM, accounts(0, 10, 0, 1));
        assertEquals("{}", counts(SLOW));
        refresh(SLOW);
        assertEquals("{0=2006, 1=2006, 2=2006, 3=2006, 4=2006}", counts(SLOW));
        Bank.write(engine, STREAM, accounts(0, 1, 0, 1));
        reopen();
        refresh(SLOW);
        assertEquals("{0=2007, 1=2006, 2=2006, 3=2006, 4=2006}", counts(SLOW));
    }

    @Test
    void freshnessIsWrittenAsItIsRead() {
        for (String text : List.of("real-time", "on demand", "250 ms", "1 s", "90 s", "1 min", "2 h", "7 d")) {
            assertEquals(text, Freshness.of(text).toString());
        }
        assertEquals("1 min", Freshness.of(" 60 Seconds ").toString());
        for (String text : List.of("", "often", "0 s", "-1 s", "5", "1 month", "1.5 s", "999999999999 d")) {
            assertEquals("22023", assertThrows(SqlException.class, () -> Freshness.of(text)).sqlState());
        }
    }

    // ---- the database -----------------------------------------------------------------------------------------------

    private Engine open(EngineConfig config) throws Exception {
        CommitLog log = CommitLog.open(disk, Lives.LOG, CommitLog.Options.SIMULATION);
        return Engine.open(config.withShards(1), new Durables(log, state, () -> {}));
    }

    private void reopen() throws Exception {
        engine.abandon();
        disk.crash(1);
        state = state.reopen();
        engine = open(EngineConfig.DEFAULT);
    }

    private void refresh(long view) throws Exception {
        engine.refresh(Set.of(view)).get(60, TimeUnit.SECONDS);
    }

    private void setClock(long micros) throws Exception {
        engine.setClock(micros).get(20, TimeUnit.SECONDS);
    }

    private void createSlow(Freshness freshness) throws Exception {
        Bank.create(engine, Lives.withFreshness(Bank.countView(SLOW, TABLE), freshness, false));
    }

    private void alter(Freshness freshness, boolean suspends) throws Exception {
        Bank.create(engine, Lives.withFreshness(Bank.countView(SLOW, TABLE), freshness, suspends));
    }

    /** How many branches have how many accounts. */
    private void createAbove(Freshness freshness) throws Exception {
        Plan plan = Bank.countPlan(new Plan.Scan("branches", SLOW, List.of(1, 1, 1), Bank.ACCOUNT));
        ObjectDefinition above = new ObjectDefinition(
                ABOVE,
                new ObjectDefinition.View(plan, Bank.COUNT, List.of(0), "UTC", freshness),
                new byte[0]);
        Bank.create(engine, above);
    }

    private static DeltaBatch accounts(int from, int to, int move, long weight) {
        BatchBuilder builder = new BatchBuilder(Bank.ACCOUNT);
        for (int id = from; id < to; id++) {
            Bank.append(builder, id, (id + move) % 5, 0, weight);
        }
        return builder.build();
    }

    private String counts(long view) {
        TreeMap<Long, Long> pairs = Bank.pairs(engine, Bank.scanCounts(view));
        return pairs.toString();
    }
}

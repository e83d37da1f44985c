package dev.millrace.executor.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Work over much more than its memory: the same answers, by way of storage, or a refusal that disturbs nobody. */
class SpillTest {

    private static final int ACCOUNTS = 40_000;
    private static final int BRANCHES = 13_000;
    private static final long WORK_BYTES = 1 << 20;

    @TempDir
    private Path directory;

    @Test
    void queriesAndBackfillsGoThroughStorageAndGiveTheSameAnswers() throws Exception {
        long table;
        long view;
        TreeMap<Long, Long> expected = new TreeMap<>();
        try (Engine engine = open()) {
            table = createTable(engine);
            load(engine, table, expected);
            assertEquals(expected, Bank.pairs(engine, Bank.countPlan(table)));
            view = engine.nextObjectId();
            Bank.create(engine, Bank.countView(view, table));
            assertEquals(expected, Bank.pairs(engine, Bank.scanCounts(view)));
            // Killed before any checkpoint knows of the view: it is built again, not taken from what was spilled.
            Bank.write(engine, table, Bank.row(1, branch(1), balance(1), -1));
            expected.merge(branch(1), -1L, Long::sum);
            engine.abandon();
        }
        try (Engine engine = open()) {
            assertEquals(expected, Bank.pairs(engine, Bank.scanCounts(view)));
            engine.checkpoint().join();
            Bank.write(engine, table, Bank.row(2, branch(2), balance(2), -1));
            expected.merge(branch(2), -1L, Long::sum);
            assertEquals(expected, Bank.pairs(engine, Bank.scanCounts(view)));
        }
        try (Engine engine = open()) {
            assertEquals(expected, Bank.pairs(engine, Bank.scanCounts(view)));
            assertEquals(expected, Bank.pairs(engine, Bank.countPlan(table)));
        }
    }

    @Test
    void aLongAnswerComesInOrder() throws Exception {
        try (Engine engine = open()) {
            long table = createTable(engine);
            load(engine, table, new TreeMap<>());
            Plan plan = Bank.scan(table);
            QueryPlan query = new QueryPlan(
                    plan, List.of(new SortKey(2, true, false)), null, null, plan.schema(), List.of(), List.of());
            long rows = 0;
            long last = Long.MAX_VALUE;
            try (Transaction transaction = engine.begin();
                    QueryRun run = engine.query(query, ZoneOffset.UTC, transaction, Cancellation.NONE)) {
                for (DeltaBatch batch = run.next(); batch != null; batch = run.next()) {
                    for (int row = 0; row < batch.size(); row++) {
                        long balance = batch.words(2).value(row);
                        assertEquals(true, balance <= last, "order");
                        last = balance;
                        rows++;
                    }
                }
            }
            assertEquals(ACCOUNTS, rows);
        }
    }

    @Test
    void aTransactionOfMoreThanItsMemoryIsRefusedAndTheOthersGoOn() throws Exception {
        try (Engine engine = open()) {
            long table = createTable(engine);
            try (Transaction transaction = engine.begin()) {
                SqlException refused = assertThrows(SqlException.class, () -> {
                    for (long id = 0; id < ACCOUNTS; id += 1000) {
                        transaction.write(table, accounts(id, id + 1000));
                    }
                });
                assertEquals("53200", refused.sqlState());
                Bank.write(engine, table, accounts(0, 100));
            }
            assertEquals(100, Bank.pairs(engine, Bank.scan(table)).size());
        }
    }

    private Engine open() throws IOException {
        return Engine.open(
                EngineConfig.DEFAULT.withShards(2).withWorkBytes(WORK_BYTES).withStateBytes(WORK_BYTES),
                Durables.open(directory));
    }

    private static long createTable(Engine engine) throws Exception {
        long id = engine.nextObjectId();
        Bank.create(engine, Bank.table(id));
        return id;
    }

    private static void load(Engine engine, long table, TreeMap<Long, Long> counts) throws Exception {
        for (long id = 0; id < ACCOUNTS; id += 2000) {
            Bank.write(engine, table, accounts(id, id + 2000));
        }
        for (long id = 0; id < ACCOUNTS; id++) {
            counts.merge(branch(id), 1L, Long::sum);
        }
    }

    private static DeltaBatch accounts(long from, long to) {
        BatchBuilder builder = new BatchBuilder(Bank.ACCOUNT);
        for (long id = from; id < to; id++) {
            Bank.append(builder, id, branch(id), balance(id), 1);
        }
        return builder.build();
    }

    private static long branch(long id) {
        return id * 7919 % BRANCHES;
    }

    private static long balance(long id) {
        return id * 104_729 % 1_000_003;
    }
}

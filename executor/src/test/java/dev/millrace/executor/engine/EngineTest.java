package dev.millrace.executor.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The engine on a real directory: what was committed is there, in tables and views, before and after a restart. */
class EngineTest {

    @TempDir
    private Path directory;

    @Test
    void aViewFollowsItsTableThroughRestarts() throws Exception {
        long table;
        long view;
        try (Engine engine = open()) {
            table = createTable(engine);
            Bank.write(engine, table, Bank.row(1, 10, 100, 1));
            view = createCountView(engine, table);
            Bank.write(engine, table, Bank.row(2, 10, 50, 1));
            Bank.write(engine, table, Bank.row(3, 20, 7, 1));
            assertEquals("{10=2, 20=1}", counts(engine, view));
        }
        try (Engine engine = open()) {
            assertEquals("{10=2, 20=1}", counts(engine, view));
            Bank.write(engine, table, Bank.row(4, 20, 1, 1));
            assertEquals("{10=2, 20=2}", counts(engine, view));
            Bank.write(engine, table, Bank.row(1, 10, 100, -1));
            Bank.write(engine, table, Bank.row(2, 10, 50, -1));
            assertEquals("{20=2}", counts(engine, view));
        }
    }

    @Test
    void aViewThatCannotBeMadeIsRefusedAndNothingElse() throws Exception {
        try (Engine engine = open()) {
            long table = createTable(engine);
            Expr unknown = new Expr.Call("no_such_function()", List.of(), SqlType.BOOLEAN);
            Plan plan = Bank.countPlan(new Plan.Filter("filter", Bank.scan(table), unknown));
            ObjectDefinition view = new ObjectDefinition(
                    engine.nextObjectId(),
                    new ObjectDefinition.View(plan, Bank.COUNT, List.of(0), "UTC", Freshness.REAL_TIME),
                    new byte[0]);
            assertThrows(ExecutionException.class, () -> Bank.create(engine, view));
            Bank.write(engine, table, Bank.row(1, 10, 100, 1));
        }
        open().close();
    }

    @Test
    void aWriteThatIsCancelledIsTakenBackWhole() throws Exception {
        try (Engine engine = open()) {
            long table = createTable(engine);
            try (Transaction transaction = engine.begin()) {
                transaction.write(table, Bank.row(1, 1, 1, 1));
                Transaction.Mark mark = transaction.mark();
                Cancellation cancellation = new Cancellation();
                cancellation.cancelByUser();
                DeltaBatch row = Bank.row(2, 1, 1, 1);
                SqlException cancelled =
                        assertThrows(SqlException.class, () -> transaction.write(table, row, cancellation));
                assertEquals("57014", cancelled.sqlState());
                transaction.rollbackTo(mark);
                assertTrue(transaction.exists(table, Bank.row(1, 1, 1, 1), 0));
                assertFalse(transaction.exists(table, row, 0));
            }
        }
    }

    @Test
    void whatWasReadMustStillBeTrueAtCommit() throws Exception {
        try (Engine engine = open()) {
            long table = createTable(engine);
            try (Transaction first = engine.begin(); Transaction second = engine.begin()) {
                DeltaBatch row = Bank.row(1, 1, 1, 1);
                assertFalse(first.exists(table, row, 0));
                assertFalse(second.exists(table, row, 0));
                first.write(table, row);
                second.write(table, row);
                assertNotNull(Bank.commit(engine, first));
                ExecutionException refused = assertThrows(ExecutionException.class, () -> Bank.commit(engine, second));
                assertEquals("40001", ((SqlException) refused.getCause()).sqlState());
            }
        }
    }

    @Test
    void aTransactionSeesItsOwnWritesInViews() throws Exception {
        try (Engine engine = open()) {
            long table = createTable(engine);
            long view = createCountView(engine, table);
            Bank.write(engine, table, Bank.row(1, 10, 100, 1));
            try (Transaction transaction = engine.begin()) {
                transaction.write(table, Bank.row(2, 10, 5, 1));
                transaction.write(table, Bank.row(3, 20, 5, 1));
                assertEquals("{10=2, 20=1}", Bank.pairs(engine, transaction, Bank.scanCounts(view)).toString());
            }
            assertEquals("{10=1}", counts(engine, view));
        }
    }

    @Test
    void aSubscriptionBeginsWithTheContentAndGoesOn() throws Exception {
        try (Engine engine = open()) {
            long table = createTable(engine);
            Bank.write(engine, table, Bank.row(1, 10, 100, 1));
            try (Subscription subscription =
                    engine.subscribe(
                            Bank.query(Bank.scan(table)), ZoneOffset.UTC, new Subscription.Beginning(true, null))) {
                assertEquals(1, nextRows(subscription).size());
                Bank.write(engine, table, Bank.row(2, 10, 50, 1));
                assertEquals(1, nextRows(subscription).weight(0));
                Bank.write(engine, table, Bank.row(2, 10, 50, -1));
                assertEquals(-1, nextRows(subscription).weight(0));
            }
        }
    }

    @Test
    void committersInTheEnginesPlaceLoseNothing() throws Exception {
        long table;
        long view;
        try (Engine engine = open()) {
            table = createTable(engine);
            view = createCountView(engine, table);
            List<Thread> committers = new ArrayList<>();
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 4; i++) {
                int first = 100 * i;
                boolean isHere = i % 2 == 0;
                committers.add(Thread.ofPlatform().start(() -> {
                    try {
                        for (int id = first; id < first + 100; id++) {
                            try (Transaction transaction = engine.begin()) {
                                transaction.write(table, Bank.row(id, 10, 1, 1));
                                (isHere ? engine.commitHere(transaction) : engine.commit(transaction)).get();
                            }
                        }
                    } catch (InterruptedException | ExecutionException | RuntimeException e) {
                        failures.add(e);
                    }
                }));
            }
            for (Thread committer : committers) {
                committer.join();
            }
            assertEquals(List.of(), failures);
            assertEquals("{10=400}", counts(engine, view));
        }
        try (Engine engine = open()) {
            assertEquals("{10=400}", counts(engine, view));
        }
    }

    @Test
    void aLongReplayMakesCheckpointsOnItsWay() throws Exception {
        long table;
        long view;
        try (Engine engine = open()) {
            table = createTable(engine);
            view = createCountView(engine, table);
            for (int id = 0; id < 50; id++) {
                Bank.write(engine, table, Bank.row(id, 10, 1, 1));
            }
            engine.abandon();
        }
        try (Engine engine = Engine.open(EngineConfig.DEFAULT.withCheckpointBytes(100), Durables.open(directory))) {
            assertEquals("{10=50}", counts(engine, view));
            engine.abandon();
        }
        try (Durables durables = Durables.open(directory)) {
            assertTrue(durables.state().checkpointEpoch() > 0);
        }
    }

    private static DeltaBatch nextRows(Subscription subscription) throws InterruptedException {
        while (true) {
            Subscription.Message message = subscription.next(Duration.ofSeconds(20));
            assertNotNull(message);
            if (!message.delta().isEmpty()) {
                return message.delta();
            }
        }
    }

    private Engine open() throws IOException {
        return Engine.open(EngineConfig.DEFAULT, Durables.open(directory));
    }

    private static long createTable(Engine engine) throws Exception {
        long id = engine.nextObjectId();
        Bank.create(engine, Bank.table(id));
        return id;
    }

    private static long createCountView(Engine engine, long table) throws Exception {
        long id = engine.nextObjectId();
        Bank.create(engine, Bank.countView(id, table));
        return id;
    }

    private static String counts(Engine engine, long view) {
        return Bank.pairs(engine, Bank.scanCounts(view)).toString();
    }
}

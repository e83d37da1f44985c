package dev.millrace.executor.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Distribution;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** The engine on a real directory: what was committed is there, in tables and views, before and after a restart. */
class EngineTest {

    private static final Schema ACCOUNT = Schema.of(
            new Schema.Field("id", SqlType.BIGINT, false),
            new Schema.Field("branch", SqlType.BIGINT, false),
            new Schema.Field("balance", SqlType.BIGINT, false));
    private static final Schema TOTAL = Schema.of(
            new Schema.Field("branch", SqlType.BIGINT, false), new Schema.Field("n", SqlType.BIGINT, false));

    @TempDir
    private Path directory;

    @Test
    void aViewFollowsItsTableThroughRestarts() throws Exception {
        long table;
        long view;
        try (Engine engine = open()) {
            table = createTable(engine);
            insert(engine, table, 1, 10, 100);
            view = createView(engine, table);
            insert(engine, table, 2, 10, 50);
            insert(engine, table, 3, 20, 7);
            assertEquals("{10=2, 20=1}", counts(engine, view).toString());
        }
        try (Engine engine = open()) {
            assertEquals("{10=2, 20=1}", counts(engine, view).toString());
            insert(engine, table, 4, 20, 1);
            assertEquals("{10=2, 20=2}", counts(engine, view).toString());
            remove(engine, table, 1, 10, 100);
            remove(engine, table, 2, 10, 50);
            assertEquals("{20=2}", counts(engine, view).toString());
        }
    }

    @Test
    void whatWasReadMustStillBeTrueAtCommit() throws Exception {
        try (Engine engine = open()) {
            long table = createTable(engine);
            try (Transaction first = engine.begin(); Transaction second = engine.begin()) {
                DeltaBatch row = row(1, 1, 1, 1);
                assertEquals(false, first.exists(table, row, 0));
                assertEquals(false, second.exists(table, row, 0));
                first.write(table, row);
                second.write(table, row);
                assertNotNull(commit(engine, first));
                ExecutionException refused = assertThrows(ExecutionException.class, () -> commit(engine, second));
                assertEquals("40001", ((SqlException) refused.getCause()).sqlState());
            }
        }
    }

    @Test
    void aSubscriptionBeginsWithTheContentAndGoesOn() throws Exception {
        try (Engine engine = open()) {
            long table = createTable(engine);
            insert(engine, table, 1, 10, 100);
            try (Subscription subscription = engine.subscribe(query(scan(table)), ZoneOffset.UTC, true)) {
                assertEquals(1, nextRows(subscription).size());
                insert(engine, table, 2, 10, 50);
                assertEquals(1, nextRows(subscription).weight(0));
                remove(engine, table, 2, 10, 50);
                assertEquals(-1, nextRows(subscription).weight(0));
            }
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
        create(engine, new ObjectDefinition(id, new ObjectDefinition.Table(ACCOUNT, List.of(0)), new byte[0]));
        return id;
    }

    private static long createView(Engine engine, long table) throws Exception {
        Plan plan = new Plan.Aggregate(
                "count", new Plan.Exchange("exchange", scan(table), new Distribution.Hash(List.of(1))),
                List.of(1),
                List.of(new AggregateCall("count()", List.of(), false, -1, List.of(), SqlType.BIGINT)), TOTAL);
        long id = engine.nextObjectId();
        create(engine, new ObjectDefinition(id, new ObjectDefinition.View(plan, TOTAL, List.of(0), "UTC"), new byte[0]));
        return id;
    }

    private static Plan scan(long table) {
        return new Plan.Scan("scan" + table, table, List.of(0, 1, 2), ACCOUNT);
    }

    private static void create(Engine engine, ObjectDefinition object) throws Exception {
        try (Transaction transaction = engine.begin()) {
            transaction.create(object);
            commit(engine, transaction);
        }
    }

    private static DeltaBatch row(long id, long branch, long balance, long weight) {
        BatchBuilder builder = new BatchBuilder(ACCOUNT);
        builder.column(0).appendWord(id);
        builder.column(1).appendWord(branch);
        builder.column(2).appendWord(balance);
        builder.endRow(weight);
        return builder.build();
    }

    private static void insert(Engine engine, long table, long id, long branch, long balance) throws Exception {
        write(engine, table, row(id, branch, balance, 1));
    }

    private static void remove(Engine engine, long table, long id, long branch, long balance) throws Exception {
        write(engine, table, row(id, branch, balance, -1));
    }

    private static void write(Engine engine, long table, DeltaBatch delta) throws Exception {
        try (Transaction transaction = engine.begin()) {
            transaction.write(table, delta);
            commit(engine, transaction);
        }
    }

    private static Committed commit(Engine engine, Transaction transaction) throws Exception {
        return engine.commit(transaction).get(20, TimeUnit.SECONDS);
    }

    private static QueryPlan query(Plan plan) {
        return new QueryPlan(plan, List.of(), null, null, plan.schema(), List.of(), List.of());
    }

    private static TreeMap<Long, Long> counts(Engine engine, long view) {
        TreeMap<Long, Long> counts = new TreeMap<>();
        Plan scan = new Plan.Scan("scan" + view, view, List.of(0, 1), TOTAL);
        try (Transaction transaction = engine.begin();
                QueryRun run = engine.query(query(scan), ZoneOffset.UTC, transaction, Cancellation.NONE)) {
            for (DeltaBatch batch = run.next(); batch != null; batch = run.next()) {
                for (int row = 0; row < batch.size(); row++) {
                    counts.put(batch.words(0).value(row), batch.words(1).value(row));
                }
            }
        }
        return counts;
    }
}

package dev.millrace.executor.engine;

import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Distribution;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

/** A small database for tests of the engine: accounts, and a view that counts them by branch. */
final class Bank {

    static final Schema ACCOUNT = Schema.of(
            new Schema.Field("id", SqlType.BIGINT, false),
            new Schema.Field("branch", SqlType.BIGINT, false),
            new Schema.Field("balance", SqlType.BIGINT, false));
    static final Schema COUNT = Schema.of(
            new Schema.Field("branch", SqlType.BIGINT, false), new Schema.Field("n", SqlType.BIGINT, false));

    private Bank() {}

    static ObjectDefinition table(long id) {
        return new ObjectDefinition(id, new ObjectDefinition.Table(ACCOUNT, List.of(0)), new byte[0]);
    }

    static ObjectDefinition countView(long id, long table) {
        return new ObjectDefinition(
                id, new ObjectDefinition.View(countPlan(table), COUNT, List.of(0), "UTC", Freshness.REAL_TIME),
                new byte[0]);
    }

    static Plan countPlan(long table) {
        return countPlan(scan(table));
    }

    static Plan countPlan(Plan accounts) {
        Plan dealt = new Plan.Exchange("exchange", accounts, new Distribution.Hash(List.of(1)));
        AggregateCall count = new AggregateCall("count()", List.of(), false, -1, List.of(), SqlType.BIGINT);
        return new Plan.Aggregate("count", dealt, List.of(1), List.of(count), COUNT);
    }

    static Plan scan(long table) {
        return new Plan.Scan("scan" + table, table, List.of(0, 1, 2), ACCOUNT);
    }

    static Plan scanCounts(long view) {
        return new Plan.Scan("scan" + view, view, List.of(0, 1), COUNT);
    }

    static DeltaBatch row(long id, long branch, long balance, long weight) {
        BatchBuilder builder = new BatchBuilder(ACCOUNT);
        append(builder, id, branch, balance, weight);
        return builder.build();
    }

    static void append(BatchBuilder builder, long id, long branch, long balance, long weight) {
        builder.column(0).appendWord(id);
        builder.column(1).appendWord(branch);
        builder.column(2).appendWord(balance);
        builder.endRow(weight);
    }

    static void create(Engine engine, ObjectDefinition object) throws Exception {
        try (Transaction transaction = engine.begin()) {
            transaction.create(object);
            commit(engine, transaction);
        }
    }

    static void write(Engine engine, long table, DeltaBatch delta) throws Exception {
        try (Transaction transaction = engine.begin()) {
            transaction.write(table, delta);
            commit(engine, transaction);
        }
    }

    static Committed commit(Engine engine, Transaction transaction) throws Exception {
        return engine.commit(transaction).get(20, TimeUnit.SECONDS);
    }

    static QueryPlan query(Plan plan) {
        return new QueryPlan(plan, List.of(), null, null, plan.schema(), List.of(), List.of());
    }

    /** First column to second column of a query's rows. */
    static TreeMap<Long, Long> pairs(Engine engine, Plan plan) {
        try (Transaction transaction = engine.begin()) {
            return pairs(engine, transaction, plan);
        }
    }

    static TreeMap<Long, Long> pairs(Engine engine, Transaction transaction, Plan plan) {
        TreeMap<Long, Long> pairs = new TreeMap<>();
        try (QueryRun run = engine.query(query(plan), ZoneOffset.UTC, transaction, Cancellation.NONE)) {
            for (DeltaBatch batch = run.next(); batch != null; batch = run.next()) {
                for (int row = 0; row < batch.size(); row++) {
                    pairs.put(batch.words(0).value(row), batch.words(1).value(row));
                }
            }
        }
        return pairs;
    }
}

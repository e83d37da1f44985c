package dev.millrace.executor.engine;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.millrace.executor.data.Consolidation;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.RowErrors.Failure;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.relation.KeyRange;
import dev.millrace.executor.relation.RelationSnapshot;

/**
 * One running query: the same dataflow that would keep the query as a view, fed with everything there is. A cursor
 * over its
 * rows, in order. One thread at a time.
 */
public final class QueryRun implements AutoCloseable {

    private static final int ROWS_MAX = 1024;
    /** How long a query works before it lets others have its processor. */
    private static final long TURN_NANOS = 5_000_000;

    private final QueryPlan query;
    private final ZoneId zone;
    private final Transaction transaction;
    private final FlowFactory factory;
    private final SystemRelations system;
    private final QueryMemory memory;
    private final Cancellation cancellation;
    private DeltaBatch result;
    private int[] order;
    private int position;
    /** How often the row at {@link #position} was given out already. */
    private long given;
    private long skip;
    private long left;
    private QueryMemory.Charge charge;
    private long stateBytes;
    private long outputBytes;
    private long turnNanos;

    QueryRun(
            QueryPlan query,
            ZoneId zone,
            Transaction transaction,
            FlowFactory factory,
            SystemRelations system,
            QueryMemory memory,
            Cancellation cancellation) {
        this.query = query;
        this.zone = zone;
        this.transaction = transaction;
        this.factory = factory;
        this.system = system;
        this.memory = memory;
        this.cancellation = cancellation;
        skip = bound(query.offset(), 0, SqlState.INVALID_ROW_COUNT_IN_OFFSET, "OFFSET");
        left = bound(query.limit(), Long.MAX_VALUE, SqlState.INVALID_ROW_COUNT_IN_LIMIT, "LIMIT");
    }

    private static long bound(Expr expression, long otherwise, String state, String clause) {
        if (expression == null || expression instanceof Expr.Literal literal && literal.value() == null) {
            return otherwise;
        }
        long value = (Long) ((Expr.Literal) expression).value();
        if (value < 0) {
            throw new SqlException(state, clause + " must not be negative");
        }
        return value;
    }

    /**
     * The next rows: the visible columns, each row as often as it occurs (every weight is 1); null at the end.
     *
     * @throws SqlException when the evaluation fails or is cancelled
     */
    public DeltaBatch next() {
        cancellation.check();
        if (result == null) {
            compute();
        }
        int[] rows = new int[ROWS_MAX];
        int count = 0;
        while (count < ROWS_MAX && left > 0 && position < result.size()) {
            int row = order[position];
            long available = result.weight(row) - given;
            if (skip >= available) {
                skip -= available;
                given = 0;
                position++;
                continue;
            }
            available -= skip;
            given += skip;
            skip = 0;
            while (count < ROWS_MAX && left > 0 && available > 0) {
                rows[count++] = row;
                available--;
                given++;
                left--;
            }
            if (available == 0) {
                given = 0;
                position++;
            }
        }
        if (count == 0) {
            return null;
        }
        DeltaBatch selected = result.project(visible()).select(rows, count);
        return selected.withWeights(DeltaBatch.ones(count));
    }

    private List<Integer> visible() {
        return IntStream.range(0, query.result().size()).boxed().toList();
    }

    private void compute() {
        turnNanos = System.nanoTime();
        try (QueryMemory.Charge own = memory.charge()) {
            charge = own;
            computeCharged();
        }
    }

    private void computeCharged() {
        Plan plan = new OwnWrites(transaction).expand(query.root());
        Snapshot snapshot = transaction.snapshot();
        for (long relation : PlanScans.relations(plan)) {
            snapshot.checkReadable(relation);
        }
        Content.Inputs inputs = Content.of(snapshot, relation -> read(plan, relation), factory, system);
        List<DeltaBatch> outputs = new ArrayList<>();
        Map<Failure, Long> failures = new HashMap<>();
        try (Flow flow = factory.query(plan, zone)) {
            new Content(plan, inputs, cancellation).feed(changes -> {
                DeltaBatch output = flow.step(snapshot.epoch(), snapshot.clockMicros(), changes, this::pause);
                stateBytes = flow.stateBytes();
                if (!output.isEmpty()) {
                    outputs.add(output);
                    outputBytes += output.heapBytes();
                }
            });
            failures.putAll(flow.failures());
        }
        if (!failures.isEmpty()) {
            Failure first = failures.keySet().iterator().next();
            throw new SqlException(first.sqlState(), first.message());
        }
        Schema schema = plan.schema();
        result = new Consolidation(schema).consolidate(DeltaBatch.concat(schema, outputs), () -> pause(0));
        order = new RowOrder(schema, query.order()).sort(result, () -> pause(0));
    }

    private void pause(long bytes) {
        cancellation.check();
        // What has come out is soon there twice, to be consolidated.
        charge.change(stateBytes + 2 * (outputBytes + bytes));
        if (System.nanoTime() - turnNanos > TURN_NANOS) {
            // Virtual threads share the processors only where they wait. To yield is not enough: who yields is queued
            // before those whom somebody else has woken.
            LockSupport.parkNanos(1);
            turnNanos = System.nanoTime();
        }
    }

    /** The relation with own writes, noting what of it the plan can see. */
    private RelationSnapshot read(Plan plan, long relation) {
        RelationSnapshot stored = transaction.relation(relation);
        if (stored != null) {
            KeyRange range = KeyRanges.of(plan, relation, stored.layout());
            transaction.noteRead(relation, range);
        }
        return stored;
    }

    @Override
    public void close() {
        result = null;
        left = 0;
    }
}

package dev.millrace.executor.engine;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.expression.RowErrors.Failure;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.relation.RelationSnapshot;

/**
 * One running query: the same dataflow that would keep the query as a view, fed with everything there is. A cursor
 * over its
 * rows, in order. One thread at a time.
 */
public final class QueryRun implements AutoCloseable {

    private static final int ROWS_MAX = 1024;
    private static final List<ObjectDefinition> NO_INDEXES = List.of();
    /** How long a query works before it lets others have its processor. */
    private static final long TURN_NANOS = 5_000_000;

    private final QueryPlan query;
    private final ZoneId zone;
    private final Transaction transaction;
    private final FlowFactory factory;
    private final SystemRelations system;
    /** What the operators hold for their output while they work; they give up where it is too much. */
    private final QueryMemory.Charge charge;
    private final Cancellation cancellation;
    private final WorkMemory.Lease taken;
    /** Where rows come straight from the inputs: the flow remembers nothing, and there is no order to bring about. */
    private Content content;
    private Snapshot snapshot;
    private Pasts pasts;
    private Flow flow;
    private Scratch scratch;
    private Spill spill;
    private Answer answer;
    private long turnNanos = System.nanoTime();
    private boolean isBegun;
    private boolean isEnded;
    /** Rows to give out next, in {@link #order}. */
    private DeltaBatch rows;
    private int[] order;
    private int position;
    /** How often the row at {@link #position} was given out already. */
    private long given;
    private long skip;
    private long left;

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
        charge = memory.charge();
        this.cancellation = cancellation;
        taken = factory.workspace().memory().lease();
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
        if (!isBegun) {
            isBegun = true;
            begin();
        }
        while (left > 0 && !isEnded) {
            if (rows == null || position >= rows.size()) {
                position = 0;
                given = 0;
                rows = content != null ? streamed() : sorted();
                isEnded = rows == null;
                continue;
            }
            DeltaBatch batch = take();
            if (batch != null) {
                return batch;
            }
        }
        close();
        return null;
    }

    /** More of the rows at hand; null when those left of them are skipped. */
    private DeltaBatch take() {
        int[] numbers = new int[16];
        int count = 0;
        while (count < ROWS_MAX && left > 0 && position < rows.size()) {
            int row = order[position];
            long available = rows.weight(row) - given;
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
                if (count == numbers.length) {
                    numbers = Arrays.copyOf(numbers, count * 4);
                }
                numbers[count++] = row;
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
        return rows.project(visible()).select(numbers, count).withWeights(DeltaBatch.ones(count));
    }

    /** All rows that are still to come, for a statement that works on them; they count as the work's memory. */
    public DeltaBatch all() {
        List<DeltaBatch> batches = new ArrayList<>();
        for (DeltaBatch batch = next(); batch != null; batch = next()) {
            taken.take(batch.heapBytes(), "the rows of a statement");
            batches.add(batch);
        }
        if (batches.size() == 1) {
            return batches.getFirst();
        }
        BatchBuilder all = new BatchBuilder(query.result());
        for (DeltaBatch batch : batches) {
            cancellation.check();
            all.appendAll(batch);
        }
        return all.buildLast();
    }

    private List<Integer> visible() {
        return IntStream.range(0, query.result().size()).boxed().toList();
    }

    private void begin() {
        DeltaBatch constant = query.order().isEmpty() ? ConstantRows.of(query.root()) : null;
        if (constant != null) {
            rows = constant;
            order = RowOrder.asTheyCome(constant.size());
            return;
        }
        Plan plan = new OwnWrites(transaction).expand(query.root());
        snapshot = transaction.snapshot();
        pasts = new Pasts(query.pasts(), transaction, zone, factory, taken, cancellation);
        for (long relation : PlanScans.relations(plan)) {
            snapshot.checkReadable(pasts.relation(relation));
        }
        scratch = new Scratch(factory.workspace());
        flow = factory.query(plan, zone, scratch);
        spill = new Spill(factory.workspace(), flow, null, () -> pause(0));
        content = new Content(
                plan,
                Content.of(snapshot, relation -> read(plan, relation), factory, pasts.beside(system)),
                cancellation);
        // Rows that stay may be given out at once: who wants only some need not wait for all.
        boolean mayEndEarly = left < Long.MAX_VALUE && flow.dataflow().isAppendOnly();
        if (query.order().isEmpty() && (mayEndEarly || flow.dataflow().stateTables().isEmpty())) {
            return;
        }
        answer = new Answer(factory.workspace(), plan.schema(), query.order(), () -> pause(0));
        for (DeltaBatch output = step(); output != null; output = step()) {
            answer.add(output);
        }
        content.close();
        content = null;
        spill.close();
        scratch.end(spill.isUsed());
        checkFailures();
    }

    /** @param bytes that an operator holds for its output so far */
    private void pause(long bytes) {
        cancellation.check();
        charge.change(bytes);
        if (System.nanoTime() - turnNanos > TURN_NANOS) {
            // Virtual threads share the processors only where they wait. To yield is not enough: who yields is queued
            // before those whom somebody else has woken.
            LockSupport.parkNanos(1);
            turnNanos = System.nanoTime();
        }
    }

    /** What the next slice of the inputs leads to; null at the end. */
    private DeltaBatch step() {
        Map<Long, DeltaBatch> slice = content.next();
        if (slice == null && !flow.isHolding()) {
            return null;
        }
        DeltaBatch output = slice == null
                ? flow.step(snapshot.epoch(), transaction.clockMicros(), Map.of(), this::pause)
                : flow.load(snapshot.epoch(), transaction.clockMicros(), slice, this::pause);
        charge.change(0);
        content.produced(output.heapBytes());
        spill.keep();
        return output;
    }

    /** Rows of a flow without memory: what it lets through are rows that are there, and nothing takes them back. */
    private DeltaBatch streamed() {
        DeltaBatch output = step();
        checkFailures();
        order = output == null ? null : RowOrder.asTheyCome(output.size());
        return output;
    }

    private DeltaBatch sorted() {
        Answer.Chunk chunk = answer == null ? null : answer.next();
        order = chunk == null ? null : chunk.order();
        return chunk == null ? null : chunk.rows();
    }

    private void checkFailures() {
        if (!flow.failures().isEmpty()) {
            Failure first = flow.failures().keySet().iterator().next();
            throw first.exception();
        }
    }

    /** The relation with own writes, or the index that finds its rows better, noting what of it the plan can see. */
    private RelationSnapshot read(Plan plan, long relation) {
        if (pasts.has(relation)) {
            return pasts.stored(relation);
        }
        RelationSnapshot stored = transaction.readable(relation);
        if (stored == null) {
            return null;
        }
        if (transaction.isLent(relation)) {
            return stored;
        }
        KeyRanges.Found found = KeyRanges.find(plan, relation, stored.layout());
        long place = relation;
        for (ObjectDefinition index : found.range().isPoint() ? NO_INDEXES : transaction.indexes(relation)) {
            if (((ObjectDefinition.Index) index.body()).entries() != null) {
                continue;
            }
            RelationSnapshot rows = transaction.readable(index.id());
            KeyRanges.Found other = KeyRanges.find(plan, relation, rows.layout());
            // A unique index has every row only for whoever asks for values of all of its columns.
            boolean isComplete =
                    other.range().isPoint() || !((ObjectDefinition.Index) index.body()).isUnique();
            if (isComplete && (other.range().isPoint() || other.columns() > found.columns())) {
                found = other;
                place = index.id();
                stored = rows;
            }
        }
        transaction.noteRead(place, found.range());
        return stored;
    }

    @Override
    public void close() {
        isBegun = true;
        isEnded = true;
        left = 0;
        rows = null;
        if (content != null) {
            content.close();
            content = null;
        }
        if (answer != null) {
            answer.close();
            answer = null;
        }
        if (flow != null) {
            flow.close();
            flow = null;
            spill.close();
            scratch.end(spill.isUsed());
        }
        taken.close();
        charge.close();
    }
}

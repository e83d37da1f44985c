package dev.millrace.server.catalog;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;

import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.engine.Engine;
import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.engine.QueryRun;
import dev.millrace.executor.engine.Transaction;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/**
 * The values of all sequences. They belong to no transaction: one that is rolled back leaves a gap. What is durable is
 * how far values may have been given out; that runs ahead of them, so that not every value waits for the disk, and a
 * crash skips the rest of what was reserved and repeats nothing. Thread-safe.
 */
public final class Sequences {

    /** How many values are reserved at first; more when they are soon used up, for bulk loads. */
    private static final int RESERVED_MIN = 32;
    private static final int RESERVED_MAX = 1 << 16;
    private static final long SOON_NANOS = 1_000_000_000;

    private static final Schema STATE = new Schema(List.of(
            new Schema.Field("last_value", SqlType.BIGINT, false),
            new Schema.Field("is_called", SqlType.BOOLEAN, false)));

    private final Engine engine;
    private final Map<Long, Counter> counters = new ConcurrentHashMap<>();

    /** How far values went: {@code last} was given out, or, when it was not called yet, comes next. */
    public record Position(long last, boolean isCalled) {
        private DeltaBatch row(long weight) {
            BatchBuilder builder = new BatchBuilder(STATE);
            builder.column(0).appendWord(last);
            builder.column(1).appendWord(isCalled ? 1 : 0);
            builder.endRow(weight);
            return builder.build();
        }
    }

    /** One sequence's state; its lock is held while it is used. */
    private static final class Counter {
        private final ReentrantLock lock = new ReentrantLock();
        private Position position;
        /** What the database holds; null while the sequence's creation is not committed. */
        private Position durable;
        private int reserved;
        private int reserve = RESERVED_MIN;
        private long reservedNanos;
    }

    public Sequences(Engine engine) {
        this.engine = engine;
    }

    /** Where a sequence's state is kept. */
    public static ObjectDefinition.Body body() {
        return new ObjectDefinition.Table(STATE, List.of());
    }

    private Counter counter(CatalogObject.Sequence sequence) {
        return counters.computeIfAbsent(sequence.id(), id -> {
            Counter counter = new Counter();
            counter.durable = stored(id);
            counter.position = counter.durable == null ? new Position(sequence.start(), false) : counter.durable;
            return counter;
        });
    }

    /** Null for a sequence whose creation is not committed. */
    private Position stored(long id) {
        try (Transaction transaction = engine.begin()) {
            if (!transaction.snapshot().objects().containsKey(id)) {
                return null;
            }
            Plan scan = new Plan.Scan("sequence", id, List.of(0, 1), STATE);
            QueryPlan plan = new QueryPlan(scan, List.of(), null, null, STATE, List.of(), List.of());
            try (QueryRun run = engine.query(plan, ZoneOffset.UTC, transaction, Cancellation.NONE)) {
                DeltaBatch row = run.all();
                return new Position(
                        ((WordColumn) row.column(0)).value(0),
                        ((WordColumn) row.column(1)).value(0) != 0);
            }
        }
    }

    /**
     * The next values, in order.
     *
     * @throws SqlException 2200H when the sequence has come to its end
     */
    public long[] take(CatalogObject.Sequence sequence, int count) {
        Counter counter = counter(sequence);
        counter.lock.lock();
        try {
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                Position next = new Position(next(sequence, counter.position), true);
                if (counter.reserved == 0 && counter.durable != null) {
                    reserve(sequence, counter, next.last(), count - i);
                }
                counter.reserved = Math.max(counter.reserved - 1, 0);
                counter.position = next;
                values[i] = next.last();
            }
            return values;
        } finally {
            counter.lock.unlock();
        }
    }

    private static long next(CatalogObject.Sequence sequence, Position position) {
        if (!position.isCalled()) {
            return position.last();
        }
        long step = sequence.increment();
        boolean isUp = step > 0;
        boolean isAtEnd = isUp
                ? position.last() > sequence.max() - step || sequence.max() - step > sequence.max()
                : position.last() < sequence.min() - step || sequence.min() - step < sequence.min();
        if (!isAtEnd) {
            return position.last() + step;
        }
        if (sequence.cycles()) {
            return isUp ? sequence.min() : sequence.max();
        }
        throw new SqlException(
                SqlState.SEQUENCE_LIMIT_EXCEEDED,
                "nextval: reached " + (isUp ? "maximum" : "minimum") + " value of sequence \"" + sequence.name()
                        + "\" (" + (isUp ? sequence.max() : sequence.min()) + ")");
    }

    /** Makes durable that values from {@code first} on may be given out. */
    private void reserve(CatalogObject.Sequence sequence, Counter counter, long first, int wanted) {
        boolean isSoon = System.nanoTime() - counter.reservedNanos < SOON_NANOS;
        counter.reserve = isSoon ? Math.min(counter.reserve * 2, RESERVED_MAX) : RESERVED_MIN;
        int steps = Math.clamp(wanted, counter.reserve, RESERVED_MAX);
        long step = sequence.increment();
        long room = step > 0 ? sequence.max() - first : first - sequence.min();
        // Beyond the bounds there is nothing to reserve; a difference that overflows is room enough.
        int ahead = room < 0 ? steps - 1 : (int) Math.min(steps - 1L, room / Math.abs(step));
        store(sequence, counter, new Position(first + ahead * step, true));
        counter.reserved = ahead + 1;
        counter.reservedNanos = System.nanoTime();
    }

    private void store(CatalogObject.Sequence sequence, Counter counter, Position position) {
        if (counter.durable == null || counter.durable.equals(position)) {
            return;
        }
        try (Transaction transaction = engine.begin()) {
            transaction.write(sequence.id(), counter.durable.row(-1));
            transaction.write(sequence.id(), position.row(1));
            engine.commit(transaction).get();
            counter.durable = position;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SqlException(SqlState.QUERY_CANCELED, "canceling statement due to shutdown");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SqlException fault) {
                throw fault;
            }
            throw new IllegalStateException("a sequence cannot be advanced", e.getCause());
        }
    }

    /** Goes on from another place, at once and for all. */
    public void set(CatalogObject.Sequence sequence, Position position) {
        Counter counter = counter(sequence);
        counter.lock.lock();
        try {
            store(sequence, counter, position);
            counter.position = position;
            counter.reserved = 0;
        } finally {
            counter.lock.unlock();
        }
    }

    public Position position(CatalogObject.Sequence sequence) {
        Counter counter = counter(sequence);
        counter.lock.lock();
        try {
            return counter.position;
        } finally {
            counter.lock.unlock();
        }
    }

    // ---- creation ---------------------------------------------------------------------------------------------------

    /** Before the transaction that creates the sequence commits: writes how far it has come in it. */
    public void write(CatalogObject.Sequence sequence, Transaction transaction) {
        transaction.write(sequence.id(), position(sequence).row(1));
    }

    /** The creation is committed, with the position that was written. */
    public void created(CatalogObject.Sequence sequence) {
        Counter counter = counter(sequence);
        counter.lock.lock();
        try {
            counter.durable = counter.position;
            counter.reserved = 0;
        } finally {
            counter.lock.unlock();
        }
    }

    public void forget(CatalogObject.Sequence sequence) {
        counters.remove(sequence.id());
    }

    /** Gives back what is reserved and was not given out: only a crash skips it. */
    public void close(CatalogSnapshot catalog) {
        counters.forEach((id, counter) -> catalog.find(id).ifPresent(object -> {
            counter.lock.lock();
            try {
                store((CatalogObject.Sequence) object, counter, counter.position);
            } finally {
                counter.lock.unlock();
            }
        }));
    }
}

package dev.millrace.executor.connector.generator;

import java.time.Duration;

import dev.millrace.executor.connector.ConnectorStatus;
import dev.millrace.executor.connector.Pause;
import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourceBatch;
import dev.millrace.executor.connector.SourcePosition;
import dev.millrace.executor.data.BatchBuilder;
import dev.millrace.executor.plan.Schema;

/**
 * Reads a {@link RowGenerator} as if it were a log of events: the offset is the event's number. Live reading is held to
 * a rate; reading a range is not.
 */
final class GeneratorSource implements Source {

    /** The one split. */
    static final String SPLIT = "events";

    /** How many rows are made between two looks at the batch's size. */
    private static final int ROWS_BETWEEN_CHECKS = 32;

    private final RowGenerator generator;
    private final BatchBuilder batch;
    private final Pause pause = new Pause();
    /** The event that does not exist any more. */
    private final long endEvent;
    /** Events a second, 0 for as many as asked for. */
    private final long rate;

    private volatile long next;
    private long rateStartNanos;
    private long rateStartEvent = -1;

    GeneratorSource(RowGenerator generator, Schema schema, long endEvent, long rate) {
        this.generator = generator;
        this.endEvent = endEvent;
        this.rate = rate;
        batch = new BatchBuilder(schema);
    }

    @Override
    public SourcePosition initial() {
        return SourcePosition.of(SPLIT, 0);
    }

    /** The end of a bounded stream. An unbounded one exists as far as it was polled. */
    @Override
    public SourcePosition end() {
        return SourcePosition.of(SPLIT, endEvent == Long.MAX_VALUE ? next : endEvent);
    }

    @Override
    public void seek(SourcePosition position) {
        next = position.offset(SPLIT);
        rateStartEvent = -1;
    }

    @Override
    public SourceBatch poll(Duration timeout, int maxBytes) {
        long deadline = System.nanoTime() + timeout.toNanos();
        long from = next;
        long limit = limit();
        boolean isWoken = false;
        if (from >= endEvent) {
            // Nothing will ever come: the caller's thread must not spin.
            pause.await(timeout.toNanos());
            return fill(from, from, maxBytes);
        }
        while (generator.rowAtOrAfter(from) >= limit && limit < endEvent && !isWoken) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            isWoken = pause.await(Math.min(left, nanosUntilDue(generator.rowAtOrAfter(from))));
            limit = limit();
        }
        return fill(from, limit, maxBytes);
    }

    @Override
    public SourceBatch read(SourcePosition from, SourcePosition to, int maxBytes) {
        return fill(from.offset(SPLIT), to.offset(SPLIT), maxBytes);
    }

    private SourceBatch fill(long from, long limit, int maxBytes) {
        long row = generator.rowAtOrAfter(from);
        boolean isFull = false;
        while (row < limit && !isFull) {
            generator.append(row, batch);
            row = generator.rowAtOrAfter(row + 1);
            isFull = batch.size() % ROWS_BETWEEN_CHECKS == 0 && batch.heapBytes() >= maxBytes;
        }
        long to = Math.max(from, Math.min(row, limit));
        next = to;
        return new SourceBatch(
                batch.build(), SourcePosition.of(SPLIT, from), SourcePosition.of(SPLIT, to), 0, null);
    }

    /** The first event that must not be put out yet. */
    private long limit() {
        if (rate == 0) {
            return endEvent;
        }
        if (rateStartEvent < 0) {
            rateStartEvent = next;
            rateStartNanos = System.nanoTime();
        }
        double seconds = (System.nanoTime() - rateStartNanos) / 1e9;
        return Math.min(endEvent, rateStartEvent + (long) (seconds * rate));
    }

    private long nanosUntilDue(long event) {
        long due = rateStartNanos + (long) Math.ceil((event + 1 - rateStartEvent) * 1e9 / rate);
        return Math.max(1, due - System.nanoTime());
    }

    @Override
    public long lag() {
        return endEvent == Long.MAX_VALUE ? 0 : Math.max(0, endEvent - next);
    }

    @Override
    public ConnectorStatus status() {
        return next >= endEvent ? ConnectorStatus.ENDED : ConnectorStatus.RUNNING;
    }

    @Override
    public void wakeup() {
        pause.wakeup();
    }

    @Override
    public void close() {
        wakeup();
    }
}

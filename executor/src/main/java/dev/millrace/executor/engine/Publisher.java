package dev.millrace.executor.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * Shows epochs to readers, in order, as soon as a crash could not take them back: an epoch with client writes when
 * the log
 * holds it durably, another at once, but never before an earlier one.
 */
final class Publisher {

    /**
     * What waits to be shown.
     *
     * @param snapshot its pin passes to the publisher
     * @param writers are acknowledged when it is shown
     * @param rowsSince when the first row of a source in it came, null without one; {@code commitsSince} likewise
     */
    record Epoch(
            Snapshot snapshot, boolean needsDurability, List<CompletableFuture<Committed>> writers, Long rowsSince,
            Long commitsSince) {}

    private final TurnaroundTimes rowTimes = new TurnaroundTimes(System::nanoTime);
    private final TurnaroundTimes commitTimes = new TurnaroundTimes(System::nanoTime);
    private final Deque<Epoch> pending = new ArrayDeque<>();
    private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
    private long durableEpoch = -1;
    private volatile Snapshot newest;

    Publisher(Snapshot first) {
        newest = first;
    }

    /** Pinned for the caller. */
    Snapshot snapshot() {
        while (true) {
            Snapshot snapshot = newest;
            if (snapshot.retain()) {
                return snapshot;
            }
            Thread.onSpinWait();
        }
    }

    /** Called with each published epoch, on whatever thread published it; must not block. */
    void addListener(LongConsumer listener) {
        listeners.add(listener);
    }

    void removeListener(LongConsumer listener) {
        listeners.remove(listener);
    }

    long publishedEpoch() {
        return newest.epoch();
    }

    /** How long it took lately until epochs were shown. */
    List<Turnaround> turnarounds() {
        return List.of(rowTimes.told(Turnaround.Of.SOURCES), commitTimes.told(Turnaround.Of.COMMITS));
    }

    /** Engine thread, in epoch order. */
    void add(Epoch epoch) {
        synchronized (this) {
            pending.add(epoch);
        }
        drain();
    }

    /** Everything up to this epoch is on disk. */
    void durable(long epoch) {
        synchronized (this) {
            durableEpoch = Math.max(durableEpoch, epoch);
        }
        drain();
    }

    private synchronized void drain() {
        long shown = -1;
        while (!pending.isEmpty()) {
            Epoch next = pending.getFirst();
            if (next.needsDurability && next.snapshot.epoch() > durableEpoch) {
                break;
            }
            pending.removeFirst();
            Snapshot previous = newest;
            newest = next.snapshot;
            previous.close();
            shown = next.snapshot.epoch();
            Committed committed = new Committed(shown);
            next.writers.forEach(writer -> writer.complete(committed));
            if (next.rowsSince != null) {
                rowTimes.shown(next.rowsSince);
            }
            if (next.commitsSince != null) {
                commitTimes.shown(next.commitsSince);
            }
        }
        if (shown >= 0) {
            for (LongConsumer listener : listeners) {
                listener.accept(shown);
            }
        }
    }

    /** The disk failed: nobody can know whether what waits is on it, so it is neither shown nor acknowledged. */
    void fail(Throwable why) {
        SqlException reason = new SqlException(
                SqlState.IO_ERROR, "could not make the commit log durable: " + why.getMessage(), null,
                "Whether the transaction survives is known only after a restart of the server.", 0);
        synchronized (this) {
            for (Epoch waiting : pending) {
                waiting.snapshot.close();
                waiting.writers.forEach(writer -> writer.completeExceptionally(reason));
            }
            pending.clear();
        }
    }

    /** Lets go of everything; epochs that did not become durable are never shown. */
    synchronized void close() {
        pending.forEach(waiting -> waiting.snapshot.close());
        pending.clear();
        newest.close();
    }
}

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

    /** What waits to be shown; the writers are acknowledged when it is. */
    private record Pending(Snapshot snapshot, boolean needsDurability, List<CompletableFuture<Committed>> writers) {}

    private final Deque<Pending> pending = new ArrayDeque<>();
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

    /** Engine thread, in epoch order. The snapshot's pin passes to the publisher. */
    void add(Snapshot snapshot, boolean needsDurability, List<CompletableFuture<Committed>> writers) {
        synchronized (this) {
            pending.add(new Pending(snapshot, needsDurability, writers));
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
            Pending next = pending.getFirst();
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
            for (Pending waiting : pending) {
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

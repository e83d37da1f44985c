package dev.millrace.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who waits for which epoch to be durable. Collected under the log's lock, completed and told outside of it. */
final class DurabilityWaiters {
    private static final Logger LOG = LoggerFactory.getLogger(DurabilityWaiters.class);

    private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
    private final PriorityQueue<Waiter> queue = new PriorityQueue<>();

    private record Waiter(long epoch, CompletableFuture<Void> future) implements Comparable<Waiter> {
        @Override
        public int compareTo(Waiter other) {
            return Long.compare(epoch, other.epoch);
        }
    }

    CompletableFuture<Void> add(long epoch) {
        Waiter waiter = new Waiter(epoch, new CompletableFuture<>());
        queue.add(waiter);
        return waiter.future();
    }

    /** Takes those who wait for nothing later than the epoch. */
    List<CompletableFuture<Void>> takeUpTo(long epoch) {
        List<CompletableFuture<Void>> taken = new ArrayList<>();
        while (!queue.isEmpty() && queue.peek().epoch() <= epoch) {
            taken.add(queue.poll().future());
        }
        return taken;
    }

    void addListener(LongConsumer listener) {
        listeners.add(listener);
    }

    void tellListeners(long epoch) {
        for (LongConsumer listener : listeners) {
            try {
                listener.accept(epoch);
            } catch (RuntimeException e) {
                LOG.error("a listener of the commit log failed; the others are told all the same", e);
            }
        }
    }

    static void await(CompletableFuture<Void> future) throws IOException, InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            // A fresh exception, because its stack trace should name the one who waited.
            throw e.getCause() instanceof LogPoisonedException poisoned
                    ? new LogPoisonedException((IOException) poisoned.getCause())
                    : new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    static void complete(List<CompletableFuture<Void>> futures) {
        for (CompletableFuture<Void> future : futures) {
            future.complete(null);
        }
    }

    static void fail(List<CompletableFuture<Void>> futures, IOException reason) {
        for (CompletableFuture<Void> future : futures) {
            future.completeExceptionally(reason);
        }
    }
}

package dev.millrace.executor.engine;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.millrace.executor.plan.SqlException;

/** What waits for the engine's thread, from all others. */
final class RequestQueue {

    private static final int REQUESTS_PER_EPOCH = 4096;

    private final LinkedBlockingQueue<Request> queue = new LinkedBlockingQueue<>();

    void add(Request request) {
        queue.add(request);
    }

    /** Work to be done between two epochs. */
    void control(Runnable work) {
        queue.add(new Request.Control(work));
    }

    /** The answer to a question that only the engine's thread may ask. */
    <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        control(() -> answer.complete(question.get()));
        return answer.join();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** The next request; null when none has come within the time. */
    Request poll(long nanosMax) throws InterruptedException {
        return queue.poll(nanosMax, TimeUnit.NANOSECONDS);
    }

    /** Takes what waits, as much as one epoch should hold. */
    void drainTo(List<Request> requests) {
        queue.drainTo(requests, REQUESTS_PER_EPOCH);
    }

    static void refuseCommits(List<Request> requests, SqlException reason) {
        for (Request request : requests) {
            if (request instanceof Request.Commit commit) {
                commit.outcome().completeExceptionally(reason);
            }
        }
        requests.removeIf(Request.Commit.class::isInstance);
    }

    static <T> void pass(CompletableFuture<T> from, CompletableFuture<T> to) {
        from.whenComplete((value, failure) -> {
            if (failure != null) {
                to.completeExceptionally(failure);
            } else {
                to.complete(value);
            }
        });
    }
}

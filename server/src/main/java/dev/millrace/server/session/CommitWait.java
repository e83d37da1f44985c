package dev.millrace.server.session;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.engine.Committed;
import dev.millrace.executor.plan.SqlException;

/** Waits for what was handed over to the engine. */
final class CommitWait {

    private static final int POLL_MILLIS = 20;

    private CommitWait() {}

    /** @param isBackfilling whether it may take long, and can be given up */
    static void await(CompletableFuture<Committed> commit, boolean isBackfilling, Cancellation cancellation)
            throws InterruptedException {
        try {
            while (true) {
                try {
                    if (isBackfilling) {
                        commit.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    } else {
                        // Once handed over, a plain commit takes milliseconds and cannot be taken back.
                        commit.get();
                    }
                    return;
                } catch (TimeoutException e) {
                    if (cancellation.isCancelled() && commit.cancel(true)) {
                        cancellation.check();
                    }
                }
            }
        } catch (CancellationException e) {
            cancellation.check();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SqlException fault) {
                throw fault;
            }
            throw new IllegalStateException("commit failed", e.getCause());
        }
    }
}

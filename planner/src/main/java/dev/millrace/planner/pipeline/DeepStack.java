package dev.millrace.planner.pipeline;

import java.util.function.Supplier;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.bind.Binding;

/**
 * Runs a recursive computation. Most statements are shallow and run where the caller stands; one that overflows the
 * caller's stack is run once more on a thread whose stack is known to be large. A statement that overflows that too is
 * answered with 54001.
 */
final class DeepStack {

    private DeepStack() {}

    static <T> T call(long stackBytes, Supplier<T> work) {
        try {
            return work.get();
        } catch (StackOverflowError e) {
            return onOwnThread(stackBytes, work);
        } catch (SqlException e) {
            // The parser turns its own overflow into this.
            if (e.sqlState().equals(SqlState.STATEMENT_TOO_COMPLEX)) {
                return onOwnThread(stackBytes, work);
            }
            throw e;
        }
    }

    private static <T> T onOwnThread(long stackBytes, Supplier<T> work) {
        Run<T> run = new Run<>(work);
        Thread thread = new Thread(null, run, "planner-deep", stackBytes);
        thread.setDaemon(true);
        thread.start();
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // Planning ends by itself, or by the settings' cancel flag.
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return run.result();
    }

    private static final class Run<T> implements Runnable {
        private final Supplier<T> work;
        private T value;
        private RuntimeException fault;
        private boolean isOverflown;

        Run(Supplier<T> work) {
            this.work = work;
        }

        @Override
        public void run() {
            try {
                value = work.get();
            } catch (StackOverflowError e) {
                isOverflown = true;
            } catch (RuntimeException e) {
                fault = e;
            }
        }

        T result() {
            if (isOverflown) {
                throw Binding.tooComplex();
            }
            if (fault != null) {
                throw fault;
            }
            return value;
        }
    }
}

package dev.millrace.server.session;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** What may end the running statement from outside: a cancel request, its timeout, a lost client, a shutdown. */
public final class Interrupts {

    private final ScheduledExecutorService timer;
    private volatile Cancellation running;
    private volatile SqlException termination;

    Interrupts(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** A statement under way; closed when it is over. */
    public final class Running implements AutoCloseable {
        private final Cancellation cancellation = new Cancellation();
        private final Future<?> timeout;

        private Running(long timeoutMillis) {
            timeout = timeoutMillis <= 0
                    ? null
                    : timer.schedule(
                            () -> cancellation.cancel(new SqlException(
                                    SqlState.QUERY_CANCELED, "canceling statement due to statement timeout")),
                            timeoutMillis,
                            TimeUnit.MILLISECONDS);
        }

        public Cancellation cancellation() {
            return cancellation;
        }

        @Override
        public void close() {
            running = null;
            if (timeout != null) {
                timeout.cancel(false);
            }
        }
    }

    /** @param timeoutMillis 0 for none */
    Running begin(long timeoutMillis) {
        Running next = new Running(timeoutMillis);
        running = next.cancellation;
        SqlException end = termination;
        if (end != null) {
            next.cancellation.cancel(end);
        }
        return next;
    }

    /** The statement's wish to end; between statements one that never is. */
    public Cancellation current() {
        Cancellation cancellation = running;
        return cancellation == null ? Cancellation.NONE : cancellation;
    }

    boolean isRunning() {
        return running != null;
    }

    /** Ends the statement that runs now, if any. From any thread. */
    public void cancel() {
        Cancellation cancellation = running;
        if (cancellation != null) {
            cancellation.cancelByUser();
        }
    }

    /** Ends the session: the statement that runs now, and every later one. From any thread. */
    public void terminate(SqlException reason) {
        termination = reason;
        Cancellation cancellation = running;
        if (cancellation != null) {
            cancellation.cancel(reason);
        }
    }

    /** Null while the session may go on. */
    SqlException termination() {
        return termination;
    }
}

package dev.millrace.server.session;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** What may end the running statement from outside: a cancel request, its timeout, a lost client, a shutdown. */
public final class Interrupts {

    private final ScheduledExecutorService timer;
    private final BooleanSupplier isNext;
    private volatile Cancellation running;
    private volatile SqlException termination;
    /** A message of the client's is being answered, or about to be. */
    private volatile boolean isBusy;
    /** The client has asked while it was answered, but between two statements: the next one ends. */
    private volatile boolean isAsked;

    /** @param isNext whether a message has come that the session has not taken up */
    Interrupts(ScheduledExecutorService timer, BooleanSupplier isNext) {
        this.timer = timer;
        this.isNext = isNext;
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
        if (isAsked) {
            isAsked = false;
            next.cancellation.cancelByUser();
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

    /** A message is taken up. By the session's thread, or who has its place. */
    void busy() {
        isBusy = true;
    }

    /** Everything is answered: what the client may still ask came too late. By the session's thread. */
    void idle() {
        isBusy = false;
        isAsked = false;
    }

    /**
     * Ends the statement that runs now, if any, or that of a message that has come but was not taken up. From any
     * thread.
     */
    public void cancel() {
        isAsked = true; // before the look: a statement that begins just now sees it
        Cancellation cancellation = running;
        if (cancellation != null) {
            isAsked = false;
            cancellation.cancelByUser();
        } else if (!isBusy && !isNext.getAsBoolean()) {
            isAsked = false;
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

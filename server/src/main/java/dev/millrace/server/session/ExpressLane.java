package dev.millrace.server.session;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.net.Connection;
import dev.millrace.server.wire.FrontendMessage;

/**
 * Executions of prepared statements that have an immediate {@link ShortPath}, answered on the event loop that read
 * them: to wake the session's thread, and the event loop again for the answer, would cost more than the statement
 * itself. It is the same session, with the same code; only the thread is another one, while its own waits. What has to
 * be made durable is answered when it is; the event loop waits for it only where it has no other client.
 */
final class ExpressLane implements Connection.Express {

    private static final Logger LOG = LoggerFactory.getLogger(ExpressLane.class);
    /** The event loop is not kept from others for longer than it takes to answer a few statements. */
    private static final int MESSAGES_MAX = 32;

    private final Session session;
    private final Connection connection;

    ExpressLane(Session session) {
        this.session = session;
        connection = session.connection();
    }

    /** Only by their looks: what the session knows is not to be touched yet. */
    @Override
    public boolean isFor(List<FrontendMessage> messages) {
        return messages.size() <= MESSAGES_MAX
                && messages.getFirst() instanceof FrontendMessage.Bind
                && messages.getLast() instanceof FrontendMessage.Sync;
    }

    @Override
    public void serve() {
        boolean isPending = false;
        try {
            while (session.goesOn() && connection.next() != null && isImmediate(connection.next())) {
                session.handle(connection.take());
                PendingCommit pending = session.extended().takePending();
                if (pending == null) {
                    continue;
                }
                if (!pending.commit().isDone()) {
                    isPending = true;
                    pending.commit().whenComplete((committed, failure) -> connection.onEventLoop(() -> {
                        if (finish(pending)) {
                            serve();
                        }
                    }));
                    return;
                }
                if (!finish(pending)) {
                    isPending = true;
                    return;
                }
            }
            if (!session.goesOn()) {
                // The thread has to end the session: this wakes it.
                connection.post(new FrontendMessage.Disconnected());
            }
        } catch (InterruptedException e) {
            interrupted(e);
        } finally {
            if (!isPending) {
                connection.giveBack();
            }
        }
    }

    /** Answers an execution whose commit is done; false when the session was given back to its thread instead. */
    private boolean finish(PendingCommit done) {
        Throwable failure = switch (done.commit().state()) {
            case SUCCESS -> null;
            case FAILED -> done.commit().exceptionNow();
            case CANCELLED, RUNNING -> new IllegalStateException("the commit was given up");
        };
        if (failure instanceof SqlException fault && fault.sqlState().equals(SqlState.SERIALIZATION_FAILURE)) {
            // What stands in the way has to be waited for, which is the thread's to do.
            try {
                session.extended().takeBack(done);
            } finally {
                connection.giveBack();
            }
            return false;
        }
        try {
            session.finish(done, failure);
        } catch (InterruptedException e) {
            interrupted(e);
        }
        return true;
    }

    /** Nothing in here waits; who interrupts an event loop wants it to end. */
    private void interrupted(InterruptedException e) {
        LOG.warn("interrupted in session {}", session.processId(), e);
        Thread.currentThread().interrupt();
    }

    private boolean isImmediate(FrontendMessage message) {
        if (session.interrupts().termination() != null) {
            return false;
        }
        return switch (message) {
            case FrontendMessage.Bind bind -> {
                PreparedStatement prepared = session.statements().find(bind.statement());
                yield prepared != null && session.extended().isImmediate(prepared);
            }
            case FrontendMessage.Execute execute -> {
                Portal portal = session.portals().find(execute.portal());
                yield portal != null && portal.source() != null && portal.outcome() == null
                        && session.extended().isImmediate(portal.source());
            }
            case FrontendMessage.Sync _ -> !session.transaction().hasWrites();
            case FrontendMessage.Describe _ -> true;
            case FrontendMessage other -> false;
        };
    }
}

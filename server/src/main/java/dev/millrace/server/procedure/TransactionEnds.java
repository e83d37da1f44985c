package dev.millrace.server.procedure;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.session.ChainedModes;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.TransactionBlock;
import dev.millrace.sql.procedural.Step;

/**
 * COMMIT and ROLLBACK in a procedure or a DO block that is a statement of its own: the statement goes on in a new
 * transaction. Not where something around it still needs this one: a block of statements, a query that calls, a
 * handler that could take back what is done.
 */
final class TransactionEnds {

    private static final String INVALID_TERMINATION = "2D000";

    private final Set<Statements.Rows> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean isAllowed;
    private int handlers;

    /** The time in which transactions may be ended, or not. */
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** Begins something that may end transactions, or may not; inside of what may not, nothing may. */
    Scope allow(boolean mayEnd) {
        boolean before = isAllowed;
        isAllowed = mayEnd;
        return () -> isAllowed = before;
    }

    boolean isAllowed() {
        return isAllowed;
    }

    /** A block with handlers begins. */
    void guarded() {
        handlers++;
    }

    /** It has ended. */
    void unguarded() {
        handlers--;
    }

    /** Rows are being read, one by one. */
    void opened(Statements.Rows rows) {
        open.add(rows);
    }

    void closed(Statements.Rows rows) {
        open.remove(rows);
    }

    void end(Step.EndTransaction end, Execution run) throws InterruptedException {
        if (!isAllowed) {
            throw new SqlException(INVALID_TERMINATION, "invalid transaction termination");
        }
        if (handlers > 0) {
            throw new SqlException(
                    INVALID_TERMINATION,
                    "cannot " + (end.isCommit() ? "commit" : "roll back") + " while a subtransaction is active");
        }
        for (Statements.Rows rows : List.copyOf(open)) {
            if (!rows.isRead()) {
                throw new SqlException(
                        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                        "cannot perform transaction commands inside a cursor loop that is not read-only");
            }
            rows.hold();
        }
        TransactionBlock transaction = run.session().transaction();
        ChainedModes modes = ChainedModes.of(run.session());
        if (end.isCommit()) {
            transaction.deferred().check(constraint -> true, run);
            transaction.commit(run.cancellation());
        } else {
            transaction.rollback();
        }
        transaction.goOn();
        if (end.isChained()) {
            modes.apply(run.session());
        }
    }
}

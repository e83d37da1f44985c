package dev.millrace.server.statement;

import java.util.Optional;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.ChainedModes;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Session;
import dev.millrace.server.session.TransactionBlock;
import dev.millrace.server.wire.ServerMessage;

/** COMMIT. A failed transaction is rolled back by it, and the tag says so. */
final class CommitHandler implements Handler<Statement.Commit> {

    @Override
    public Outcome handle(Statement.Commit commit, Execution run) throws InterruptedException {
        TransactionBlock transaction = run.session().transaction();
        ChainedModes modes = ChainedModes.of(run.session());
        if (commit.isChained()) {
            transaction.checkInside("COMMIT AND CHAIN");
        }
        if (transaction.isFailed()) {
            transaction.rollback();
            begin(commit.isChained(), modes, run.session());
            return new Outcome.Done("ROLLBACK");
        }
        if (!transaction.isExplicit()) {
            run.session().notice(ServerMessage.warning(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress"));
        }
        try {
            transaction.deferred().check(constraint -> true, run);
        } catch (SqlException broken) {
            transaction.rollback();
            throw broken;
        }
        transaction.commit(run.cancellation());
        begin(commit.isChained(), modes, run.session());
        return new Outcome.Done("COMMIT");
    }

    /** AND CHAIN: another transaction with the same modes begins at once. */
    static void begin(boolean isChained, ChainedModes modes, Session session) {
        if (isChained) {
            session.transaction().begin(Optional.empty());
            modes.apply(session);
        }
    }
}

package dev.millrace.server.statement;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.TransactionBlock;
import dev.millrace.server.wire.ServerMessage;

/** COMMIT. A failed transaction is rolled back by it, and the tag says so. */
final class CommitHandler implements Handler<Statement.Commit> {

    @Override
    public Outcome handle(Statement.Commit commit, Execution run) throws InterruptedException {
        TransactionBlock transaction = run.session().transaction();
        if (transaction.isFailed()) {
            transaction.rollback();
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
        return new Outcome.Done("COMMIT");
    }
}

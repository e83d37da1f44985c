package dev.millrace.server.statement;

import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.ChainedModes;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.TransactionBlock;
import dev.millrace.server.wire.ServerMessage;

/** ROLLBACK. */
final class RollbackHandler implements Handler<Statement.Rollback> {

    @Override
    public Outcome handle(Statement.Rollback rollback, Execution run) {
        TransactionBlock transaction = run.session().transaction();
        if (!transaction.isExplicit()) {
            run.session().notice(ServerMessage.warning(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress"));
        }
        ChainedModes modes = ChainedModes.of(run.session());
        if (rollback.isChained()) {
            transaction.checkInside("ROLLBACK AND CHAIN");
        }
        transaction.rollback();
        CommitHandler.begin(rollback.isChained(), modes, run.session());
        return new Outcome.Done("ROLLBACK");
    }
}

package dev.millrace.server.statement;

import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.TransactionBlock;
import dev.millrace.server.wire.ServerMessage;

/** BEGIN. Every isolation level is accepted and is strict serializable. */
final class BeginHandler implements Handler<Statement.Begin> {

    @Override
    public Outcome handle(Statement.Begin begin, Execution run) {
        TransactionBlock transaction = run.session().transaction();
        if (transaction.isExplicit()) {
            run.session().notice(ServerMessage.warning(
                    SqlState.ACTIVE_SQL_TRANSACTION, "there is already a transaction in progress"));
        } else {
            transaction.begin(begin.modes().isReadOnly());
            begin.modes().isDeferrable().ifPresent(run.session().settings()::setDeferrable);
            begin.modes().isolation().ifPresent(run.session().settings()::setIsolation);
        }
        return new Outcome.Done(begin.tag());
    }
}

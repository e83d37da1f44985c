package dev.millrace.server.statement;

import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.procedure.Procedures;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Session;
import dev.millrace.server.wire.ServerMessage;

/** SET TRANSACTION and SET SESSION CHARACTERISTICS. Every isolation level is strict serializable. */
final class SetTransactionHandler implements Handler<Statement.SetTransaction> {

    @Override
    public Outcome handle(Statement.SetTransaction set, Execution run) {
        Session session = run.session();
        if (set.isSession()) {
            set.modes().isolation().ifPresent(level ->
                    session.settings().set("default_transaction_isolation", level, false));
            set.modes().isReadOnly().ifPresent(readOnly ->
                    session.settings().set("default_transaction_read_only", readOnly ? "on" : "off", false));
            set.modes().isDeferrable().ifPresent(deferrable ->
                    session.settings().set("default_transaction_deferrable", deferrable ? "on" : "off", false));
        } else if (!session.transaction().isExplicit() && !Procedures.current().isRunning()) {
            session.notice(ServerMessage.warning(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION, "SET TRANSACTION can only be used in transaction blocks"));
        } else {
            set.modes().isReadOnly().ifPresent(session.transaction()::setReadOnly);
            set.modes().isDeferrable().ifPresent(session.settings()::setDeferrable);
            set.modes().isolation().ifPresent(session.settings()::setIsolation);
        }
        return new Outcome.Done("SET");
    }
}
